// What the audit trail has kept for 12 months goes, chain by chain, and the rest still proves itself; anything younger that is gone is found, whatever is written beside it.
import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { pino } from 'pino';
import { expireAudit } from '../../src/access/expire-audit.ts';
import { hashOfSeal, keptSince } from '../../src/store/audit-chain.ts';
import { onEachEngine, type TestStore } from '../support/database.ts';
import { testClock } from '../support/clock.ts';
import { at, aRequest } from '../support/requests.ts';

const [old, young, other] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000003'] as const;
const begun = '2022-09-20T09:00:00Z';

describe('how long audit rows are kept', () => {
  for (const [now, since] of [['2023-09-20T09:00:00Z', '2022-09-20T09:00:00Z'], ['2024-02-29T00:00:00Z', '2023-03-01T00:00:00Z'], ['2025-02-28T00:00:00Z', '2024-02-28T00:00:00Z']] as const)
    it(`on ${now}: what is of ${since} or later`, () => assert.deepEqual(keptSince(at(now)), at(since)));
});

onEachEngine('audit rows older than 12 months', (open) => {
  let test: TestStore;
  let errors: string[];
  beforeEach(async () => {
    test = await open(testClock(begun));
    errors = [];
  });

  const write = (requestId: string, count: number) => test.store.transaction(tx => tx.audit.append(...Array.from({ length: count }, (_, n) => ({ requestId, at: test.clock.calendar(), actorId: 'dan', action: 'applied', personId: `p${n}`, detail: {} }))));
  const seal = () => test.store.transaction(tx => tx.audit.seal(test.clock.calendar()));
  const log = Object.assign(pino({ level: 'silent' }), { error: (_of: unknown, text: string) => void errors.push(text) });
  const expire = () => expireAudit({ store: test.store, clock: test.clock, log });
  const verify = async (...anchors: Parameters<TestStore['store']['audit']['verify']>) => test.store.audit.verify(...anchors);
  const run = (statement: string) => sql.raw(statement).execute(test.connection.db);
  const rowsOf = async (id: string) => (await test.store.audit.ofRequest(id)).length;

  /** One of a year and a day ago, one of half a year ago. */
  async function twoChains(): Promise<void> {
    await write(old, 3);
    await seal();
    test.clock.windTo('2023-03-20T09:00:00Z');
    await write(young, 2);
    await seal();
    test.clock.windTo('2023-09-21T09:00:00Z');
  }

  it('are deleted whole, sealed as that, and the rest is proven, anchors of before too', async () => {
    await twoChains();
    const anchor = { at: begun, ...(await test.store.audit.lastSeal()) };
    assert.deepEqual(await expire(), { againAt: at('2023-09-22T05:00:00Z') });
    assert.deepEqual([await rowsOf(old), await rowsOf(young)], [0, 2]);
    assert.deepEqual(await verify([anchor]), { ok: true, requests: 1, rows: 2, seals: 3, damage: [] });
    await expire();
    await seal();
    assert.deepEqual(await verify([anchor]), { ok: true, requests: 1, rows: 2, seals: 3, damage: [] });
  });

  it('stay to the minute of the 12 months, by their last row and its seal', async () => {
    await write(old, 1);
    test.clock.windTo('2022-09-25T09:00:00Z');
    await write(old, 1);
    await seal();
    for (const [now, left] of [['2023-09-24T09:00:00Z', 2], ['2023-09-25T09:00:00Z', 2], ['2023-09-25T09:00:01Z', 0]] as const) {
      test.clock.windTo(now);
      await expire();
      assert.equal(await rowsOf(old), left, now);
    }
  });

  it('stay while their request is here, and until they are sealed', async () => {
    await test.store.requests.insert(aRequest('on-hold', { id: old }), null);
    await write(old, 1);
    await write(other, 1);
    await test.store.transaction(tx => tx.audit.append({ requestId: young, at: test.clock.calendar(), actorId: 'dan', action: 'x', detail: {} }));
    await seal();
    await sql`delete from audit_seal where request_id = ${other}`.execute(test.connection.db);
    test.clock.windTo('2024-09-21T09:00:00Z');
    await expire();
    assert.deepEqual([await rowsOf(old), await rowsOf(other), await rowsOf(young)], [1, 1, 0]);
  });

  it('stay where they are not whole, and that is said', async () => {
    await twoChains();
    await run(`update audit set action = 'undone' where request_id = '${old}' and seq = 2`);
    await expire();
    assert.equal(await rowsOf(old), 3);
    assert.match(errors.join(), /not whole, so it is not deleted/);
    assert.deepEqual((await verify()).damage, [{ where: 'request', requestId: old, seq: 2, kind: 'edited' }]);
  });

  it('that go on after they were deleted are a chain anew, sealed and proven', async () => {
    await twoChains();
    await expire();
    await write(old, 2);
    assert.equal(await seal(), 1);
    assert.deepEqual(await verify(), { ok: true, requests: 2, rows: 4, seals: 4, damage: [] });
    await run(`delete from audit where request_id = '${old}' and seq = 2`);
    assert.deepEqual((await verify()).damage, [{ where: 'request', requestId: old, seq: 2, kind: 'truncated' }]);
  });

  it('deleted by hand, with their head or without, are found as before', async () => {
    await twoChains();
    for (const id of [old, young]) await run(`delete from audit where request_id = '${id}'`);
    assert.deepEqual((await verify()).damage, [old, young].map(requestId => ({ where: 'request', requestId, seq: 1, kind: 'truncated' })));
    await run('delete from audit_head');
    assert.deepEqual((await verify()).damage, [old, young].map(requestId => ({ where: 'request', requestId, seq: 1, kind: 'truncated' })));
  });

  /** As somebody does who knows how entries are made. */
  async function forge(requestId: string, sealedAt: Date): Promise<void> {
    const [head] = (await sql<{ seq: number; hash: string }>`select seq, hash from audit_head where request_id = ${requestId}`.execute(test.connection.db)).rows;
    if (!head) return assert.fail();
    const last = await test.store.audit.lastSeal();
    const forged = { seq: last.seq + 1, sealed_at: sealedAt, request_id: requestId, request_seq: -head.seq, head_hash: head.hash, previous_hash: last.hash };
    const hash = hashOfSeal(forged);
    await test.connection.db.insertInto('audit_seal').values({ ...forged, hash }).execute();
    await run(`update setting set value = '${JSON.stringify({ seq: forged.seq, hash })}' where name = 'audit-seal'`);
    await run(`delete from audit where request_id = '${requestId}'`);
    await run(`delete from audit_head where request_id = '${requestId}'`);
  }

  it('that are younger are found where somebody deletes them and seals that', async () => {
    await twoChains();
    await forge(young, test.clock.calendar());
    assert.deepEqual((await verify()).damage, [{ where: 'request', requestId: young, seq: 1, kind: 'deleted' }]);
  });

  it('that are younger are found where the seal says that it is of another year, once anything is sealed after it', async () => {
    await twoChains();
    await forge(young, at('2024-04-01T09:00:00Z'));
    await write(other, 1);
    await seal();
    assert.deepEqual((await verify()).damage, [{ where: 'request', requestId: young, seq: 1, kind: 'deleted' }]);
  });

  it('go 25 at a time, and again soon while there are more', async () => {
    for (let n = 10; n < 40; n += 1) await write(`00000000-0000-4000-8000-0000000000${n}`, 1);
    await seal();
    test.clock.windTo('2023-10-01T09:00:00Z');
    assert.deepEqual(await expire(), { againAfterMs: 1_000 });
    assert.deepEqual([(await verify()).requests, (await verify()).ok], [5, true]);
    assert.deepEqual(await expire(), { againAt: at('2023-10-02T05:00:00Z') });
    assert.deepEqual(await verify(), { ok: true, requests: 0, rows: 0, seals: 60, damage: [] });
  });
});
