// Composing a notice: what is typed is kept or mended, what is seen is what is sent, to as many as the button names, once.
import assert from 'node:assert/strict';
import { noticeKinds } from '../../src/notices/grid.ts';
import { composedKindNames } from '../../src/notices/notice.ts';
import { onEachEngine } from '../support/database.ts';
import { news, openOfficers, toAll, webinars, type Officers } from '../support/officers.ts';
import { dataOf, noRoles, saidBy } from '../support/requests.ts';

onEachEngine('composing a notice', open => {
  let stage: Officers;
  beforeEach(async () => void (stage = await openOfficers(await open())));

  const form = async () => stage.pressed('chloe', await stage.say('chloe', 'new notice'), 'notice.compose');

  it('begins with its kind, for communications officers alone', async () => {
    assert.deepEqual(stage.titlesOn(await stage.say('chloe', 'notice')), composedKindNames.map(kind => `Compose ${noticeKinds[kind].word} notice`));
    assert.match(stage.textOf(await stage.say('dan', 'notice')), /^Not yours to send/);
  });

  it('keeps nothing before it can be read, and says what to mend with what was typed still there', async () => {
    const again = await stage.pressed('chloe', await form(), 'notice.preview', { ...news, title: 'x' });
    const { lines, fields, preview } = dataOf(again, 'notice-form');
    assert.deepEqual([lines.length, fields[0]?.line?.value, fields[1]?.text?.value, preview], [1, 'x', news.text, undefined]);
    assert.deepEqual(await stage.desk.store.notices.latest(5), []);
  });

  it('shows below the form what its readers will see, and what their buttons are', async () => {
    const { preview, fields } = dataOf(await stage.pressed('chloe', await form(), 'notice.preview', news), 'notice-form');
    assert.deepEqual([preview?.heading, preview?.lines, preview?.note, fields[0]?.line?.value], [news.title, ['Search finds people by their job title too\\.'], 'Its button is "Read about Directory search is quicker".', news.title]);
  });

  it('names how many would get it, and sends it to them, once', async () => {
    const last = await stage.compose();
    assert.deepEqual(stage.titlesOn(last).slice(0, 2), ['Send to 3 people and 1 channel', 'Send to me first']);
    assert.equal(saidBy(await stage.press('chloe', last, 'notice.send')), 'Handed over: it goes to 3 people and 1 channel');
    assert.match(saidBy(await stage.press('chloe', last, 'notice.send')), /^Handed over/);
    await stage.run();
    assert.deepEqual(await stage.counts(), { delivered: 4 });
    assert.match(stage.textOf(await stage.sees('chloe', /^Sent: 4 of 4 delivered$/)), /Notice: Directory search is quicker/);
  });

  it('pressed twice at once it is sent once', async () => {
    const last = await stage.compose();
    const answers = await Promise.all([stage.press('chloe', last, 'notice.send'), stage.press('chloe', last, 'notice.send')]);
    assert.deepEqual(answers.map(answer => /^Handed over/.test(saidBy(answer))), [true, true]);
    await stage.run();
    const actions = (await stage.desk.store.audit.ofRequest((await stage.latest()).id)).map(({ action }) => action);
    assert.deepEqual([await stage.counts(), actions], [{ delivered: 4 }, ['notice-scheduled', 'notice-begun', 'notice-sent']]);
  });

  it('says that the directory is away where it cannot tell who somebody is, and does nothing', async () => {
    const last = await stage.compose();
    stage.desk.world.roles.set('chloe', { ...noRoles, isUncertain: true });
    await assert.rejects(stage.press('chloe', last, 'notice.send'), /^UserError: The directory does not answer/);
    assert.equal((await stage.latest()).state, 'draft');
  });

  it('sends to its author first what they would send, which counts for nothing', async () => {
    assert.match(saidBy(await stage.press('chloe', await stage.compose(), 'notice.to-me')), /below/);
    const card = await stage.sees('chloe', /^Directory search is quicker$/);
    assert.match(saidBy(await stage.press('chloe', card, 'notice.ack')), /it has not been sent/);
    assert.deepEqual([await stage.desk.store.notices.presses((await stage.latest()).id), await stage.counts()], [[], {}]);
  });

  it('does nothing where it changed since, or would go to more, and shows what is so', async () => {
    const last = await stage.compose();
    await stage.pressed('chloe', last, 'notice.form');
    await stage.press('chloe', await stage.pressed('chloe', last, 'notice.form'), 'notice.preview', { ...news, title: 'Search is slow' });
    assert.match(stage.textOf(await stage.pressed('chloe', last, 'notice.send')), /Not sent: it was changed since you pressed/);
    const now = await stage.pressed('chloe', last, 'notice.send');
    await stage.desk.store.roster.save([], [{ personId: 'noor', organisation: 'ZZ202', role: 'la', expiresOn: null }]);
    const more = await stage.pressed('chloe', now, 'notice.send');
    assert.match(stage.textOf(more), /Not sent: by now 4 people and 1 channel would get it/);
    assert.equal((await stage.latest()).state, 'draft');
    assert.match(saidBy(await stage.press('chloe', more, 'notice.send')), /^Handed over: it goes to 4 people/);
  });

  it('waits for its time, can be brought forward or cancelled, and is taken back when it is changed', async () => {
    const last = await stage.compose(news, { ...toAll, sendDate: '2022-09-26', sendTime: '09:00' });
    assert.equal(stage.titlesOn(last)[0], 'Schedule to 3 people and 1 channel');
    assert.equal(saidBy(await stage.press('chloe', last, 'notice.send')), 'Scheduled for Monday 26 September 2022, 9am');
    const card = await stage.sees('chloe', /^Scheduled for Monday 26 September 2022, 9am$/);
    assert.match(saidBy(await stage.press('chloe', card, 'notice.form')), /new card below/);
    const edited = await stage.sees('chloe', /^Not sent yet: look at the news notice/);
    assert.equal((await stage.latest()).state, 'scheduled');
    await stage.press('chloe', edited, 'notice.preview', news);
    assert.equal((await stage.latest()).state, 'draft');
    stage.desk.clock.windTo('2022-09-26T09:00:00Z');
    await stage.run();
    assert.deepEqual([(await stage.latest()).state, await stage.counts()], ['draft', {}]);
    assert.match(stage.textOf(await stage.pressed('chloe', last, 'notice.send')), /the time chosen has passed/);
  });

  it('is brought forward by one press', async () => {
    await stage.press('chloe', await stage.compose(news, { ...toAll, sendDate: '2022-09-26', sendTime: '09:00' }), 'notice.send');
    const card = await stage.sees('chloe', /^Scheduled for/);
    assert.equal(saidBy(await stage.press('chloe', card, 'notice.send-now')), 'About to be sent');
    await stage.run();
    assert.deepEqual(await stage.counts(), { delivered: 4 });
  });

  it('is its author\'s alone while it is a draft', async () => {
    await stage.compose();
    const { id } = await stage.latest();
    assert.match(stage.textOf(await stage.say('mina', 'notices')), /^No notices yet/);
    const own = await stage.say('chloe', 'notices');
    assert.match(saidBy(await stage.press('chloe', own, 'notice.show')), /^Not sent yet: 3 people and 1 channel would get it$/);
    await stage.desk.store.notices.save({ ...(await stage.latest()), state: 'scheduled', sendAt: new Date('2022-10-01T00:00:00Z') });
    const listed = await stage.say('mina', 'notices');
    await stage.desk.store.notices.save({ ...(await stage.latest()), state: 'draft', sendAt: null });
    assert.match(saidBy(await stage.press('mina', listed, 'notice.show')), /^Not sent yet: its author is composing it$/);
    assert.equal((await stage.desk.store.notices.find(id))?.composedBy, 'chloe');
  });

  it('deleted, it is sent to nobody and cannot be sent', async () => {
    const last = await stage.compose(news, { ...toAll, toChannels: '', toOrganisations: 'zz202' });
    assert.equal(stage.titlesOn(last)[0], 'Send to 1 person');
    assert.match(saidBy(await stage.press('chloe', last, 'notice.drop')), /^Deleted/);
    await stage.press('chloe', last, 'notice.send');
    await stage.run();
    assert.deepEqual([(await stage.latest()).state, await stage.counts()], ['cancelled', {}]);
  });

  it('goes to channels of the settings and to nobody else', async () => {
    const last = await stage.compose(news, { ...toAll, toPeople: 'none', toChannels: `${webinars},19:elsewhere@thread.tacv2` });
    assert.match(stage.textOf(last), /^Not sent yet: 1 channel would get it\n[^\n]*\nGoes to: NHSmail webinar$/m);
  });
});
