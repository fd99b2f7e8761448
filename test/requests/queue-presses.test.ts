// Several requests taken, started or held by one press: each decided by itself, once, and the answer true of each.
import assert from 'node:assert/strict';
import type { Card } from '../../src/cards.ts';
import { UserError } from '../../src/errors.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import type { Answer, Conversation } from '../../src/services.ts';
import { verbs } from '../../src/routes.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, press, requestOf, resolvers, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, confirming, submitted } from '../support/journey.ts';
import { channel, dataOf, laOf, noRoles, personal, resolver, saidBy } from '../support/requests.ts';

const cardIn = (answer: Answer): Card => ('card' in answer && answer.card.is === 'card' ? answer.card.card : assert.fail(saidBy(answer)));

describe('the picker’s presses', () => {
  let desk: Desk;
  let requests: ServiceRequest[];
  let presses = 0;
  beforeEach(async () => {
    desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' });
    requests = [];
    for (const prefix of ['a', 'b', 'c']) requests.push(await submitted(desk, addressesOf(addPeople(desk, 60, {}, prefix))));
  });

  const on = (personId: string, verb: string, inputs: Record<string, unknown> = {}, conversation: Conversation = personal(personId)): Promise<Answer> =>
    verbs[verb]?.(desk.services, { activityId: `press ${(presses += 1)}`, conversation, personId, personName: personId, teamsUserId: `29:${personId}`, verb, inputs }) ?? assert.fail(verb);
  const picker = async (personId = 'dan') => dataOf(cardIn(await on(personId, 'queue.pick')), 'queue-picker');
  type Picker = Awaited<ReturnType<typeof picker>>;
  const chosen = ({ choices }: Picker, ...which: number[]) => choices.flatMap(({ value }, index) => (which.length === 0 || which.includes(index) ? [value] : [])).join(',');
  const start = (form: Picker, personId = 'dan', ...which: number[]) => on(personId, 'queue.start', { id: form.start?.id, nonce: form.start?.nonce, requests: chosen(form, ...which) });
  const came = (answer: Answer) => {
    const { heading, lines } = dataOf(cardIn(answer), 'queue-picker');
    return [heading, ...lines];
  };
  const states = () => Promise.all(requests.map(async request => (await requestOf(desk, request)).status));
  const nth = (n: number) => requests[n] ?? assert.fail();

  it('start each in a transaction and a round of its own, whose starter has them', async () => {
    assert.deepEqual(came(await start(await picker())), ['Started 3 requests', 'Started: R-2041, R-2042 and R-2043.']);
    assert.deepEqual(await states(), ['in-progress', 'in-progress', 'in-progress']);
    for (const request of requests) {
      assert.equal((await requestOf(desk, request)).ownerId, 'dan');
      const started = (await desk.store.audit.ofRequest(request.id)).filter(({ action }) => action === 'started');
      assert.deepEqual(started.map(({ actor_id, detail }) => [actor_id, detail['listHash']]), [['dan', request.listHash]]);
    }
  });

  it('start an undo as an undo, for exactly those whom it is about, and never for whoever asked for it', async () => {
    desk.world.roles.set('amara', { ...resolver, ...laOf('ZZ101'), isResolver: true });
    await start(await picker(), 'dan', 0);
    await runDue(desk, 'run-lane', 'confirm-round');
    await press(desk, 'dan', 'request.portal-marked', nth(0), { in: resolvers(desk) });
    await press(desk, 'amara', 'request.undo', nth(0), { inputs: { reason: 'the wrong list' } });
    assert.deepEqual(came(await start(await picker('amara'), 'amara', 0)), ['Nothing was started', 'R-2041 is an undo that you asked for yourself, so somebody else has to start it.']);
    assert.deepEqual(came(await start(await picker(), 'dan', 0)), ['Started 1 request', 'Started: R-2041.']);
    await runDue(desk, 'run-lane');
    assert.equal(desk.world.group.size, 0);
    const started = (await desk.store.audit.ofRequest(nth(0).id)).filter(({ action }) => action === 'undo-started');
    assert.deepEqual(started.map(({ actor_id, detail }) => [actor_id, detail['count']]), [['dan', 60]]);
  });

  it('take them with from whom and to whom in the audit trail', async () => {
    const form = await picker();
    await on('dan', 'queue.take', { id: form.take?.id, nonce: form.take?.nonce, requests: chosen(form, 0) });
    const taken = (await desk.store.audit.ofRequest(nth(0).id)).filter(({ action }) => action === 'taken');
    assert.deepEqual(taken.map(({ detail }) => [detail['from'], detail['to']]), [[null, 'dan']]);
  });

  it('start only those ticked', async () => {
    assert.deepEqual(came(await start(await picker(), 'dan', 1)), ['Started 1 request', 'Started: R-2042.']);
    assert.deepEqual(await states(), ['submitted', 'in-progress', 'submitted']);
  });

  it('pressed twice at once start each once, and both are told that it was done', async () => {
    const form = await picker();
    const answers = await Promise.all([start(form), start(form)]);
    for (const answer of answers) assert.equal(came(answer)[0], 'Started 3 requests');
    for (const request of requests) assert.equal((await desk.store.audit.ofRequest(request.id)).filter(({ action }) => action === 'started').length, 1);
    assert.equal(came(await start(form))[0], 'Started 3 requests');
  });

  it('of two resolvers at once start each once, and say to the other that it has changed', async () => {
    const [dans, amaras] = [await picker('dan'), await picker('amara')];
    const answers = (await Promise.all([start(dans, 'dan'), start(amaras, 'amara')])).flatMap(came).filter(line => / R-|^R-/.test(line)).join(' ');
    for (const request of requests) {
      assert.equal((await desk.store.audit.ofRequest(request.id)).filter(({ action }) => action === 'started').length, 1);
      assert.match(answers, new RegExp(`R-${request.number ?? 0} has changed since you chose it, and is in progress now: look at it first`));
    }
  });

  it('never touch one’s own request, and say so', async () => {
    desk.world.roles.set('priya', { ...laOf('ZZ101'), isResolver: true });
    const form = await picker('priya');
    for (const [verb, nothing] of [['start', 'Nothing was started'], ['take', 'Nothing was taken'], ['hold', 'Nothing was put on hold']] as const) {
      const answer = await on('priya', `queue.${verb}`, { id: form[verb]?.id, nonce: form[verb]?.nonce, requests: chosen(form, 0), why: 'answer' });
      assert.deepEqual(came(answer), [nothing, 'R-2041 is your own request, so somebody else has to work on it.']);
    }
    assert.deepEqual(await states(), ['submitted', 'submitted', 'submitted']);
  });

  it('refuse a list that changed since it was submitted, or was checked too long ago, and do the others', async () => {
    await desk.store.rows.uncheckAll(nth(0).id);
    await desk.store.transaction(tx => tx.requests.save({ ...nth(1), checkedAt: new Date('2022-09-01T09:00:00Z') }));
    assert.deepEqual(came(await start(await picker())), [
      'Started 1 of 3 requests', 'Started: R-2043.', 'R-2041 has another list than the one that was submitted: reject it, and tell an operator.',
      'R-2042 was checked more than 7 days ago: reject it, and ask for the list to be sent again.',
    ]);
  });

  it('do nothing to one that changed since it was chosen', async () => {
    const form = await picker();
    await press(desk, 'amara', 'request.take', nth(0), { in: resolvers(desk) });
    assert.match(came(await start(form)).at(-1) ?? '', /^R-2041 has changed since you chose it, and is submitted now/);
    assert.deepEqual(await states(), ['submitted', 'in-progress', 'in-progress']);
  });

  it('take them, and tell whoever had one', async () => {
    await press(desk, 'dan', 'request.take', nth(0), { in: resolvers(desk) });
    const form = await picker('amara');
    const take = () => on('amara', 'queue.take', { id: form.take?.id, nonce: form.take?.nonce, requests: chosen(form, 0, 1) });
    assert.deepEqual(came(await take()), ['Took 2 requests', 'Yours now: R-2041 and R-2042.', 'R-2041 was with dan until now.']);
    assert.deepEqual(await Promise.all(requests.map(async request => (await requestOf(desk, request)).ownerId)), ['amara', 'amara', null]);
    const told: string[] = [];
    desk.world.send = ({ id }, content) => (told.push(`${id} ${content.is === 'text' ? content.text : ''}`), Promise.resolve({ is: 'sent', activityId: String(told.length) }));
    await runDue(desk, 'deliver-post');
    assert.ok(told.some(line => line.startsWith('a:dan R-2041 is not yours any more: amara has it now.')), told.join('\n'));
    const again = await picker('amara');
    assert.deepEqual(came(await on('amara', 'queue.take', { id: again.take?.id, nonce: again.take?.nonce, requests: chosen(again, 0) })), ['Nothing was taken', 'R-2041 is yours already.']);
  });

  it('hold them with the reason and the words, and say which cannot be held', async () => {
    const late = await confirming(desk, addressesOf(addPeople(desk, 60, {}, 'd')));
    const form = await picker();
    const hold = (more: object) => on('dan', 'queue.hold', { id: form.hold?.id, nonce: form.hold?.nonce, requests: chosen(form), why: 'release', words: 'Linden 1.0', ...more });
    assert.equal(saidBy(await hold({ why: 'tired' })), 'This card is for somebody else. Nothing was changed.');
    assert.deepEqual(came(await hold({})), ['Put 3 of 4 requests on hold', 'On hold: R-2041, R-2042 and R-2043.', `R-${late.number ?? 0} cannot be put on hold: it is confirming.`]);
    const { hold: held } = await requestOf(desk, nth(0));
    assert.deepEqual([held?.why, held?.words], ['release', 'Linden 1.0']);
  });

  it('say what to do where nothing was ticked', async () => {
    const form = await picker();
    assert.deepEqual(came(await on('dan', 'queue.start', { id: form.start?.id, nonce: form.start?.nonce })), ['Nothing was started', 'Choose at least one request, then press the button again.']);
  });

  it('believe no form of somebody else, no tick that was never offered, and nobody who is no resolver any more', async () => {
    const [dans, amaras] = [await picker('dan'), await picker('amara')];
    assert.equal(saidBy(await start(dans, 'amara')), 'This card is for somebody else. Nothing was changed.');
    const forged = await on('dan', 'queue.start', { id: dans.start?.id, nonce: dans.start?.nonce, requests: chosen(amaras) });
    assert.deepEqual(came(forged).slice(0, 2), ['Nothing was started', 'One of those chosen is not here any more.']);
    desk.world.roles.set('dan', noRoles);
    assert.equal(saidBy(await start(dans)), 'This card is for somebody else. Nothing was changed.');
    assert.deepEqual(await states(), ['submitted', 'submitted', 'submitted']);
  });

  it('count nowhere but in one’s own chat and the resolvers’ channel, and wait for a directory that is away', async () => {
    const form = await picker();
    const inputs = { id: form.start?.id, nonce: form.start?.nonce, requests: chosen(form) };
    assert.equal(saidBy(await on('dan', 'queue.start', inputs, channel('19:other@thread.tacv2'))), 'This card is for somebody else. Nothing was changed.');
    desk.world.roles.set('dan', { ...noRoles, isUncertain: true });
    await assert.rejects(on('dan', 'queue.start', inputs), UserError);
    assert.deepEqual(await states(), ['submitted', 'submitted', 'submitted']);
  });
});
