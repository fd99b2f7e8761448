// The audit trail: chained, sealed, anchored; whatever is done to it afterwards is found and placed.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { damageIn, hashOfRow } from '../../src/store/audit-chain.ts';
import type { AuditEntry } from '../../src/store/audit.ts';
import { onEachEngine, type TestStore } from '../support/database.ts';

const first = '00000000-0000-4000-8000-000000000001';
const second = '00000000-0000-4000-8000-000000000002';
const at = new Date('2022-09-20T09:00:00.123Z');
const entry = (requestId: string, more: Partial<AuditEntry> = {}): AuditEntry => ({ requestId, at, actorId: 'actor', action: 'applied', detail: { b: 1, a: ['x', null] }, ...more });

onEachEngine('the audit trail', (open) => {
  let test: TestStore;
  const append = (...entries: AuditEntry[]) => test.store.transaction((tx) => tx.audit.append(...entries));
  const damage = async () => (await test.store.audit.verify()).damage[0] ?? null;
  const whole = (requests: number, rows: number, seals: number) => ({ ok: true, requests, rows, seals, damage: [] });

  beforeEach(async () => {
    test = await open();
  });

  it('continues each request from its own last row', async () => {
    await append(entry(first), entry(second), entry(first, { personId: 'p1' }));
    await append(entry(first));
    assert.deepEqual((await test.store.audit.ofRequest(first)).map((row) => [row.seq, row.person_id]), [[1, null], [2, 'p1'], [3, null]]);
    assert.deepEqual(await test.store.audit.verify(), whole(2, 4, 0));
  });

  it('is written in a transaction only', async () => {
    await assert.rejects(test.store.audit.append(entry(first)), /transaction/);
  });

  it('does not fork when many write to one request at once', async () => {
    await Promise.all(Array.from({ length: 12 }, () => append(entry(first), entry(second))));
    assert.deepEqual(await test.store.audit.verify(), whole(2, 24, 0));
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
    assert.deepEqual([await seal(), await test.store.audit.verify()], [1, whole(2, 3, 3)]);
  });

  it('names a chain that was written anew, with all its hashes right', async () => {
    await append(entry(first), entry(first), entry(first));
    await test.store.transaction((tx) => tx.audit.seal(at));
    await sql`delete from audit where seq > 1`.execute(test.connection.db);
    await sql`delete from audit_head`.execute(test.connection.db);
    await append(entry(first, { actorId: 'somebody else' }), entry(first));
    assert.deepEqual(await damage(), { where: 'request', requestId: first, seq: 3, kind: 'edited' });
  });

  it('names rows cut off before they were sealed, also once the chain has grown again', async () => {
    await append(entry(first), entry(first), entry(first));
    await sql`delete from audit where seq > 1`.execute(test.connection.db);
    assert.deepEqual(await damage(), { where: 'request', requestId: first, seq: 2, kind: 'truncated' });
    await append(entry(first), entry(first), entry(first));
    assert.deepEqual(await damage(), { where: 'request', requestId: first, seq: 2, kind: 'deleted' });
  });

  it('names both chains where both were damaged', async () => {
    await append(entry(first), entry(second), entry(second));
    await test.store.transaction((tx) => tx.audit.seal(at));
    await sql`delete from audit where request_id = ${second}`.execute(test.connection.db);
    await sql`delete from audit_seal where seq = 2`.execute(test.connection.db);
    assert.deepEqual((await test.store.audit.verify()).damage, [{ where: 'seals', seq: 2, kind: 'truncated' }, { where: 'request', requestId: second, seq: 1, kind: 'truncated' }]);
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

describe('a chain', () => {
  const row = { request_id: randomUUID(), seq: 1, at, actor_id: 'a', action: 'b', person_id: null, detail: { x: 1, y: { b: 1, a: 2 } }, previous_hash: '' };

  it('is the same whatever order jsonb gives the keys in', () => {
    assert.equal(hashOfRow(row), hashOfRow({ ...row, detail: { y: { a: 2, b: 1 }, x: 1 } }));
  });

  it('of nothing is whole', () => {
    assert.equal(damageIn([], hashOfRow), null);
  });
});
