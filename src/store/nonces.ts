// Presses that were spent. A nonce belongs to (request, version, verb, person); the same press again gets the first answer.
import type { Kysely } from 'kysely';
import { nonceRow, type Database } from './schema.ts';

export type NonceKey = { requestId: string; version: number; verb: string; personId: string };

export const nonceTable = (db: Kysely<Database>) => ({
  /** The first answer to a press that was spent; null where it was not. */
  async find(key: NonceKey): Promise<unknown> {
    const row = await db.selectFrom('nonce').selectAll().where('request_id', '=', key.requestId).where('version', '=', key.version)
      .where('verb', '=', key.verb).where('person_id', '=', key.personId).executeTakeFirst();
    return row ? nonceRow.parse(row).answer : null;
  },
  /** Inside the transaction of the press's effect. Of two at once the second waits for the first, then gets its answer. */
  async spend(key: NonceKey, answer: object, at: Date): Promise<{ first: true } | { first: false; answer: unknown }> {
    const columns = { request_id: key.requestId, version: key.version, verb: key.verb, person_id: key.personId };
    const spent = await db.insertInto('nonce').values({ ...columns, answer: JSON.stringify(answer), spent_at: at })
      .onConflict((c) => c.doNothing()).returning('version').executeTakeFirst();
    if (spent) return { first: true };
    const row = await db.selectFrom('nonce').selectAll().where((w) => w.and(columns)).executeTakeFirstOrThrow();
    return { first: false, answer: nonceRow.parse(row).answer };
  },
});
