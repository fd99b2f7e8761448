// Resolved, one person taken out, undone, resolved: over HTTP, with the group as it really is after each.
import assert from 'node:assert/strict';
import { factsOf, headingOf, pressable, saidOn, verbsOn } from '../support/card-reading.ts';
import type { Chat, Message } from '../support/chat.ts';
import { sendList, submit } from '../support/requesting.ts';
import { startWorld, type World } from '../support/world.ts';

describe('undoing a request', function () {
  this.timeout(60_000).bail(true);
  let world: World;
  let chat: Chat;
  let resolvers: Chat;
  let request: { of: Message; reference: string; addresses: string[] };

  before(async () => {
    world = await startWorld();
    await world.faults({ staleReadsMs: 0 });
    chat = await world.person('priya').chat();
    resolvers = await world.resolvers();
    const addresses = await world.makePeople(60, 'ZZ101', 'undo');
    const of = await sendList(chat, addresses);
    request = { of, addresses, reference: (await submit(chat, of)).reference };
  });
  after(() => world.stop());

  const atResolvers = (state: string) => resolvers.card(new RegExp(`^${state}: ${request.reference}\\b`));
  const own = (heading: RegExp) => chat.card(heading, { of: request.of });
  const joined = async () => {
    const members = new Set((await world.group()).members);
    const people = await Promise.all(request.addresses.map(address => world.directoryPerson(address)));
    return people.filter(({ id }) => members.has(id)).map(({ address }) => address);
  };

  it('begins with one that is resolved', async () => {
    await resolvers.press(await atResolvers('New'), 'request.start');
    await own(/^Confirming: MFA applied to 60 people, 60 confirmed/);
    await resolvers.press(await atResolvers('Waiting for the Portal'), 'request.portal-marked');
    const { card } = await own(/^Resolved: all 60 people have MFA$/);
    assert.ok(verbsOn(card).includes('request.undo-form'));
    assert.equal((await joined()).length, 60);
  });

  it('takes one person out at once, without a resolver, and says in the chat when it is confirmed', async () => {
    const [locked = ''] = request.addresses;
    const form = await chat.press(await own(/^Resolved/), 'request.take-out-form');
    assert.match(form.heading, /^Nobody chosen yet/);
    const wrong = await chat.press(form, 'request.take-out-find', { address: 'lena.ortiz@nhs.example' });
    assert.match(wrong.heading, /^Not found: nobody of R-\d+ has this address$/);
    const shown = await chat.press(wrong, 'request.take-out-find', { address: locked });
    assert.match(shown.heading, /^Not done yet: take this person out/);
    assert.deepEqual(factsOf(shown.card).map(([title]) => title), ['Name', 'Address']);
    await chat.press(shown, 'request.take-out');
    await chat.find(one => one.from === 'bot' && one.text.startsWith('Confirmed: '), { what: 'that it is confirmed' });
    const { card } = await own(/^Resolved: 59 of 60 people have MFA, 1 does not$/);
    assert.deepEqual(factsOf(card).at(-1), ['1', 'taken out by Priya Nair']);
    assert.deepEqual(await joined(), request.addresses.slice(1));
    assert.equal((await world.signIn(locked)).asksForMfa, false);
  });

  it('waits for a resolver, and is late where none comes', async () => {
    const form = await chat.press(await own(/^Resolved: 59/), 'request.undo-form');
    assert.equal(form.heading, 'Not asked yet: take MFA off 59 people');
    await chat.press(form, 'request.undo', { reason: 'The list was last year’s' });
    await own(/^Undo asked: 59 people, waiting for a resolver to start$/);
    await world.wind({ by: 25 * 3_600_000 });
    const { card } = await own(/^Undo asked, late: 59 people/);
    assert.match(saidOn(card), /are late/);
    assert.equal((await joined()).length, 59);
  });

  it('takes MFA off the rest when one starts it, and is resolved when the marks are away too', async () => {
    const started = await resolvers.press(await resolvers.card(new RegExp(`^Undo asked, late: ${request.reference}, take MFA off 59 people$`)), 'request.start');
    assert.match(started.heading, /MFA taken off|^Waiting/);
    await own(/^Confirming, late: MFA taken off 59 people, 59 confirmed/);
    assert.deepEqual(await joined(), []);
    const portal = await atResolvers('Waiting for the Portal, late');
    assert.match(headingOf(portal.card), /take the marks off 59 people$/);
    await resolvers.press(portal, 'request.portal-marked');
    const { card } = await own(/^Resolved: MFA taken off 59 people, 59 confirmed$/);
    assert.deepEqual(pressable(card).map(({ title }) => title), ['Get the outcome file', `Re-open ${request.reference}`, `Comment on ${request.reference}`]);
  });
});
