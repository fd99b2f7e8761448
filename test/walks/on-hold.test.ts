// On hold: the clock stands still, nobody more is changed, and what was left of the time is left again; with the wound clock, over HTTP.
import assert from 'node:assert/strict';
import { inDatabase } from '../support/bot-database.ts';
import { factsOf, saidOn, verbsOn } from '../support/card-reading.ts';
import type { Chat, Message } from '../support/chat.ts';
import { sendList, submit } from '../support/requesting.ts';
import { startWorld, type World } from '../support/world.ts';

const minute = 60_000;
const hour = 60 * minute;

describe('a request on hold', function () {
  this.timeout(60_000);
  let world: World;
  let chat: Chat;
  let resolvers: Chat;
  let request: { of: Message; reference: string; addresses: string[] };

  before(async () => {
    world = await startWorld();
    await world.faults({ staleReadsMs: 0 });
    chat = await world.person('priya').chat();
    resolvers = await world.resolvers();
  });
  after(() => world.stop());

  const atResolvers = (state: string) => resolvers.card(new RegExp(`^${state}: ${request.reference}\\b`));
  const ticketStates = () => inDatabase(world.dataDir, async ({ rows }) => (await rows('ticket')).map(ticket => ticket['state']));
  const joined = async () => {
    const members = new Set((await world.group()).members);
    const people = await Promise.all(request.addresses.map(address => world.directoryPerson(address)));
    return people.filter(({ id }) => members.has(id)).length;
  };

  async function submitted(prefix: string, count: number): Promise<void> {
    const addresses = await world.makePeople(count, 'ZZ101', prefix);
    const of = await sendList(chat, addresses);
    request = { of, addresses, reference: (await submit(chat, of)).reference };
  }

  it('before its start asks the organisation, and keeps their words out of the channel', async () => {
    await submitted('asked', 60);
    await resolvers.press(await atResolvers('New'), 'request.hold', { why: 'answer', words: 'Has jo.whitlock@nhs.example left?' });
    const own = await chat.card(/^On hold: we need an answer from you$/, { of: request.of });
    assert.match(saidOn(own.card), /Since Tuesday 20 September 2022, 9am\. A resolver goes on with it when your answer is there\./);
    assert.deepEqual(factsOf(own.card).slice(0, 2), [['Question', 'Has jo.whitlock@nhs.example left?'], ['Time left', '24 hours, clock stopped']]);
    assert.ok(verbsOn(own.card).includes('request.withdraw'));
    const theirs = await atResolvers('On hold');
    assert.doesNotMatch(JSON.stringify(theirs.card), /whitlock/);
  });

  it('stands still for two days, and has its 24 hours left when a resolver resumes it', async () => {
    await world.wind({ by: 48 * hour });
    await resolvers.press(await atResolvers('On hold'), 'request.resume');
    const own = await chat.card(/^Submitted: 60 people/, { of: request.of });
    assert.match(saidOn(own.card), /We aim to finish by Friday 23 September 2022, 9am\./);
    assert.equal(await joined(), 0);
  });

  it('lets an old press do nothing', async () => {
    const isNew = await atResolvers('New');
    await resolvers.press(isNew, 'request.start');
    const late = await resolvers.press(isNew, 'request.hold', { why: 'release' });
    assert.doesNotMatch(late.heading, /^On hold/);
    await chat.card(/^Confirming: MFA applied to 60 people/, { of: request.of });
  });

  it('under way finishes the slice in hand, says how far it came, and changes nobody more', async () => {
    await submitted('midway', 450);
    await world.faults({ graphSlowMs: 400 });
    await resolvers.press(await atResolvers('New'), 'request.start');
    await resolvers.press(await atResolvers('In progress'), 'request.hold', { why: 'incident' });
    await world.faults({ graphSlowMs: 0 });
    await chat.card(/^On hold because of a high severity incident$/, { of: request.of });
    await world.wind({ by: hour });
    const before = await joined();
    assert.ok(before < 450, `${before} of 450`);
    const told = await chat.cardOf(request.of, card => factsOf(card).some(([title, value]) => title === 'Applied' && value.startsWith(`${before} of 450.`)));
    assert.ok(!verbsOn(told.card).includes('request.withdraw'));
    await world.wind({ by: 10 * hour });
    assert.equal(await joined(), before);
  });

  it('then goes on to its end by itself once resumed', async () => {
    await resolvers.press(await atResolvers('On hold'), 'request.resume');
    await chat.card(/^Confirming: MFA applied to 450 people/, { of: request.of });
    assert.equal(await joined(), 450);
    const confirming = await resolvers.press(await atResolvers('Waiting for the Portal'), 'request.portal-marked');
    assert.match(confirming.heading, /^(Resolved|Confirming)/);
    await chat.card(/^Resolved: all 450 people have MFA$/, { of: request.of });
  });

  it('has told the helpdesk each time', async () => {
    await submitted('ticket', 60);
    await resolvers.press(await atResolvers('New'), 'request.hold', { why: 'release' });
    await atResolvers('On hold');
    await world.wind({ by: minute });
    await world.bot().stop();
    assert.equal((await ticketStates()).at(-1), 'on-hold');
  });
});
