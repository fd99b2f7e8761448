// Reads the whole audit trail and compares it with itself, with the heads noted beside it, with its seals, and with the anchors outside the database.
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { damageIn, hashOfRow, hashOfSeal, noHash, type ChainedRow, type DamageKind, type Seal } from './audit-chain.ts';
import { earliestFrom, isExpiry, isHonest } from './audit-expiry.ts';
import { rowsOf } from './audit-reading.ts';
import { auditHeadRow, auditRow, auditSealRow, type Database } from './schema.ts';

/** The newest seal at some time, as it was noted where the database's owner cannot write. */
export type Anchor = { at: string; seq: number; hash: string };
type Place = { seq: number; kind: DamageKind };
/** The first place in each damaged chain. */
export type AuditDamage = ({ where: 'request'; requestId: string } & Place) | ({ where: 'seals' } & Place);
export type AuditVerdict = { ok: boolean; requests: number; rows: number; seals: number; damage: AuditDamage[] };
type Head = z.infer<typeof auditHeadRow>;
export type LastSeal = { seq: number; hash: string };

export async function verifyAudit(db: Kysely<Database>, lastSeal: LastSeal, anchors: readonly Anchor[]): Promise<AuditVerdict> {
  const seals = z.array(auditSealRow).parse(await db.selectFrom('audit_seal').selectAll().orderBy('seq').execute());
  const heads = new Map(z.array(auditHeadRow).parse(await db.selectFrom('audit_head').selectAll().execute()).map((head) => [head.request_id, head]));
  const sealed = Map.groupBy(seals, (seal) => seal.request_id);
  const written = z.array(auditRow.pick({ request_id: true })).parse(await db.selectFrom('audit').select('request_id').distinct().execute());
  const ids = [...new Set([...written.map((row) => row.request_id), ...heads.keys(), ...sealed.keys()])].toSorted();
  const broken = damageIn(seals, hashOfSeal) ?? cutSeals(seals, lastSeal) ?? contradicted(seals, anchors);
  const damage: AuditDamage[] = broken ? [{ where: 'seals', ...broken }] : [];
  const earliest = earliestFrom(seals);
  let [count, expired] = [0, 0];
  for (const requestId of ids) {
    const rows = await rowsOf(db, requestId);
    const own = sealed.get(requestId) ?? [];
    const expiry = own.findLast(isExpiry);
    if (expiry && rows.length === 0) expired += 1;
    const found = damageIn(rows, hashOfRow) ?? cutRows(rows, heads.get(requestId)) ?? wronglyExpired(own, earliest) ?? missingSealed(rows, own.filter(({ seq }) => seq > (expiry?.seq ?? 0)));
    if (found) damage.push({ where: 'request', requestId, ...found });
    count += rows.length;
  }
  return { ok: damage.length === 0, requests: ids.length - expired, rows: count, seals: seals.length, damage };
}

/** Deleted before its time, with an entry that says otherwise. */
const wronglyExpired = (own: readonly Seal[], earliest: ReadonlyMap<number, number>): Place | null => (own.filter(isExpiry).every((expiry) => isHonest(expiry, own, earliest)) ? null : { seq: 1, kind: 'deleted' });

function cutSeals(seals: readonly Seal[], noted: LastSeal): Place | null {
  const last = seals.at(-1) ?? { seq: 0, hash: noHash };
  if (last.seq < noted.seq) return { seq: last.seq + 1, kind: 'truncated' };
  return last.seq === noted.seq && last.hash === noted.hash ? null : { seq: last.seq, kind: 'edited' };
}

/** Whoever cuts both chains and mends what is noted beside them cannot mend what was noted elsewhere. */
function contradicted(seals: readonly Seal[], anchors: readonly Anchor[]): Place | null {
  for (const anchor of anchors) {
    const seal = seals[anchor.seq - 1];
    if (!seal) return { seq: seals.length + 1, kind: 'truncated' };
    if (seal.hash !== anchor.hash) return { seq: anchor.seq, kind: 'edited' };
  }
  return null;
}

/** A process from before heads were noted may have written more, never less. */
function cutRows(rows: readonly ChainedRow[], head: Head | undefined): Place | null {
  if (head === undefined) return null;
  const there = rows[head.seq - 1];
  if (!there) return { seq: rows.length + 1, kind: 'truncated' };
  return there.hash === head.hash ? null : { seq: head.seq, kind: 'edited' };
}

/** What the seals say was there and is not, or is not any more what it was: a chain written anew from some row on. */
function missingSealed(rows: readonly ChainedRow[], seals: readonly Seal[]): Place | null {
  for (const seal of seals) {
    const head = rows[seal.request_seq - 1];
    if (!head) return { seq: rows.length + 1, kind: 'truncated' };
    if (head.hash !== seal.head_hash) return { seq: seal.request_seq, kind: 'edited' };
  }
  return null;
}
