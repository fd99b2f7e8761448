// A week after a request over HTTP, with the wound clock and the report that is read each night: the card, its list, the message, and off by one press.
import assert from 'node:assert/strict';
import { windAsleep } from '../support/asleep.ts';
import { factsOf, saidOn } from '../support/card-reading.ts';
import type { Chat, Message } from '../support/chat.ts';
import { sendList, submit } from '../support/requesting.ts';
import { startWorld, type World } from '../support/world.ts';

describe('a week after a request', function () {
  this.timeout(120_000).bail(true);
  let world: World;
  let chat: Chat;
  let resolvers: Chat;
  let addresses: string[];

  before(async () => {
    world = await startWorld();
    await world.faults({ staleReadsMs: 0 });
    chat = await world.person('priya').chat();
    resolvers = await world.resolvers();
    addresses = await world.makePeople(60, 'ZZ101', 'week');
  });
  after(() => world.stop());

  async function resolvedOne(): Promise<{ of: Message; reference: string }> {
    const of = await sendList(chat, addresses);
    const { reference } = await submit(chat, of);
    await resolvers.press(await resolvers.card(new RegExp(`^New: ${reference}\\b`)), 'request.start');
    await resolvers.press(await resolvers.card(new RegExp(`^Waiting for the Portal: ${reference}\\b`)), 'request.portal-marked');
    await chat.card(/^Resolved: all 60 people have MFA$/, { of });
    return { of, reference };
  }
  /** As the sandbox draws it: about three in ten. */
  async function withoutMethod(): Promise<string[]> {
    const people = await Promise.all(addresses.map(async address => ({ address, id: (await world.directoryPerson(address)).id })));
    return people.filter(({ id }) => Number.parseInt(id.slice(0, 2), 16) >= 180).map(({ address }) => address);
  }

  it('says who of them still has no sign-in method, with the date of the nightly report', async () => {
    const { of, reference } = await resolvedOne();
    // The report takes its time each night: those on which nothing else happens are slept through.
    await windAsleep(world, '2022-09-26T12:00:00Z');
    await world.wind({ to: '2022-09-27T07:30:00Z' });
    await chat.card(/^Closed on /, { of });
    assert.ok(!(await chat.messages()).some(one => one.card !== null && saidOn(one.card).includes('A week after')), 'not before');
    await world.wind({ to: '2022-09-27T12:00:00Z' });
    const without = await withoutMethod();
    const { card } = await chat.card(new RegExp(`^A week after ${reference}: ${without.length} of 60 people still have no sign-in method$`));
    assert.deepEqual(factsOf(card).map(([title]) => title), [String(without.length), String(60 - without.length)]);
    assert.match(saidOn(card), /As of Tuesday 27 September 2022, 6am\./);
  });

  it('gives the list of them, and the message to forward', async () => {
    const told = await chat.card(/^A week after/);
    await chat.press(told, 'week.list');
    const file = await chat.acceptFile(/no sign-in method\.csv$/);
    const listed = file.trim().split('\r\n').slice(1).map(line => line.replaceAll('"', '').split(',')[1]);
    assert.deepEqual(listed, await withoutMethod());
    await chat.press(told, 'week.message');
    const said = await chat.find(one => one.from === 'bot' && one.text.includes('Please set up your extra sign-in security'), { what: 'the message to forward' });
    assert.doesNotMatch(said.text, /https?:|www\.|\]\(/);
  });

  it('is off by one press, which says how it comes on again', async () => {
    const off = await chat.press(await chat.card(/^A week after/), 'week.stop');
    assert.match(saidOn(off.card), /Off: you will not hear a week after your requests.*type \*\*tell me a week later\*\*/s);
    const on = await chat.press(off, 'week.again');
    assert.match(on.heading, /^On: you will hear a week after each of your requests$/);
  });
});
