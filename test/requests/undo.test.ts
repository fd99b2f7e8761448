// Undoing a request: asked for by a Local Administrator, started by somebody else, over exactly those whom it changed.
import assert from 'node:assert/strict';
import type { Content } from '../../src/cards.ts';
import { makeFile, type FileName } from '../../src/requests/files.ts';
import { ticketFacts } from '../../src/requests/ticket-facts.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, press, requestOf, resolvers, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, resolved } from '../support/journey.ts';
import { dataOf, laOf, saidBy } from '../support/requests.ts';

const day = 24 * 3_600_000;

describe('undoing a request', () => {
  let desk: Desk;
  let people: string[];
  let said: string[];
  beforeEach(async () => {
    desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' });
    people = addPeople(desk, 60);
    said = [];
    desk.world.send = (to, content: Content) => (content.is === 'text' && said.push(`${to.id}: ${content.text}`), Promise.resolve({ is: 'sent', activityId: `m-${said.length}` }));
  });

  const work = () => runDue(desk, 'run-lane', 'confirm-round');
  const inChannel = (personId: string, verb: string, request: ServiceRequest, inputs = {}) => press(desk, personId, verb, request, { in: resolvers(desk), inputs });
  const ask = async (request: ServiceRequest, by = 'tom') => (await press(desk, by, 'request.undo', request, { inputs: { reason: 'The list was last year’s' } }), requestOf(desk, request));
  const start = async (request: ServiceRequest) => (await inChannel('dan', 'request.start', request), requestOf(desk, request));
  const marked = async (request: ServiceRequest) => (await inChannel('dan', 'request.portal-marked', request), requestOf(desk, request));
  const card = async (request: ServiceRequest) => {
    const answer = await press(desk, 'priya', 'request.show', request);
    return 'card' in answer && answer.card.is === 'card' ? dataOf(answer.card.card, 'status') : assert.fail();
  };
  const csv = async (request: ServiceRequest, name: FileName) => new TextDecoder().decode((await makeFile(desk.store, await requestOf(desk, request), name)).bytes).slice(1).trim().split('\r\n').slice(1).map(line => line.replaceAll('"', ''));
  const undone = async (request: ServiceRequest) => (await start(await ask(request)), await work(), marked(request));

  describe('is asked for', () => {
    it('with what will happen and why, and waits: nobody is changed', async () => {
      const request = await resolved(desk, addressesOf(people));
      const before = await card(request);
      assert.equal(before.undo?.title, 'Take MFA off these 60 people');
      assert.equal(saidBy(await press(desk, 'tom', 'request.undo-form', request)), 'Not asked yet: take MFA off 60 people');
      const asked = await ask(request);
      const after = await card(asked);
      assert.equal(after.heading, 'Undo asked: 60 people, waiting for a resolver to start');
      assert.deepEqual(after.facts.slice(0, 2), [{ title: 'Asked', value: 'Tuesday 20 September 2022, 9am, by tom' }, { title: 'Reason', value: 'The list was last year’s' }]);
      await work();
      assert.equal(desk.world.group.size, 60);
      await runDue(desk, 'deliver-post');
      assert.deepEqual(said, [`${desk.settings.RESOLVER_CHANNEL}: Undo asked: R-2041, take MFA off 60 people. A resolver has to start it, on its card further up. Type queue to find it.`]);
    });

    it('of no request that changed nobody, and not without a reason', async () => {
      desk.world.add = ids => Promise.resolve(new Map(ids.map(id => [id, (desk.world.group.add(id), { is: 'already' as const })])));
      const request = await resolved(desk, addressesOf(people));
      assert.equal((await card(request)).undo, undefined);
      assert.equal((await ask(request)).status, 'resolved');
      await assert.rejects(press(desk, 'tom', 'request.undo', request, { inputs: { reason: ' ' } }), /not filled in/);
    });

    it('once: pressed again by a colleague it is the same', async () => {
      const request = await resolved(desk, addressesOf(people));
      await ask(request);
      const { undo } = await requestOf(desk, request);
      await press(desk, 'priya', 'request.undo', request, { inputs: { reason: 'another' }, version: request.version });
      assert.deepEqual((await requestOf(desk, request)).undo, undo);
    });

    it('and does not close while it waits; withdrawn it closes three days later', async () => {
      const asked = await ask(await resolved(desk, addressesOf(people)));
      desk.clock.pass(10 * day);
      await runDue(desk, 'close-request', 'nudge-closing');
      assert.equal((await requestOf(desk, asked)).status, 'submitted');
      await press(desk, 'priya', 'request.withdraw', asked);
      assert.equal((await card(asked)).heading, 'Resolved: all 60 people have MFA');
      desk.clock.pass(3 * day);
      await runDue(desk, 'close-request');
      assert.equal((await requestOf(desk, asked)).status, 'closed');
    });
  });

  describe('is started', () => {
    it('by a resolver, and not by whoever asked, though they are one', async () => {
      desk.world.roles.set('tom', { ...laOf('ZZ101'), isResolver: true });
      const asked = await ask(await resolved(desk, addressesOf(people)));
      assert.match(saidBy(await inChannel('tom', 'request.start', asked)), /asked for this yourself/);
      assert.equal((await requestOf(desk, asked)).status, 'submitted');
      assert.equal((await start(asked)).status, 'in-progress');
    });

    it('weeks after the list was checked too: it is about what the request did', async () => {
      const asked = await ask(await resolved(desk, addressesOf(people)));
      desk.clock.pass(20 * day);
      assert.equal((await start(asked)).status, 'in-progress');
    });

    it('or rejected with a reason, which whoever asked is told, and the card says', async () => {
      const asked = await ask(await resolved(desk, addressesOf(people)));
      await desk.store.transaction(tx => tx.conversations.remember({ id: 'a:tom', kind: 'personal', serviceUrl: 'https://smba.nhs.example/uk', tenantId: 't', personId: 'tom', teamsUserId: '29:tom', teamId: null, channelId: null }, desk.clock.calendar()));
      await inChannel('dan', 'request.reject', asked, { reason: 'Ask in daylight' });
      await runDue(desk, 'deliver-post');
      for (const chat of ['a:priya', 'a:tom']) assert.ok(said.includes(`${chat}: The undo of R-2041 was rejected, so nobody was changed. The reason given: Ask in daylight`), said.join('\n'));
      const after = await card(asked);
      assert.equal(after.heading, 'Resolved: all 60 people have MFA');
      assert.equal(after.lines[1], 'The undo asked for by tom was rejected. The reason given: Ask in daylight');
      assert.equal(after.undo?.title, 'Take MFA off these 60 people');
    });

    it('with the reason for those who decide, in their own chat only', async () => {
      const asked = await ask(await resolved(desk, addressesOf(people)));
      const answer = await inChannel('dan', 'request.refresh', asked);
      assert.doesNotMatch(JSON.stringify(answer), /last year/);
      assert.match(JSON.stringify(answer), /Start taking MFA off 60 people/);
      await inChannel('dan', 'request.details-to-me', asked);
      await runDue(desk, 'deliver-post');
      assert.ok(said.some(line => /^a:dan: .*The undo was asked for by tom: The list was last year’s/.test(line)));
    });
  });

  describe('takes MFA off', () => {
    it('those whom the request added, and nobody who had it before or came since', async () => {
      const others = addPeople(desk, 3, {}, 'other');
      others.forEach(id => desk.world.group.add(id));
      const request = await resolved(desk, addressesOf([...people, ...others]));
      const after = await undone(request);
      assert.deepEqual([...desk.world.group].toSorted(), others);
      assert.equal(after.status, 'resolved');
      const shown = await card(after);
      assert.equal(shown.heading, 'Resolved: MFA taken off 60 people, 60 confirmed');
      assert.deepEqual(shown.facts, [{ title: '60', value: 'confirmed: no longer in the policy group' }, { title: '60', value: 'marks taken away in the Portal' }]);
      assert.deepEqual([shown.undo, shown.takeOut, shown.reopen?.title], [undefined, undefined, 'Re-open R-2041']);
      assert.deepEqual(await csv(after, 'outcome'), [...people.map((id, i) => `${i + 2},${id}@nhs.example,taken off, confirmed,`), ...others.map((id, i) => `${i + 62},${id}@nhs.example,was so already,`)]);
    });

    it('nobody who moved to another organisation, was promoted or is gone since', async () => {
      const request = await resolved(desk, addressesOf(people));
      const [moved = '', promoted = '', gone = ''] = people;
      desk.world.people.set(moved, { ...(desk.world.people.get(moved) ?? assert.fail()), organisation: 'ZZ202' });
      desk.world.privileged.add(promoted);
      desk.world.people.delete(gone);
      desk.clock.pass(600_000);
      const after = await undone(request);
      assert.deepEqual([...desk.world.group].toSorted(), [moved, promoted, gone].toSorted());
      assert.equal((await card(after)).heading, 'Resolved: MFA taken off 57 of 60 people, 57 confirmed');
      assert.deepEqual((await csv(after, 'problems')).map(line => line.split(',')[2]), ['not taken off', 'not taken off', 'not taken off']);
    });

    it('with the list of exactly them for the Portal, before and after it begins', async () => {
      desk.world.add = ids => Promise.resolve(new Map(ids.map(id => [id, id === 'person-001' ? { is: 'refused' as const, reason: 'failed' as const } : (desk.world.group.add(id), { is: 'done' as const })])));
      const asked = await ask(await resolved(desk, addressesOf(people)));
      const list = async () => (await csv(asked, 'list')).map(line => line.split(',')[1]);
      const theirs = addressesOf(people.slice(1));
      assert.deepEqual(await list(), theirs);
      await start(asked);
      assert.deepEqual(await list(), theirs);
      await work();
      assert.deepEqual(await list(), theirs);
    });

    it('is not called confirmed for those who are still in the group: a resolver accepts that', async () => {
      const request = await resolved(desk, addressesOf(people));
      const { directory } = desk.services;
      const membership: typeof directory.membership = directory.membership.bind(directory);
      desk.services.directory.membership = async (ids, groups) => {
        const found = await membership(ids, groups);
        found.get('person-007')?.add(desk.settings.MFA_GROUP);
        return found;
      };
      await start(await ask(request));
      for (let i = 0; i < 8; i += 1) {
        await work();
        desk.clock.pass(400_000);
      }
      await marked(request);
      assert.equal((await requestOf(desk, request)).status, 'confirming');
      assert.ok((await card(request)).facts.some(({ title, value }) => title === '1' && value === 'still in the policy group: another group may put them there'));
      await inChannel('dan', 'request.accept', request);
      assert.equal((await card(request)).heading, 'Resolved: MFA taken off 60 people, 59 confirmed');
    });

    it('stops by itself, pauses and rests on hold as any round', async () => {
      const request = await resolved(desk, addressesOf(people));
      desk.services.members.remove = (_group, ids) => Promise.resolve(new Map(ids.map(id => [id, { is: 'refused', reason: 'failed' } as const])));
      await start(await ask(request));
      await work();
      assert.match((await card(request)).heading, /^Stopped: 25 of 25 failed$/);
      await inChannel('dan', 'request.hold', request, { why: 'release' });
      assert.equal((await requestOf(desk, request)).status, 'on-hold');
      assert.deepEqual((await card(request)).facts.find(({ title }) => title === 'Taken off'), { title: 'Taken off', value: '0 of 60. 35 wait' });
    });
  });

  describe('and then', () => {
    it('re-opened, the same people get MFA again, and it may be undone again', async () => {
      const request = await resolved(desk, addressesOf(people));
      const undoneOnce = await undone(request);
      await press(desk, 'priya', 'request.reopen', undoneOnce);
      await work();
      assert.equal(desk.world.group.size, 60);
      const again = await marked(request);
      assert.equal((await card(again)).undo?.title, 'Take MFA off these 60 people');
      await undone(again);
      assert.equal(desk.world.group.size, 0);
      assert.equal((await desk.store.audit.verify()).ok, true);
    });

    it('is in the list of requests, the queue and the ticket as what it is', async () => {
      const asked = await ask(await resolved(desk, addressesOf(people)));
      assert.match(JSON.stringify(await press(desk, 'priya', 'requests.mine', asked)), /R-2041: undo asked/);
      assert.match(JSON.stringify(await press(desk, 'dan', 'queue.refresh', asked)), /60 people, undo asked/);
      assert.equal(asked.ticketWanted, 'in-progress');
      await start(asked);
      await work();
      const after = await marked(asked);
      assert.match(JSON.stringify(await press(desk, 'priya', 'requests.mine', asked)), /R-2041: undone/);
      assert.equal((await ticketFacts(desk.store, after)).notes, 'R-2041 was undone: MFA taken off 60 people, 60 confirmed, refused for 0. The Local Administrator has the outcome by row.');
      assert.equal(after.ticketWanted, 'resolved');
    });
  });
});
