// A second officer approves what they saw, never their own, and the author hears why it was declined.
import assert from 'node:assert/strict';
import { seenOf } from '../../src/notices/compose-draft.ts';
import { onEachEngine } from '../support/database.ts';
import { press, runDue } from '../support/desk.ts';
import { news, openOfficers, toAll, type Officers } from '../support/officers.ts';
import { saidBy } from '../support/requests.ts';

onEachEngine('approving a notice', open => {
  let stage: Officers;
  beforeEach(async () => void (stage = await openOfficers(await open(), { NOTICE_APPROVAL: 'on' })));

  async function askedFor(audience = toAll) {
    const last = await stage.compose(news, audience);
    assert.equal(stage.titlesOn(last)[0], 'Ask for approval to send it to 3 people and 1 channel');
    assert.match(saidBy(await stage.press('chloe', last, 'notice.send')), /^Asked for approval: 3 people and 1 channel/);
    return { last, card: await stage.sees('mina', /^Waiting for your approval: 3 people and 1 channel would get it$/) };
  }

  it('asks every other officer once, and nobody is sent it before one approves', async () => {
    const { card } = await askedFor();
    await stage.run();
    assert.deepEqual([(await stage.latest()).state, await stage.counts()], ['awaiting-approval', {}]);
    await stage.desk.store.jobs.add({ name: 'ask-approval', key: 'again', payload: { noticeId: (await stage.latest()).id } });
    await runDue(stage.desk, 'ask-approval', 'deliver-post');
    assert.equal(stage.said.filter(({ where, content }) => where === 'a:mina' && content.is === 'card').length, 1);
    assert.equal(saidBy(await stage.press('mina', card, 'notice.approve')), 'Approved by Officer mina: Directory search is quicker');
    await stage.run();
    assert.deepEqual(await stage.counts(), { delivered: 4 });
    assert.match(stage.textOf(await stage.sees('chloe', /^Sent: 4 of 4 delivered$/)), /Approved by: Officer mina/);
    assert.match(saidBy(await stage.press('mina', card, 'notice.approve')), /^Sent: /);
  });

  it('of two officers at once one has approved it, and both see that', async () => {
    const { card } = await askedFor();
    const [first, second] = await Promise.all([stage.press('mina', card, 'notice.approve'), stage.press('mina', card, 'notice.decline', { words: 'No.' })]);
    const { state } = await stage.latest();
    assert.equal([first, second].map(saidBy).filter(words => /^(?:Approved|Declined) by/.test(words)).length, 1);
    assert.ok(state === 'scheduled' || state === 'draft', state);
  });

  it('is never its author\'s', async () => {
    await askedFor();
    const notice = await stage.latest();
    const own = await stage.sees('chloe', /^Waiting for somebody else to approve it$/);
    assert.ok(!stage.titlesOn(own).some(title => title.startsWith('Approve')));
    const { seen, people, channels } = { seen: seenOf(notice), people: 3, channels: 1 };
    assert.match(saidBy(await press(stage.desk, 'chloe', 'notice.approve', notice, { inputs: { seen, people, channels } })), /^Waiting for somebody else/);
    assert.match(saidBy(await press(stage.desk, 'chloe', 'notice.decline', notice, { inputs: { words: 'no' } })), /^Waiting for somebody else/);
    assert.equal((await stage.latest()).state, 'awaiting-approval');
  });

  it('is of what was seen: changed, taken back or for more people since, they are asked again', async () => {
    const { last, card } = await askedFor();
    await stage.desk.store.roster.save([], [{ personId: 'noor', organisation: 'ZZ202', role: 'la', expiresOn: null }]);
    assert.match(stage.textOf(await stage.pressed('mina', card, 'notice.approve')), /Not approved: by now 4 people and 1 channel would get it/);
    await stage.press('chloe', await stage.sees('chloe', /^Waiting for somebody else/), 'notice.form');
    const form = await stage.sees('chloe', /^Not sent yet: look at the news notice/);
    await stage.press('chloe', form, 'notice.preview', { ...news, title: 'Search is slow' });
    await stage.sees('mina', /^Taken back by its author: Directory search is quicker$/);
    assert.match(saidBy(await stage.press('mina', card, 'notice.approve')), /^Not sent yet: its author is composing it/);
    await stage.press('chloe', await stage.pressed('chloe', last, 'notice.send'), 'notice.send');
    const again = await stage.sees('mina', /^Waiting for your approval: 4 people/);
    assert.match(stage.textOf(again), /Search is slow/);
    assert.match(stage.textOf(await stage.pressed('mina', card, 'notice.approve')), /Not approved: it was changed since/);
    assert.match(saidBy(await stage.press('mina', again, 'notice.approve')), /^Approved/);
  });

  it('declined, its author has the words and the draft to go on with', async () => {
    const { card } = await askedFor();
    assert.match(stage.textOf(await stage.pressed('mina', card, 'notice.decline', { words: ' ' })), /Not declined: say why/);
    await stage.press('mina', card, 'notice.decline', { words: 'The [date](x) is wrong.' });
    assert.match(stage.textOf(await stage.sees('chloe', /^Declined by Officer mina/)), /The reason given: The \[date\]\(x\) is wrong\./);
    const draft = await stage.sees('chloe', /^Not sent yet: 3 people and 1 channel would get it$/);
    await stage.press('chloe', draft, 'notice.send');
    await stage.sees('mina', /^Waiting for your approval/);
    await stage.sees('chloe', /^Waiting for somebody else to approve it$/);
  });

  it('is listed for whoever asks, without their own', async () => {
    await askedFor();
    assert.match(stage.textOf(await stage.say('chloe', 'approvals')), /^Nothing waits for your approval/);
    const listed = await stage.say('mina', 'approvals');
    assert.match(stage.textOf(listed), /^1 notice waits for your approval\nDirectory search is quicker: waits for approval/);
    assert.match(saidBy(await stage.press('mina', listed, 'notice.show')), /^Waiting for your approval/);
  });

  it('cancelled, nobody is asked any more', async () => {
    const { card } = await askedFor();
    assert.match(saidBy(await stage.press('chloe', await stage.sees('chloe', /^Waiting for somebody else/), 'notice.cancel')), /^Cancelled: nobody was sent it$/);
    await stage.sees('mina', /^Cancelled: Directory search is quicker$/);
    assert.match(saidBy(await stage.press('mina', card, 'notice.approve')), /^Cancelled: nobody was sent it$/);
  });
});
