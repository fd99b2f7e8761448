// The audit trail: append-only, chained per request (audit-chain.ts), with the heads of all chains sealed in a second chain.
// Object ids and counts only. Nothing in it is ever changed.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import { hashOfRow, hashOfSeal, keptSince, noHash, type ChainedRow, type Json, type Seal } from './audit-chain.ts';
import { deleteChain, expiryOf, isWhole, oldChains } from './audit-expiry.ts';
import { auditReading } from './audit-reading.ts';
import { verifyAudit, type Anchor, type AuditVerdict, type LastSeal } from './audit-verify.ts';
import { auditHeadRow, type Database } from './schema.ts';

export type AuditEntry = { requestId: string; at: Date; actorId: string; action: string; personId?: string; detail: Record<string, Json> };
type Head = z.infer<typeof auditHeadRow>;
const sealKey = 'audit-seal';
const lastSeal = z.object({ seq: z.number().int(), hash: z.string() });
const rowsPerStatement = 5_000;

export const auditTable = (db: Kysely<Database>) => ({
  ...auditReading(db),
  /** Only in a transaction: a lock on each request's chain, held to its end, keeps two writers from continuing from the same row. */
  async append(...entries: AuditEntry[]): Promise<void> {
    if (entries.length === 0) return;
    await chainLock(db, [...new Set(entries.map((entry) => entry.requestId))]);
    const heads = new Map((await headsOf(db, entries)).map((head) => [head.request_id, head]));
    const rows = entries.map((entry) => {
      const row = chained(entry, heads.get(entry.requestId));
      heads.set(entry.requestId, row);
      return row;
    });
    for (let i = 0; i < rows.length; i += rowsPerStatement) await insertRows(db, rows.slice(i, i + rowsPerStatement));
  },
  /** Seals every chain that grew since its last seal. Only in a transaction; one at a time over all processes. Answers how many. */
  async seal(at: Date): Promise<number> {
    await chainLock(db, [sealKey]);
    const grown = await grownHeads(db);
    await addSeals(db, grown.map(({ request_id, seq, hash }) => ({ request_id, request_seq: seq, head_hash: hash })), at);
    return grown.length;
  },
  /** Chains that nothing needs any more. */
  old: (at: Date, most: number): Promise<Head[]> => oldChains(db, keptSince(at), most),
  /** Deletes one of them, and seals that. Only in a transaction. False where it is not whole: then it stays. */
  async expire(chain: Head, at: Date): Promise<boolean> {
    await chainLock(db, [sealKey]);
    await chainLock(db, [chain.request_id]);
    const [now] = await headsOf(db, [{ requestId: chain.request_id }]);
    // Deleted by another process since, or grown.
    if (now?.hash !== chain.hash) return true;
    if (!(await isWhole(db, chain))) return false;
    await deleteChain(db, chain);
    await addSeals(db, [expiryOf(chain)], at);
    return true;
  },
  /** The newest seal: what an anchor outside the database holds. */
  async lastSeal(): Promise<LastSeal> {
    return await sealHead(db);
  },
  /** Reads everything. The first place in each damaged chain, the seals' own before the requests'. */
  async verify(anchors: readonly Anchor[] = []): Promise<AuditVerdict> {
    return await verifyAudit(db, await sealHead(db), anchors);
  },
});

/** Each after the one before; whoever calls holds the lock of the second chain. */
async function addSeals(db: Kysely<Database>, sealed: readonly Pick<Seal, 'request_id' | 'request_seq' | 'head_hash'>[], at: Date): Promise<void> {
  let last = await sealHead(db);
  const seals = sealed.map((head): Seal => {
    const seal = { seq: last.seq + 1, sealed_at: at, ...head, previous_hash: last.hash };
    return { ...seal, hash: (last = { seq: seal.seq, hash: hashOfSeal(seal) }).hash };
  });
  for (let i = 0; i < seals.length; i += 1_000) await db.insertInto('audit_seal').values(seals.slice(i, i + 1_000)).execute();
  if (seals.length > 0) await keepSealHead(db, last);
}

/** Waits for whoever holds the same names. Sorted, so that two writers never wait for each other. */
async function chainLock(db: Kysely<Database>, names: string[]): Promise<void> {
  if (!db.isTransaction) throw new Error('The audit trail is written in a transaction only.');
  for (const name of names.toSorted()) await sql`select pg_advisory_xact_lock(hashtextextended(${`audit:${name}`}, 0))`.execute(db);
}

/** Where a chain goes on: after what was noted, also where rows were cut off its end since. Growing again must not hide that. */
async function headsOf(db: Kysely<Database>, entries: readonly Pick<AuditEntry, 'requestId'>[]): Promise<Head[]> {
  const ids = [...new Set(entries.map((entry) => entry.requestId))];
  const { rows } = await sql`select head.request_id, head.seq, head.hash from unnest(${ids}::uuid[]) wanted(id)
    cross join lateral (
      (select request_id, seq, hash from audit where request_id = wanted.id order by seq desc limit 1)
      union all select request_id, seq, hash from audit_head where request_id = wanted.id order by seq desc limit 1) head`.execute(db);
  return z.array(auditHeadRow).parse(rows);
}

function chained(entry: AuditEntry, head: Head | undefined): ChainedRow {
  const row = {
    request_id: entry.requestId,
    seq: (head?.seq ?? 0) + 1,
    at: entry.at,
    actor_id: entry.actorId,
    action: entry.action,
    person_id: entry.personId ?? null,
    detail: entry.detail,
    previous_hash: head?.hash ?? noHash,
  };
  return { ...row, hash: hashOfRow(row) };
}

/** With their heads, in one statement: a row is not there without being noted. */
const insertRows = (db: Kysely<Database>, rows: readonly ChainedRow[]) => sql`
  with v as (select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
    v(request_id uuid, seq int, at timestamptz, actor_id text, action text, person_id text, detail jsonb, previous_hash text, hash text)),
  heads as (insert into audit_head (request_id, seq, hash) select distinct on (request_id) request_id, seq, hash from v order by request_id, seq desc
    on conflict (request_id) do update set seq = excluded.seq, hash = excluded.hash)
  insert into audit (request_id, seq, at, actor_id, action, person_id, detail, previous_hash, hash)
  select request_id, seq, at, actor_id, action, person_id, detail, previous_hash, hash from v`.execute(db);

async function grownHeads(db: Kysely<Database>): Promise<Head[]> {
  const { rows } = await sql`
    select head.request_id, head.seq, head.hash from (select distinct on (request_id) request_id, seq, hash from audit order by request_id, seq desc) head
    left join (select request_id, max(request_seq) as upto from audit_seal s where not exists (select 1 from audit_seal e where e.request_id = s.request_id and e.request_seq < 0 and e.seq >= s.seq) group by request_id) sealed on sealed.request_id = head.request_id
    where head.seq > coalesce(sealed.upto, 0) order by head.request_id`.execute(db);
  return z.array(auditHeadRow).parse(rows);
}

// The last seal is noted a second time, so that taking seals off the end shows.
async function sealHead(db: Kysely<Database>): Promise<z.infer<typeof lastSeal>> {
  const row = await db.selectFrom('setting').select('value').where('name', '=', sealKey).executeTakeFirst();
  return row ? lastSeal.parse(JSON.parse(row.value)) : { seq: 0, hash: noHash };
}

async function keepSealHead(db: Kysely<Database>, last: z.infer<typeof lastSeal>): Promise<void> {
  const value = JSON.stringify(last);
  await db.insertInto('setting').values({ name: sealKey, value }).onConflict((c) => c.column('name').doUpdateSet({ value })).execute();
}
