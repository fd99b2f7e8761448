import assert from 'node:assert/strict';
import type { Content } from '../../src/cards.ts';
import type { TicketFacts } from '../../src/helpdesk/ticket.ts';
import type { Conversation } from '../../src/services.ts';
import { voidLeases } from '../../src/store/connect.ts';
import { sql } from 'kysely';
import { onEachEngine, type TestStore } from '../support/database.ts';

const at = new Date('2022-09-20T08:00:00Z');
const requestId = '00000000-0000-4000-8000-000000000001';
const chat: Conversation = { id: 'a:1', kind: 'personal', serviceUrl: 'https://smba.trafficmanager.net/uk/', tenantId: 't', personId: 'priya', teamsUserId: '29:1', teamId: null, channelId: null };
const ticket: TicketFacts = { correlationId: requestId, reference: 'R-2041', state: 'new', shortDescription: 'MFA for 3 people', description: 'x', requesterName: 'Priya Nair', notes: '', waitsFor: null, requesterId: 'priya', contactNumber: '07700 900123', affectedCount: 3 };
const text = (words: string): Content => ({ is: 'text', text: words });

onEachEngine('the store', (open) => {
  let test: TestStore;
  const store = () => test.store;
  const now = () => test.clock.machine();
  const request = () => sql`insert into request (id, kind, status, requester_id, requester_name, conversation_id, created_at) values (${requestId}, 'enable-mfa', 'checked', 'priya', 'Priya Nair', 'a:1', ${at})`.execute(test.connection.db);

  beforeEach(async () => {
    test = await open();
  });

  describe('jobs', () => {
    const job = { name: 'greet', key: 'a', payload: {} };
    const due = async () => (await store().jobs.stats()).nextDue?.toISOString();

    it('keep the earlier due time, unless the later one is to replace it', async () => {
      await store().jobs.add({ ...job, dueAt: new Date('2022-09-22T00:00Z') });
      await store().jobs.add({ ...job, dueAt: new Date('2022-09-25T00:00Z') });
      assert.equal(await due(), '2022-09-22T00:00:00.000Z');
      await store().jobs.add({ ...job, dueAt: new Date('2022-09-25T00:00Z'), replaceDue: true });
      assert.equal(await due(), '2022-09-25T00:00:00.000Z');
    });

    it('named twice in one call are one job, with the later payload and the earlier time', async () => {
      await store().jobs.add({ ...job, dueAt: new Date('2022-09-25T00:00Z') }, { ...job, payload: { later: true }, dueAt: new Date('2022-09-22T00:00Z') }, { ...job, name: 'wave', dueAt: new Date('2022-09-26T00:00Z') });
      assert.equal(await due(), '2022-09-22T00:00:00.000Z');
      await store().jobs.add({ ...job, dueAt: new Date('2022-09-27T00:00Z'), replaceDue: true }, { ...job, name: 'wave', dueAt: new Date('2022-09-27T00:00Z') });
      assert.equal(await due(), '2022-09-26T00:00:00.000Z');
      await store().jobs.add(job);
      assert.deepEqual((await store().jobs.claim({ limit: 5, leaseMs: 1 })).map((one) => [one.name, one.payload, one.version]), [['greet', {}, 4]]);
    });

    it('keep their instant over the changes of the clocks', async () => {
      for (const [dueAt, before] of [['2023-03-26T01:30:00+01:00', '2023-03-26T00:29:59Z'], ['2022-10-30T01:30:00Z', '2022-10-30T01:29:59Z']] as const) {
        await store().jobs.add({ ...job, dueAt: new Date(dueAt), replaceDue: true });
        test.clock.windTo(before);
        assert.equal((await store().jobs.stats()).open, 0);
        test.clock.pass(1_000);
        assert.equal((await store().jobs.stats()).open, 1);
        await store().jobs.remove(job);
      }
    });

    it('wake once for all that one call adds', async () => {
      await store().jobs.add(...['a', 'b', 'c'].map((key) => ({ ...job, key })));
      assert.equal(test.wakes.length, 1);
    });

    it('are claimed once, by however many at once', async () => {
      await store().jobs.add(...Array.from({ length: 40 }, (_, i) => ({ ...job, key: `${i}` })));
      const claims = await Promise.all(Array.from({ length: 12 }, () => store().jobs.claim({ limit: 5, leaseMs: 30_000 })));
      const keys = claims.flat().map((one) => one.key);
      assert.deepEqual([keys.length, new Set(keys).size], [40, 40]);
    });
  });

  describe('lanes', () => {
    it('have one owner, and each owner a higher fence', async () => {
      const one = await store().lanes.acquire('group:g', 'w1', 30_000, now());
      assert.equal(await store().lanes.acquire('group:g', 'w2', 30_000, now()), null);
      test.clock.pass(30_000);
      const two = await store().lanes.acquire('group:g', 'w2', 30_000, now());
      assert.deepEqual([one, two], [1, 2]);
      assert.deepEqual([await store().lanes.holds('group:g', 1), await store().lanes.holds('group:g', 2)], [false, true]);
      assert.deepEqual([await store().lanes.renew('group:g', 1, 30_000, now()), await store().lanes.renew('group:g', 2, 30_000, now())], [false, true]);
    });

    it('given back are free at once, and only their owner gives them back', async () => {
      await store().lanes.acquire('group:g', 'w1', 30_000, now());
      await store().lanes.release('group:g', 7);
      assert.equal(await store().lanes.acquire('group:g', 'w2', 30_000, now()), null);
      await store().lanes.release('group:g', 1);
      assert.equal(await store().lanes.acquire('group:g', 'w2', 30_000, now()), 2);
      assert.equal(await store().lanes.holds('group:g', 1), false);
    });

    it('are had by one of many who ask at once', async () => {
      const fences = await Promise.all(Array.from({ length: 8 }, (_, i) => store().lanes.acquire('group:g', `w${i}`, 30_000, now())));
      assert.deepEqual(fences.filter((fence) => fence !== null), [1]);
    });

    it('and jobs are free again once the sole owner of the database has started anew', async () => {
      await store().lanes.acquire('group:g', 'dead', 30_000, now());
      await store().jobs.add({ name: 'greet', key: 'a', payload: {} });
      await store().jobs.claim({ limit: 1, leaseMs: 30_000 });
      await voidLeases(test.connection.db);
      assert.equal(await store().lanes.acquire('group:g', 'w2', 30_000, now()), 2);
      assert.equal((await store().jobs.claim({ limit: 1, leaseMs: 30_000 })).length, 1);
    });

    it('then an upload that was cut off is looked at without delay; what waits out a Retry-After still waits', async () => {
      for (const name of ['watch-upload', 'check-list']) await store().jobs.add({ name, key: 'a', payload: {} });
      for (const job of await store().jobs.claim({ limit: 2, leaseMs: 30_000 })) await store().jobs.again(job, { againAfterMs: 30_000 });
      await voidLeases(test.connection.db);
      assert.deepEqual((await store().jobs.claim({ limit: 2, leaseMs: 30_000 })).map((job) => job.name), ['watch-upload']);
    });
  });

  describe('nonces', () => {
    const press = { requestId, version: 1, verb: 'request.submit', personId: 'priya' };

    it('are spent once, and give the first answer again', async () => {
      await request();
      const spend = (answer: object) => store().transaction((tx) => tx.nonces.spend(press, answer, at));
      assert.deepEqual(await spend({ message: 'one' }), { first: true });
      assert.deepEqual(await spend({ message: 'two' }), { first: false, answer: { message: 'one' } });
    });

    it('are not spent by a press whose effect was rolled back', async () => {
      await request();
      await assert.rejects(store().transaction(async (tx) => {
        await tx.nonces.spend(press, {}, at);
        throw new Error('No.');
      }));
      assert.deepEqual(await store().transaction((tx) => tx.nonces.spend(press, {}, at)), { first: true });
    });

    it('pressed by many at once have one first', async () => {
      await request();
      const all = await Promise.all(Array.from({ length: 6 }, (_, i) => store().transaction((tx) => tx.nonces.spend(press, { i }, at))));
      assert.equal(all.filter((one) => one.first).length, 1);
    });
  });

  describe('activities', () => {
    it('are new once, answer as the first did, and are forgotten after a day', async () => {
      assert.deepEqual(await Promise.all([store().activities.isNew('a:1', 'x', now()), store().activities.isNew('a:1', 'y', now())]), [true, true]);
      assert.deepEqual([await store().activities.isNew('a:1', 'x', now()), (await store().activities.before(chat, 'x', at)).answer], [false, null]);
      await store().activities.saveAnswer('a:1', 'x', { message: 'Done.' }, now());
      assert.deepEqual((await store().activities.before(chat, 'x', at)).answer, { message: 'Done.' });
      test.clock.pass(24 * 3_600_000 + 1);
      await store().activities.forgetOld(now());
      assert.equal(await store().activities.isNew('a:1', 'x', now()), true);
    });
  });

  describe('posts', () => {
    it('go from waiting to posted, and are begun once', async () => {
      const id = await store().posts.add({ conversationId: 'a:1', subject: 'hello', content: text('Hello'), at });
      assert.deepEqual([await store().posts.begin(id), await store().posts.begin(id)], [true, false]);
      await store().posts.showing(id, { activityId: 'activity', drawn: 1, inputsVersion: null }).execute(test.connection.db);
      const { content, state, activityId } = (await store().posts.find(id)) ?? {};
      assert.deepEqual({ content, state, activityId }, { content: text('Hello'), state: 'posted', activityId: 'activity' });
    });

    it('whose answer was lost are listed and not begun again; those never posted are', async () => {
      const [lost, later] = [await store().posts.add({ conversationId: 'a:1', subject: 'x', content: text('x'), at }), await store().posts.add({ conversationId: 'a:1', subject: 'x', content: text('x'), at })];
      for (const id of [lost, later]) await store().posts.begin(id);
      await store().posts.unknown(lost);
      await store().posts.later(later);
      assert.deepEqual([(await store().posts.troubled()).map((post) => post.id), await store().posts.begin(lost), await store().posts.begin(later)], [[lost], false, true]);
    });

    it('of a card are one per request, conversation and subject, and count what is wanted', async () => {
      await request();
      const ids = await Promise.all([1, 2, 3].map(() => store().posts.want(requestId, 'a:1', 'status', at)));
      assert.equal(new Set(ids).size, 1);
      const other = await store().posts.want(requestId, 'channel', 'status', at);
      await store().posts.drawn(ids[0] ?? '', 2);
      await store().posts.drawn(ids[0] ?? '', 1);
      const card = await store().posts.cardOf(requestId, 'a:1', 'status');
      assert.deepEqual([card?.id, card?.wanted, card?.drawn, other === card?.id], [ids[0], 3, 2, false]);
    });
  });

  it('remembers conversations, and brings back those that were gone', async () => {
    await store().conversations.remember(chat, at);
    await store().conversations.gone('a:1', 'uninstalled', at);
    assert.deepEqual([await store().conversations.personalOf('priya'), (await store().conversations.find('a:1'))?.goneReason], [null, 'uninstalled']);
    await store().conversations.remember({ ...chat, serviceUrl: 'https://smba.trafficmanager.net/emea/', teamsUserId: null }, at);
    assert.equal((await store().conversations.find('a:1'))?.teamsUserId, chat.teamsUserId, 'what was known of the person stays');
    assert.equal((await store().conversations.personalOf('priya'))?.serviceUrl, 'https://smba.trafficmanager.net/emea/');
  });

  it('knows Local Administrators until the last day of their entry', async () => {
    assert.equal(await store().roster.isEmpty(), true);
    await store().roster.save([{ code: 'ZZ101', name: 'Ashdown Vale Trust' }], [{ personId: 'priya', organisation: 'ZZ101', role: 'la', expiresOn: '2023-03-26' }, { personId: 'grace', organisation: 'ZZ101', role: 'primary-la', expiresOn: null }]);
    assert.deepEqual(await store().roster.of('priya', '2023-03-26'), [{ organisation: 'ZZ101', organisationName: 'Ashdown Vale Trust', role: 'la' }]);
    assert.deepEqual(await store().roster.of('priya', '2023-03-27'), []);
    assert.deepEqual([await store().roster.isEmpty(), (await store().roster.of('grace', '2030-01-01')).length, await store().roster.organisationName('ZZ999')], [false, 1, null]);
  });

  it('keeps snapshots with both their times, and what they say', async () => {
    await store().transaction((tx) => tx.snapshots.replaceProtected(['a', 'b', 'b'], at, now()));
    await store().transaction((tx) => tx.snapshots.replaceProtected(['b', 'c'], at, now() + 1));
    assert.deepEqual([await store().snapshots.protectedAmong(['a', 'b', 'z']), await store().snapshots.takenAt('protected')], [new Set(['b']), { at, machine: now() + 1 }]);
    await store().snapshots.saveRegistrations([{ personId: 'a', hasMethod: false }, { personId: 'b', hasMethod: true }], at);
    assert.deepEqual([await store().snapshots.registrations(['a', 'b', 'c']), await store().snapshots.takenAt('registration')], [new Map([['a', false], ['b', true]]), null]);
  });

  it('forgets whoever is not in the registration report any more, once the whole of it is read', async () => {
    const { snapshots } = store();
    const [first, next] = [at, new Date(at.getTime() + 86_400_000)];
    await snapshots.saveRegistrations([{ personId: 'a', hasMethod: false }, { personId: 'b', hasMethod: false }], first);
    await snapshots.registrationsTaken(first, now());
    await snapshots.saveRegistrations([{ personId: 'b', hasMethod: true }], next);
    assert.deepEqual(await snapshots.registrations(['a', 'b']), new Map([['a', false], ['b', true]]));
    await snapshots.registrationsTaken(next, now());
    assert.deepEqual([await snapshots.registrations(['a', 'b']), (await snapshots.takenAt('registration'))?.at], [new Map([['b', true]]), next]);
  });

  it('keeps what people would rather not be told, each for themselves', async () => {
    const { optOuts } = store();
    await optOuts.add('priya', 'week-later', at);
    await optOuts.add('priya', 'week-later', at);
    assert.deepEqual([await optOuts.has('priya', 'week-later'), await optOuts.has('tom', 'week-later')], [true, false]);
    await optOuts.remove('priya', 'week-later');
    assert.equal(await optOuts.has('priya', 'week-later'), false);
  });

  it('numbers tickets once per correlation id', async () => {
    const number = await store().tickets.mirror(ticket, at);
    assert.deepEqual([number, await store().tickets.mirror({ ...ticket, state: 'closed' }, at)], ['INC31020417', 'INC31020417']);
    assert.equal(await store().tickets.mirror({ ...ticket, correlationId: 'other' }, at), 'INC31020418');
    assert.deepEqual([(await store().tickets.find(requestId))?.state, (await store().tickets.latest(5)).length], ['closed', 2]);
  });

  it('vacuums, which the embedded database never does by itself', async () => {
    await store().jobs.add(...Array.from({ length: 50 }, (_, i) => ({ name: 'greet', key: `${i}`, payload: {} })));
    await sql`delete from job`.execute(test.connection.db);
    await test.connection.vacuum();
    assert.deepEqual(await store().jobs.claim({ limit: 1, leaseMs: 1 }), []);
  });

  it('makes a key once, whoever asks first', async () => {
    const keys = await Promise.all(Array.from({ length: 5 }, () => store().settings.key('nonce')));
    assert.deepEqual([new Set(keys.map((key) => key.toString('hex'))).size, keys[0]?.length], [1, 32]);
  });
});
