// Old chains of the audit trail are deleted whole, and the seals say so: what was there, and that it was old enough. Anything else that is missing is damage.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import { hashOfRow, keptSince, noHash, type Seal } from './audit-chain.ts';
import { auditHeadRow, auditRow, auditSealRow, type Database } from './schema.ts';

type Head = z.infer<typeof auditHeadRow>;
const rowsAtATime = 1_000;

/**
 * An entry of the second chain like any other, hashed and anchored with it; `request_seq` below zero says that so many rows were deleted, and `head_hash`
 * which was the last. No column of its own, so that whoever verified the chain before still can.
 */
export const isExpiry = ({ request_seq }: Pick<Seal, 'request_seq'>): boolean => request_seq < 0;

export const expiryOf = ({ request_id, seq, hash }: Head): { request_id: string; request_seq: number; head_hash: string } => ({ request_id, request_seq: -seq, head_hash: hash });

/** The clocks of several processes differ by seconds; more than this is no clock. */
const skewMs = 86_400_000;

/** When each entry and all after it were sealed at the earliest: what says that it is of a later time is not believed. */
export function earliestFrom(seals: readonly Seal[]): Map<number, number> {
  const earliest = new Map<number, number>();
  let soFar = Number.POSITIVE_INFINITY;
  for (const { seq, sealed_at } of seals.toReversed()) earliest.set(seq, (soFar = Math.min(soFar, sealed_at.getTime())));
  return earliest;
}

/** Honest: a seal of the very last row came before it, older than rows are kept, and nothing sealed after it is of an earlier time. `own`: the seals of its request. */
export function isHonest(expiry: Seal, own: readonly Seal[], earliest: ReadonlyMap<number, number>): boolean {
  const limit = keptSince(expiry.sealed_at);
  const wasOld = own.some(({ seq, request_seq, head_hash, sealed_at }) => seq < expiry.seq && request_seq === -expiry.request_seq && head_hash === expiry.head_hash && sealed_at <= limit);
  return wasOld && (earliest.get(expiry.seq) ?? 0) >= expiry.sealed_at.getTime() - skewMs;
}

/** Chains that may go, the oldest first: sealed to their end before `limit`, of nothing that is still here. */
export async function oldChains(db: Kysely<Database>, limit: Date, most: number): Promise<Head[]> {
  const { rows } = await sql`select h.request_id, h.seq, h.hash from audit_head h
    join audit a on a.request_id = h.request_id and a.seq = h.seq and a.at < ${limit}
    where exists (select 1 from audit_seal s where s.request_id = h.request_id and s.request_seq = h.seq and s.head_hash = h.hash and s.sealed_at <= ${limit})
      and not exists (select 1 from request r where r.id = h.request_id)
    order by a.at, h.request_id limit ${most}`.execute(db);
  return z.array(auditHeadRow).parse(rows);
}

/** A chain that was tampered with stays, and with it what shows that. Some rows at a time: a chain may have tens of thousands. */
export async function isWhole(db: Kysely<Database>, head: Head): Promise<boolean> {
  let before = { seq: 0, hash: noHash };
  for (;;) {
    const { rows } = await sql`select * from audit where request_id = ${head.request_id} and seq > ${before.seq} order by seq limit ${rowsAtATime}`.execute(db);
    for (const row of z.array(auditRow).parse(rows)) {
      if (row.seq !== before.seq + 1 || row.previous_hash !== before.hash || hashOfRow(row) !== row.hash) return false;
      before = row;
    }
    if (rows.length < rowsAtATime) return before.seq === head.seq && before.hash === head.hash && (await fitsSeals(db, head));
  }
}

/** A chain written anew, with all its hashes right, is not the one that was sealed. */
async function fitsSeals(db: Kysely<Database>, { request_id }: Head): Promise<boolean> {
  const { rows } = await sql`select s.* from audit_seal s left join audit a on a.request_id = s.request_id and a.seq = s.request_seq
    where s.request_id = ${request_id} and s.request_seq > 0 and a.hash is distinct from s.head_hash limit 1`.execute(db);
  return z.array(auditSealRow).parse(rows).length === 0;
}

export async function deleteChain(db: Kysely<Database>, { request_id }: Head): Promise<void> {
  await sql`delete from audit where request_id = ${request_id}`.execute(db);
  await sql`delete from audit_head where request_id = ${request_id}`.execute(db);
}
