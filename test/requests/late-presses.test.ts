// A late request: a resolver says why and by when instead, the LA and the ticket hear it once, and the new time is watched like the first.
import assert from 'node:assert/strict';
import { WorldError } from '../../src/errors.ts';
import type { Card } from '../../src/cards.ts';
import type { Remark } from '../../src/helpdesk/ticket.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, press, requestOf, resolvers, runDue, runJob, type Desk } from '../support/desk.ts';
import { addressesOf, submitted } from '../support/journey.ts';
import { dataOf, saidBy } from '../support/requests.ts';

const hour = 3_600_000;

describe('a late request', () => {
  let desk: Desk;
  let request: ServiceRequest;
  let said: { where: string; text: string }[];
  let cards: Card[];
  let remarks: Remark[];
  beforeEach(async () => {
    desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' });
    [said, cards, remarks] = [[], [], []];
    desk.world.send = ({ id }, content) => {
      if (content.is === 'text') said.push({ where: id, text: content.text });
      if (content.is === 'card' && id === 'a:dan') cards.push(content.card);
      return Promise.resolve({ is: 'sent', activityId: `a${said.length + cards.length}` });
    };
    desk.services.helpdesk = { ...desk.services.helpdesk, say: (_id, remark) => (remarks.some(({ id }) => id === remark.id) || remarks.push(remark), Promise.resolve()) };
    request = await submitted(desk, addressesOf(addPeople(desk, 60)));
    await runDue(desk, 'mirror-ticket');
  });

  const become = async () => (desk.clock.pass(24 * hour), await runDue(desk, 'watch-target', 'deliver-post'), said.splice(0));
  const settle = () => runDue(desk, 'watch-target', 'say-late', 'deliver-post');
  const form = async () => {
    await press(desk, 'dan', 'request.late-form', request, { in: resolvers(desk) });
    await runDue(desk, 'deliver-post');
    return dataOf(cards.at(-1) ?? assert.fail('no form'), 'late-form');
  };
  const explain = async (inputs: Record<string, unknown>) => {
    const answer = await press(desk, 'dan', 'request.late', request, { inputs, nonce: (await form()).send.nonce });
    await settle();
    return answer;
  };
  const filled = { reason: 'The Portal was closed.', untilDate: '2022-09-22', untilTime: '12:00' };
  const textsIn = (where: string) => said.filter(one => one.where === where).map(({ text }) => text);

  it('is explained on the form in the resolver’s own chat: told to the LA, shown on both cards, said on the ticket', async () => {
    await become();
    assert.match(saidBy(await explain(filled)), /^New, late: R-2041/);
    assert.deepEqual(textsIn('a:priya'), ['R-2041 is late: The Portal was closed\\. We now expect to finish by Thursday 22 September 2022, midday. You do not need to do anything.']);
    const own = dataOf(cardOf(await press(desk, 'priya', 'request.show', request)), 'status');
    assert.match(own.heading, /^Submitted, late: /);
    assert.equal(own.lines.at(-1), 'Now we expect to finish by Thursday 22 September 2022, midday.');
    assert.deepEqual(own.facts[0], { title: 'Why late', value: 'The Portal was closed\\.' });
    const theirs = dataOf(cardOf(await press(desk, 'dan', 'request.refresh', request, { in: resolvers(desk) })), 'resolver');
    assert.deepEqual(theirs.facts[0], { title: 'Now by', value: 'Thursday 22 September 2022, midday' });
    assert.doesNotMatch(JSON.stringify(theirs), /Portal was closed/);
    assert.deepEqual(remarks.map(({ is, text }) => [is, text]), [['comment', 'R-2041 is late: The Portal was closed. It is now expected by Thursday 22 September 2022, midday.']]);
  });

  it('says it again where it changes, and not where the same is sent twice', async () => {
    await become();
    await explain(filled);
    await explain(filled);
    assert.deepEqual([textsIn('a:priya').length, remarks.length], [1, 1]);
    await explain({ ...filled, untilTime: '15:00' });
    assert.deepEqual([textsIn('a:priya').length, remarks.length], [2, 2]);
  });

  it('is told honestly, once, when the new time is missed too', async () => {
    await become();
    await explain(filled);
    said.length = 0;
    desk.clock.windTo('2022-09-22T11:59:59+01:00');
    await settle();
    assert.deepEqual(said, []);
    desk.clock.windTo('2022-09-22T12:00:00+01:00');
    for (let n = 0; n < 3; n += 1) await settle();
    assert.deepEqual(textsIn('a:priya'), ['R-2041 is late again: we expected to finish by Thursday 22 September 2022, midday. Nobody has been changed yet. The resolvers have been told. You do not need to do anything.']);
    assert.deepEqual(textsIn(desk.settings.RESOLVER_CHANNEL), ['R-2041 is late again, it was promised by Thursday 22 September 2022, midday: 60 people, submitted, nobody has it yet.']);
    const own = dataOf(cardOf(await press(desk, 'priya', 'request.show', request)), 'status');
    assert.match(own.lines.at(-1) ?? '', /^Then we expected to finish by .*, and missed that too/);
    await explain({ ...filled, untilDate: '2022-09-23' });
    assert.equal((await requestOf(desk, request)).lateness?.missedAt, null);
  });

  for (const [what, wrong, problem] of [
    ['no reason', { reason: ' ' }, /say why/],
    ['no date', { untilDate: '' }, /a date and a time/],
    ['a time that is none', { untilTime: '25:00' }, /a date and a time/],
    ['a date that is none', { untilDate: '2022-02-30' }, /a date and a time/],
    ['a time that is over', { untilDate: '2022-09-21', untilTime: '08:59' }, /still to come/],
    ['a time too far away', { untilDate: '2022-12-01' }, /within 30 days/],
  ] as const) {
    it(`keeps what was typed and promises nothing for ${what}`, async () => {
      await become();
      const again = dataOf(cardOf(await explain({ ...filled, ...wrong })), 'late-form');
      assert.match(again.lines[0] ?? '', problem);
      assert.equal(again.reason, 'reason' in wrong ? '' : filled.reason);
      assert.deepEqual([said, (await requestOf(desk, request)).lateness], [[], null]);
    });
  }

  it('cannot be explained before it is late', async () => {
    assert.equal(saidBy(await press(desk, 'dan', 'request.late-form', request, { in: resolvers(desk) })), 'It is not late any more. Nothing was changed.');
    assert.equal(saidBy(await press(desk, 'dan', 'request.late', request, { inputs: filled })), 'It is not late any more. Nothing was changed.');
  });

  it('waits for a helpdesk that is away, and says it there once', async () => {
    await become();
    const { helpdesk } = desk.services;
    desk.services.helpdesk = { ...helpdesk, say: () => Promise.reject(new WorldError('unavailable', 'away')) };
    const { nonce } = (await form()).send;
    await press(desk, 'dan', 'request.late', request, { inputs: filled, nonce });
    await assert.rejects(runJob(desk, 'say-late'), WorldError);
    desk.services.helpdesk = helpdesk;
    desk.clock.pass(60_000);
    await settle();
    assert.equal(remarks.length, 1);
  });
});

function cardOf(answer: Awaited<ReturnType<typeof press>>): Card {
  return 'card' in answer && answer.card.is === 'card' ? answer.card.card : assert.fail(saidBy(answer));
}
