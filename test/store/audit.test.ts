import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { sql } from 'kysely';
import { damageIn, hashOfRow } from '../../src/store/audit-chain.ts';
import type { AuditEntry } from '../../src/store/audit.ts';
import { onEachEngine, openTestStore, type TestStore } from '../support/database.ts';

const first = '00000000-0000-4000-8000-000000000001';
const second = '00000000-0000-4000-8000-000000000002';
const at = new Date('2022-09-20T09:00:00.123Z');
const entry = (requestId: string, more: Partial<AuditEntry> = {}): AuditEntry => ({ requestId, at, actorId: 'actor', action: 'applied', detail: { b: 1, a: ['x', null] }, ...more });

onEachEngine('the audit trail', (open) => {
  let test: TestStore;
  const append = (...entries: AuditEntry[]) => test.store.transaction((tx) => tx.audit.append(...entries));
  const damage = async () => {
    const verdict = await test.store.audit.verify();
    return verdict.ok ? null : verdict.damage;
  };

  beforeEach(async () => {
    test = await open();
  });

  it('continues each request from its own last row', async () => {
    await append(entry(first), entry(second), entry(first, { personId: 'p1' }));
    await append(entry(first));
    assert.deepEqual((await test.store.audit.ofRequest(first)).map((row) => [row.seq, row.person_id]), [[1, null], [2, 'p1'], [3, null]]);
    assert.deepEqual(await test.store.audit.verify(), { ok: true, rows: 4, seals: 0 });
  });

  it('is written in a transaction only', async () => {
    await assert.rejects(test.store.audit.append(entry(first)), /transaction/);
  });

  it('does not fork when many write to one request at once', async () => {
    await Promise.all(Array.from({ length: 12 }, () => append(entry(first), entry(second))));
    assert.deepEqual(await test.store.audit.verify(), { ok: true, rows: 24, seals: 0 });
  });

  it('takes 400 rows in well under a second', async () => {
    const entries = Array.from({ length: 400 }, (_, i) => entry(first, { personId: `p${i}` }));
    const begun = performance.now();
    await append(...entries);
    assert.ok(performance.now() - begun < 500);
    assert.equal((await test.store.audit.ofRequest(first)).length, 400);
  });

  it('seals the chains that grew, and none twice', async () => {
    const seal = () => test.store.transaction((tx) => tx.audit.seal(at));
    await append(entry(first), entry(second));
    assert.deepEqual([await seal(), await seal()], [2, 0]);
    await append(entry(second));
    assert.deepEqual([await seal(), await test.store.audit.verify()], [1, { ok: true, rows: 3, seals: 3 }]);
  });

  it('names a chain that was written anew, with all its hashes right', async () => {
    await append(entry(first), entry(first), entry(first));
    await test.store.transaction((tx) => tx.audit.seal(at));
    await sql`delete from audit where seq > 1`.execute(test.connection.db);
    await append(entry(first, { actorId: 'somebody else' }), entry(first));
    assert.deepEqual(await damage(), { where: 'request', requestId: first, seq: 3, kind: 'edited' });
  });

  it('names a row that was changed together with its own hash', async () => {
    await append(entry(first), entry(first), entry(first));
    const [, changed] = await test.store.audit.ofRequest(first);
    assert.ok(changed);
    await sql`update audit set actor_id = 'other', hash = ${hashOfRow({ ...changed, actor_id: 'other' })} where seq = 2`.execute(test.connection.db);
    assert.deepEqual(await damage(), { where: 'request', requestId: first, seq: 2, kind: 'edited' });
  });

  for (const [kind, statement, seq] of [
    ['deleted', 'delete from audit_seal where seq = 1', 1],
    ['truncated', 'delete from audit_seal where seq = 2', 2],
    ['edited', `update audit_seal set request_seq = 7 where seq = 1`, 1],
    ['reordered', 'update audit_seal set seq = 3 - seq + 10; update audit_seal set seq = seq - 10', 1],
  ] as const) {
    it(`names a seal that was ${kind}`, async () => {
      await append(entry(first), entry(second));
      await test.store.transaction((tx) => tx.audit.seal(at));
      for (const one of statement.split('; ')) await sql.raw(one).execute(test.connection.db);
      assert.deepEqual(await damage(), { where: 'seals', seq, kind });
    });
  }
});

describe('damage to the audit trail', () => {
  const columns = { at: `at + interval '1 ms'`, actor_id: `actor_id || 'x'`, action: `'undone'`, person_id: `'p99'`, detail: `'{"a": 2}'::jsonb`, previous_hash: `'00'`, hash: `'00'` };
  const column = fc.constantFrom(...Object.keys(columns) as (keyof typeof columns)[]);
  const rows = 7;
  const place = { request: fc.constantFrom(first, second), seq: fc.integer({ min: 1, max: rows }) };
  const blow = fc.oneof(
    fc.record({ kind: fc.constant('edited' as const), ...place, column }),
    fc.record({ kind: fc.constant('deleted' as const), ...place, seq: fc.integer({ min: 1, max: rows - 1 }) }),
    fc.record({ kind: fc.constant('reordered' as const), ...place, seq: fc.integer({ min: 1, max: rows - 1 }), by: fc.integer({ min: 1, max: rows - 1 }) }),
    fc.record({ kind: fc.constant('truncated' as const), ...place }),
  );
  type Blow = typeof blow extends fc.Arbitrary<infer B> ? B : never;

  const statements = (b: Blow): string[] => {
    const where = `where request_id = '${b.request}'`;
    if (b.kind === 'edited') return [`update audit set ${b.column} = ${columns[b.column]} ${where} and seq = ${b.seq}`];
    if (b.kind === 'deleted') return [`delete from audit ${where} and seq = ${b.seq}`];
    if (b.kind === 'truncated') return [`delete from audit ${where} and seq >= ${b.seq}`];
    const other = Math.min(b.seq + b.by, rows);
    return [`update audit set seq = seq + 100 ${where} and seq in (${b.seq}, ${other})`, `update audit set seq = case seq when ${b.seq + 100} then ${other} else ${b.seq} end ${where} and seq > 100`];
  };

  it('is found, named and placed: 200 edits, deletions, reorderings and truncations', async () => {
    const { store, connection } = await openTestStore();
    await store.transaction((tx) => tx.audit.append(...Array.from({ length: rows }, (_, i) => [entry(first, { personId: `p${i}` }), entry(second, { personId: `p${i}` })]).flat()));
    await store.transaction((tx) => tx.audit.seal(at));
    await fc.assert(fc.asyncProperty(blow, async (b) => {
      await sql`create table kept as select * from audit`.execute(connection.db);
      for (const statement of statements(b)) await sql.raw(statement).execute(connection.db);
      const verdict = await store.audit.verify();
      await sql.raw('truncate audit').execute(connection.db);
      await sql.raw('insert into audit select * from kept').execute(connection.db);
      await sql.raw('drop table kept').execute(connection.db);
      assert.deepEqual(verdict, { ok: false, damage: { where: 'request', requestId: b.request, seq: b.seq, kind: b.kind } });
    }), { numRuns: 200 });
    assert.equal((await store.audit.verify()).ok, true);
  });
});

describe('a chain', () => {
  const row = { request_id: randomUUID(), seq: 1, at, actor_id: 'a', action: 'b', person_id: null, detail: { x: 1, y: { b: 1, a: 2 } }, previous_hash: '' };

  it('is the same whatever order jsonb gives the keys in', () => {
    assert.equal(hashOfRow(row), hashOfRow({ ...row, detail: { y: { a: 2, b: 1 }, x: 1 } }));
  });

  it('of nothing is whole', () => {
    assert.equal(damageIn([], hashOfRow), null);
  });
});
