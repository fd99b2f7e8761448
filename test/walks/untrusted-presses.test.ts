// Presses nobody should be able to make: on an old card, twice, on somebody else's, with data that was made up. The present state is shown, and nothing happens.
import assert from 'node:assert/strict';
import { headingOf, pressable, saidOn } from '../support/card-reading.ts';
import type { Chat, Message } from '../support/chat.ts';
import { assertNothingPrivate } from '../support/private.ts';
import { openForm, sendFile, sendList, submit } from '../support/requesting.ts';
import { startWorld, type World } from '../support/world.ts';

describe('presses that must not be believed', function () {
  this.timeout(60_000);
  let world: World;
  let priya: Chat;
  let lena: Chat;
  let report: Message;
  let lenas: Message;

  before(async () => {
    world = await startWorld();
    priya = await world.person('priya').chat();
    lena = await world.person('lena').chat();
    report = await sendList(priya, await world.makePeople(60, 'ZZ101', 'pressed'));
    lenas = await sendList(lena, await world.makePeople(55, 'ZZ202', 'other'));
  });
  after(() => world.stop());

  const dataOf = (on: Message, verb: string) => pressable(on.card).find(one => one.verb === verb)?.data ?? {};

  it('shows nothing of a check to a Local Administrator of another organisation', async () => {
    const answer = await lena.press(lenas, 'check.delete', {}, dataOf(report, 'check.delete'));
    assert.equal(answer.card, null);
    assert.equal(answer.message, 'This card is for somebody else. Nothing was changed.');
    assert.match(headingOf((await priya.card(/^Checked/, { of: report })).card), /^Checked, not submitted: 60 of 60/);
  });

  it('believes no nonce that it did not make for this person, request, state and button', async () => {
    const forged = [{ nonce: 'AAAA' }, { nonce: dataOf(report, 'check.again')['nonce'] }, { nonce: dataOf(lenas, 'check.delete')['nonce'] }, { nonce: '' }];
    for (const change of forged) {
      const answer = await priya.press(report, 'check.delete', {}, change);
      assert.match(answer.heading, /^Checked, not submitted: 60 of 60/, JSON.stringify(Object.keys(change)));
    }
  });

  it('knows no request by an id that was made up', async () => {
    for (const id of ['11111111-1111-4111-8111-111111111111', 'R-1', '']) {
      const answer = await priya.press(report, 'check.delete', {}, { id });
      assert.equal(answer.heading, 'No longer here: this request was removed');
    }
  });

  it('deletes once what is deleted, and says so again', async () => {
    const extra = await sendFile(priya, 'extra.csv', await world.sample('bare-list.csv'));
    const card = await priya.card(/^Checked/, { of: extra });
    const first = await priya.press(card, 'check.delete');
    assert.equal(first.heading, 'Deleted: nothing of this check was kept');
    assert.deepEqual(await priya.press(card, 'check.delete'), first);
    assert.equal((await priya.press(card, 'check.again')).heading, first.heading);
  });

  it('answers an old card with the present state', async () => {
    const form = await openForm(priya, await confirmed(priya, report));
    const { status } = await submit(priya, report);
    assert.equal(status.heading, 'Submitted: 60 people, waiting for a resolver to start');
    for (const verb of ['check.again', 'check.delete']) assert.equal((await priya.press(report, verb)).heading, status.heading);
    assert.equal((await priya.press(form, 'request.submit', { contactNumber: '07700 900123' })).heading, status.heading);
    const mine = await priya.press(await priya.card(/^Ready/), 'requests.mine');
    assert.equal(mine.heading, '1 request, newest first');
  });

  it('starts for nobody but a resolver: not even with the button of the resolvers\' card', async () => {
    const resolvers = await world.resolvers();
    const card = await resolvers.card(/^New: R-\d+, 60 people/);
    const own = await priya.card(/^Submitted/, { of: report });
    const stolen = await priya.press(own, 'request.list', {}, dataOf(card, 'request.start'));
    assert.equal(stolen.heading, 'Submitted: 60 people, waiting for a resolver to start');
    const [first, second] = await Promise.all([resolvers.press(card, 'request.start'), (await world.resolvers('amara')).press(card, 'request.start')]);
    assert.deepEqual([first.heading, second.heading].map(heading => heading.replace(/\d+ of/, 'n of')), Array(2).fill(headingOf(first.card).replace(/\d+ of/, 'n of')));
    await priya.card(/^Confirming: MFA applied to 60 people/, { of: report });
  });

  it('shows a request to nobody of another organisation, by its reference either', async () => {
    const [, reference] = /Request (R-\d+)/.exec(saidOn((await priya.card(/^Confirming/, { of: report })).card)) ?? [];
    const asked = await lena.say(`status ${reference ?? ''}`);
    const answer = await lena.card(/^Not found: R-\d+$/, { newerThan: asked });
    assert.doesNotMatch(saidOn(answer.card), /60|Ashdown/);
  });

  it('logs nothing private about any of it', () => assertNothingPrivate(world.log()));
});

/** A bare list asks for a confirmation first. */
async function confirmed(chat: Chat, report: Message): Promise<Message> {
  await chat.press(report, 'check.confirm');
  return report;
}
