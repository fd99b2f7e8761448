// How audit rows are chained: each row's hash covers the row and the hash before it. Pure; audit.ts reads and writes.
import { createHash } from 'node:crypto';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };
export type ChainedRow = {
  request_id: string;
  seq: number;
  at: Date;
  actor_id: string;
  action: string;
  person_id: string | null;
  detail: Record<string, Json>;
  previous_hash: string;
  hash: string;
};
export type Seal = { seq: number; sealed_at: Date; request_id: string; request_seq: number; head_hash: string; previous_hash: string; hash: string };
export type DamageKind = 'edited' | 'deleted' | 'reordered' | 'truncated';

/** Rows of before are not kept any longer: 12 months by the calendar. */
export function keptSince(at: Date): Date {
  const since = new Date(at);
  since.setUTCMonth(since.getUTCMonth() - 12);
  return since;
}

/** Before the first row of a chain. */
export const noHash = '';

export function hashOfRow(row: Omit<ChainedRow, 'hash'>): string {
  return sha256([row.request_id, row.seq, row.at.toISOString(), row.actor_id, row.action, row.person_id, canonical(row.detail), row.previous_hash]);
}

export function hashOfSeal(seal: Omit<Seal, 'hash'>): string {
  return sha256([seal.seq, seal.sealed_at.toISOString(), seal.request_id, seal.request_seq, seal.head_hash, seal.previous_hash]);
}

/** The first place in one chain, in order of seq, that is not as it was written; null when all of it is. */
export function damageIn<L extends { seq: number; previous_hash: string; hash: string }>(links: readonly L[], hashOf: (link: L) => string): { seq: number; kind: DamageKind } | null {
  let before = { seq: 0, hash: noHash };
  for (const link of links) {
    if (link.seq !== before.seq + 1) return { seq: before.seq + 1, kind: 'deleted' };
    if (hashOf(link) !== link.hash) return { seq: link.seq, kind: belongsElsewhere(link, links, hashOf) ? 'reordered' : 'edited' };
    // The row before was changed and its own hash made to fit.
    if (link.previous_hash !== before.hash) return { seq: Math.max(before.seq, 1), kind: 'edited' };
    before = link;
  }
  return null;
}

/** Written for another place in the same chain. */
const belongsElsewhere = <L extends { seq: number; hash: string }>(link: L, links: readonly L[], hashOf: (link: L) => string) =>
  links.some((other) => other.seq !== link.seq && hashOf({ ...link, seq: other.seq }) === link.hash);

/** The same JSON for the same content: keys in order, as jsonb does not keep the order they were written in. */
function canonical(value: Json | undefined): Json {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value ?? null;
  return Object.fromEntries(Object.keys(value).toSorted().map((key) => [key, canonical(value[key])]));
}

const sha256 = (parts: Json[]) => createHash('sha256').update(JSON.stringify(parts)).digest('hex');
