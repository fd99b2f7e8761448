// Taking a request and handing it over: by resolvers, never to the requester, and whoever has it or had it is told.
import assert from 'node:assert/strict';
import { UserError } from '../../src/errors.ts';
import type { Content } from '../../src/cards.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import type { Conversation } from '../../src/services.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, press, requestOf, resolvers, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, started, submitted } from '../support/journey.ts';
import { dataOf, laOf, personal, saidBy } from '../support/requests.ts';

describe('who has a request', () => {
  let desk: Desk;
  let said: { in: Conversation; content: Content }[];
  let request: ServiceRequest;
  beforeEach(async () => {
    desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' });
    for (const [id, displayName] of [['dan', 'Dan Ferris'], ['amara', 'Amara Cole']] as const) desk.world.people.set(id, { id, address: `${id}@nhs.example`, displayName, isEnabled: true, isGuest: false, organisation: 'ZZ303' });
    request = await submitted(desk, addressesOf(addPeople(desk, 60)));
    await runDue(desk, 'deliver-post');
    said = [];
    desk.world.send = (conversation, content) => (said.push({ in: conversation, content }), Promise.resolve({ is: 'sent', activityId: `said-${said.length}` }));
  });

  const inChannel = (personId: string, verb: string, inputs: Record<string, unknown> = {}, activityId = `${personId} ${verb}`) => press(desk, personId, verb, request, { in: resolvers(desk), inputs, activityId });
  const owner = async () => (await requestOf(desk, request)).ownerId;
  const texts = () => said.flatMap(({ in: { id }, content }) => (content.is === 'text' ? [`${id}: ${content.text}`] : []));
  const form = () => said.flatMap(({ content }) => (content.is === 'targeted' ? [{ to: content.to, ...dataOf(content.card, 'hand-over') }] : []))[0] ?? assert.fail('no form');

  it('is nobody’s until somebody takes it, which the card says', async () => {
    assert.equal(await owner(), null);
    const answer = await inChannel('dan', 'request.take');
    const card = dataOf('card' in answer && answer.card.is === 'card' ? answer.card.card : assert.fail(), 'resolver');
    assert.deepEqual([card.facts.at(-1), card.take?.title], [{ title: 'Owner', value: 'dan' }, 'Take R-2041 from dan']);
    assert.equal((await requestOf(desk, request)).status, 'submitted');
  });

  it('is not taken twice by the same one, and taken from another who is told', async () => {
    await inChannel('dan', 'request.take');
    assert.equal(saidBy(await inChannel('dan', 'request.take', {}, 'again')), 'R-2041 is yours already. Nothing was changed.');
    await inChannel('amara', 'request.take');
    await runDue(desk, 'deliver-post');
    assert.equal(await owner(), 'amara');
    assert.deepEqual(texts(), ['a:dan: R-2041 is not yours any more: amara has it now. You do not need to do anything.']);
  });

  it('is one’s of two who take it at once, and the other sees whose', async () => {
    const answers = await Promise.all([inChannel('dan', 'request.take'), inChannel('amara', 'request.take')]);
    assert.equal(new Set(answers.map(saidBy)).size, 1);
    assert.equal((await desk.store.audit.ofRequest(request.id)).filter(({ action }) => action === 'taken').length, 1);
  });

  it('stays whose it is when another starts it, and becomes the starter’s where it was nobody’s', async () => {
    await inChannel('amara', 'request.take');
    await inChannel('dan', 'request.start');
    assert.deepEqual([await owner(), (await requestOf(desk, request)).startedBy], ['amara', 'dan']);
    assert.equal((await started(desk, addressesOf(addPeople(desk, 60, {}, 'other')))).ownerId, 'dan');
  });

  it('is never the requester’s, resolver or not', async () => {
    desk.world.roles.set('priya', { ...laOf('ZZ101'), isResolver: true });
    for (const verb of ['request.take', 'request.hand-over-form']) await inChannel('priya', verb);
    await inChannel('dan', 'request.hand-over', { to: 'priya' });
    await runDue(desk, 'deliver-post');
    assert.deepEqual([await owner(), said], [null, []]);
  });

  it('is handed over by a form that only the one who asked sees, with the resolvers by name', async () => {
    await inChannel('dan', 'request.take');
    assert.equal(saidBy(await inChannel('dan', 'request.hand-over-form')), 'Choose who takes on R-2041 in the card below. Only you see it.');
    await runDue(desk, 'deliver-post');
    assert.deepEqual([form().to, form().choices], ['29:dan', [{ title: 'Amara Cole', value: 'amara' }]]);
  });

  it('asks in one’s own chat, where it was asked for there', async () => {
    await press(desk, 'dan', 'request.hand-over-form', request);
    await runDue(desk, 'deliver-post');
    assert.deepEqual(said.map(({ in: { id }, content }) => [id, content.is]), [['a:dan', 'card']]);
  });

  for (const [where, chat] of [['their own chat', true], ['the channel by name, where they have no chat yet', false]] as const) {
    it(`tells whoever it is handed over to in ${where}`, async () => {
      if (chat) await desk.store.conversations.remember(personal('amara'), desk.clock.calendar());
      const answer = await inChannel('dan', 'request.hand-over', { to: 'amara' });
      assert.equal(saidBy(answer), 'Handed over: R-2041');
      await runDue(desk, 'deliver-post');
      assert.equal(await owner(), 'amara');
      if (!chat) return assert.deepEqual(said.flatMap(({ content }) => (content.is === 'text' ? [content] : [])), [{ is: 'text', text: '<at>Amara Cole</at>, R-2041 is yours now: dan handed it over to you.', mentions: [{ id: 'amara', name: 'Amara Cole' }] }]);
      const told = said.find(({ in: { id } }) => id === 'a:amara') ?? assert.fail();
      const card = dataOf(told.content.is === 'card' ? told.content.card : assert.fail(), 'requests');
      assert.equal(card.heading, 'Yours now: R-2041, handed over by dan');
      const { id, nonce } = card.items[0]?.show ?? assert.fail();
      assert.match(saidBy(await press(desk, 'amara', 'request.show', { id }, { nonce })), /^New: R-2041, 60 people/);
    });
  }

  for (const [what, to, answer] of [
    ['somebody who is no resolver', 'tom', /^They are not a resolver any more/],
    ['whoever has it', 'dan', /^R-2041 is theirs already/],
    ['the requester', 'priya', /^R-2041 is their own request/],
  ] as const) it(`is not handed over to ${what}`, async () => {
    await inChannel('dan', 'request.take');
    const { version } = await requestOf(desk, request);
    assert.match(saidBy(await inChannel('dan', 'request.hand-over', { to })), answer);
    assert.deepEqual([await owner(), (await requestOf(desk, request)).version], ['dan', version]);
  });

  it('asks for a choice where there is none', async () => {
    for (const inputs of [{}, { to: '' }, { to: 'a b' }, { to: ['amara'] }]) await assert.rejects(inChannel('dan', 'request.hand-over', inputs), UserError);
  });

  it('comes to nothing on a form of an older state', async () => {
    const { version } = await requestOf(desk, request);
    await inChannel('amara', 'request.take');
    assert.match(saidBy(await press(desk, 'dan', 'request.hand-over', request, { in: resolvers(desk), version, inputs: { to: 'dan' } })), /^New: R-2041/);
    assert.equal(await owner(), 'amara');
  });

  it('says so where there is no other resolver', async () => {
    desk.world.people.delete('amara');
    await inChannel('dan', 'request.take');
    assert.equal(saidBy(await inChannel('dan', 'request.hand-over-form')), 'There is no other resolver to hand R-2041 over to.');
  });
});
