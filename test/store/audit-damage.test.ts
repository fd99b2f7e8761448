// Whatever somebody does to the audit trail in the database is found, named and placed; what they can mend there too is found by an anchor elsewhere.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sql } from 'kysely';
import { auditTable, type AuditEntry } from '../../src/store/audit.ts';
import type { Anchor, AuditDamage, AuditVerdict } from '../../src/store/audit-verify.ts';
import { openTestStore, type TestStore } from '../support/database.ts';

const requests = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002'] as const;
const at = new Date('2022-09-20T09:00:00.123Z');
const entry = (requestId: string, person: number): AuditEntry => ({ requestId, at, actorId: 'actor', action: 'applied', personId: `p${person}`, detail: { b: 1, a: ['x', null] } });

/** Rows of each request; all but the last two are sealed, in three goes: seals 1 and 2, 3 and 4, 5 and 6. */
const rows = 9;
const sealedUpTo = 7;
const seals = 6;

const rowColumns = { at: `at + interval '1 ms'`, actor_id: `actor_id || 'x'`, action: `'undone'`, person_id: `'p99'`, detail: `'{"a": 2}'::jsonb`, previous_hash: `'00'`, hash: `'00'` };
const sealColumns = { sealed_at: `sealed_at + interval '1 ms'`, request_id: `'00000000-0000-4000-8000-000000000003'`, request_seq: 'request_seq + 1', head_hash: `'00'`, previous_hash: `'00'`, hash: `'00'` };
const among = <K extends string>(columns: Record<K, string>) => fc.constantFrom(...(Object.keys(columns) as K[]));
const upTo = (max: number, min = 1) => fc.integer({ min, max });
const request = fc.constantFrom(...requests);

const blow = fc.oneof(
  fc.record({ is: fc.constant('row edited' as const), request, seq: upTo(rows), column: among(rowColumns) }),
  fc.record({ is: fc.constant('row deleted' as const), request, seq: upTo(rows - 1) }),
  fc.record({ is: fc.constant('rows reordered' as const), request, seq: upTo(rows - 1), by: upTo(rows - 1) }),
  fc.record({ is: fc.constant('rows truncated' as const), request, seq: upTo(rows) }),
  fc.record({ is: fc.constant('seal edited' as const), seq: upTo(seals), column: among(sealColumns) }),
  fc.record({ is: fc.constant('seal deleted' as const), seq: upTo(seals - 1) }),
  fc.record({ is: fc.constant('seals reordered' as const), seq: upTo(seals - 1), by: upTo(seals - 1) }),
  fc.record({ is: fc.constant('seals truncated' as const), seq: upTo(seals) }),
  // Everything that is noted in the database is mended with it: only the anchor outside still knows.
  fc.record({ is: fc.constant('both tails cut' as const), pair: upTo(3) }),
  fc.record({ is: fc.constant('everything emptied' as const) }),
);
type Blow = typeof blow extends fc.Arbitrary<infer B> ? B : never;

const swap = (table: string, where: string, seq: number, other: number) => [
  `update ${table} set seq = seq + 100 where ${where} and seq in (${seq}, ${other})`,
  `update ${table} set seq = case seq when ${seq + 100} then ${other} else ${seq} end where ${where} and seq > 100`,
];

/** Both chains as they were at the second-last sealing, with heads and notes that fit. */
function cutBoth(pair: number): string[] {
  const seal = pair * 2 - 2;
  return [
    `delete from audit_seal where seq > ${seal}`,
    `delete from audit where seq > coalesce((select max(request_seq) from audit_seal s where s.request_id = audit.request_id), 0)`,
    'delete from audit_head',
    'insert into audit_head select distinct on (request_id) request_id, seq, hash from audit order by request_id, seq desc',
    seal === 0 ? `delete from setting where name = 'audit-seal'` : `update setting set value = (select json_build_object('seq', seq, 'hash', hash)::text from audit_seal where seq = ${seal}) where name = 'audit-seal'`,
  ];
}

function strikes(b: Blow): string[] {
  switch (b.is) {
    case 'row edited': return [`update audit set ${b.column} = ${rowColumns[b.column]} where request_id = '${b.request}' and seq = ${b.seq}`];
    case 'row deleted': return [`delete from audit where request_id = '${b.request}' and seq = ${b.seq}`];
    case 'rows reordered': return swap('audit', `request_id = '${b.request}'`, b.seq, Math.min(b.seq + b.by, rows));
    case 'rows truncated': return [`delete from audit where request_id = '${b.request}' and seq >= ${b.seq}`];
    case 'seal edited': return [`update audit_seal set ${b.column} = ${sealColumns[b.column]} where seq = ${b.seq}`];
    case 'seal deleted': return [`delete from audit_seal where seq = ${b.seq}`];
    case 'seals reordered': return swap('audit_seal', 'true', b.seq, Math.min(b.seq + b.by, seals));
    case 'seals truncated': return [`delete from audit_seal where seq >= ${b.seq}`];
    case 'both tails cut': return cutBoth(b.pair);
    case 'everything emptied': return cutBoth(1);
  }
}

function expected(b: Blow): AuditDamage {
  switch (b.is) {
    case 'row edited': return { where: 'request', requestId: b.request, seq: b.seq, kind: 'edited' };
    case 'row deleted': return { where: 'request', requestId: b.request, seq: b.seq, kind: 'deleted' };
    case 'rows reordered': return { where: 'request', requestId: b.request, seq: b.seq, kind: 'reordered' };
    case 'rows truncated': return { where: 'request', requestId: b.request, seq: b.seq, kind: 'truncated' };
    case 'seal edited': return { where: 'seals', seq: b.seq, kind: 'edited' };
    case 'seal deleted': return { where: 'seals', seq: b.seq, kind: 'deleted' };
    case 'seals reordered': return { where: 'seals', seq: b.seq, kind: 'reordered' };
    case 'seals truncated': return { where: 'seals', seq: b.seq, kind: 'truncated' };
    case 'both tails cut': return { where: 'seals', seq: b.pair * 2 - 1, kind: 'truncated' };
    case 'everything emptied': return { where: 'seals', seq: 1, kind: 'truncated' };
  }
}

describe('damage to the audit trail', function () {
  this.timeout(180_000);
  let test: TestStore;
  let anchors: Anchor[];
  /** What is said after these statements; they are rolled back. */
  async function verdictAfter(statements: string[], known: Anchor[]): Promise<AuditVerdict> {
    const trx = await test.connection.db.startTransaction().execute();
    try {
      for (const one of statements) await sql.raw(one).execute(trx);
      return await auditTable(trx).verify(known);
    } finally {
      await trx.rollback().execute();
    }
  }

  before(async () => {
    test = await openTestStore();
    anchors = [];
    for (let i = 1; i <= rows; i += 1) {
      await test.store.transaction((tx) => tx.audit.append(...requests.map((id) => entry(id, i))));
      if (i % 2 === 0 || i > sealedUpTo) continue;
      if (i > 1) await test.store.transaction((tx) => tx.audit.seal(at));
      if (i === 5 || i === sealedUpTo) anchors.push({ at: at.toISOString(), ...(await test.store.audit.lastSeal()) });
    }
  });

  it('is not there before anything was done, with three sealings and two anchors', async () => {
    assert.deepEqual(await test.store.audit.verify(anchors), { ok: true, requests: 2, rows: 2 * rows, seals, damage: [] });
    assert.deepEqual(anchors.map(({ seq }) => seq), [4, 6]);
  });

  it('is found, named and placed 1,000 times of 1,000', async () => {
    await fc.assert(fc.asyncProperty(blow, async (b) => {
      const verdict = await verdictAfter(strikes(b), anchors);
      assert.deepEqual([verdict.ok, verdict.damage[0]], [false, expected(b)], JSON.stringify(verdict.damage));
    }), { numRuns: 1_000 });
    assert.equal((await test.store.audit.verify(anchors)).ok, true);
  });

  it('of both tails at once would not be found without an anchor', async () => {
    assert.equal((await verdictAfter(cutBoth(2), [])).ok, true);
    assert.equal((await verdictAfter(cutBoth(2), anchors)).ok, false);
  });
});
