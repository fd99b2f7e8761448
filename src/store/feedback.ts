// What Local Administrators told us, and what came of it.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Feedback } from '../notices/feedback.ts';
import { keptSince } from './audit-chain.ts';
import type { Database } from './schema.ts';

const row = z.object({
  id: z.uuid(), page: z.object({ name: z.string(), wrong: z.enum(['out-of-date', 'inaccurate', 'missing-steps', 'accessibility']) }).nullable(), words: z.string(), personId: z.string(), personName: z.string(), organisation: z.string().nullable(), sentAt: z.date(),
  state: z.enum(['open', 'done', 'declined', 'needs-more']), answer: z.string().nullable(), answeredByName: z.string().nullable(), answeredAt: z.date().nullable(),
});
const selected = sql.raw(`id, page, words, person_id as "personId", person_name as "personName", organisation, sent_at as "sentAt", state, answer, answered_by_name as "answeredByName", answered_at as "answeredAt"`);
const many = (rows: readonly unknown[]): Feedback[] => z.array(row).parse(rows);

export const feedbackTable = (db: Kysely<Database>) => ({
  /** False where it is there already: the same press again. */
  async insert({ id, page, words, personId, personName, organisation, sentAt, state }: Feedback): Promise<boolean> {
    const { numAffectedRows } = await sql`insert into feedback (id, page, words, person_id, person_name, organisation, sent_at, state)
      values (${id}, ${page === null ? null : JSON.stringify(page)}::jsonb, ${words}, ${personId}, ${personName}, ${organisation}, ${sentAt}, ${state}) on conflict do nothing`.execute(db);
    return numAffectedRows === 1n;
  },

  async save({ id, words, state, answer, answeredByName, answeredAt }: Feedback): Promise<void> {
    await sql`update feedback set words = ${words}, state = ${state}, answer = ${answer}, answered_by_name = ${answeredByName}, answered_at = ${answeredAt} where id = ${id}`.execute(db);
  },

  async find(id: string): Promise<Feedback | null> {
    return many((await sql`select ${selected} from feedback where id = ${id}`.execute(db)).rows)[0] ?? null;
  },

  /** Nobody changes it until the transaction is over. */
  async lock(id: string): Promise<Feedback | null> {
    return many((await sql`select ${selected} from feedback where id = ${id} for update`.execute(db)).rows)[0] ?? null;
  },

  /** Oldest first, and how many there are. */
  async open(limit: number): Promise<{ first: Feedback[]; count: number }> {
    const { rows } = await sql`select ${selected} from feedback where state = 'open' order by sent_at, id limit ${limit}`.execute(db);
    const { rows: [counted] } = await sql`select count(*)::int as count from feedback where state = 'open'`.execute(db);
    return { first: many(rows), count: z.object({ count: z.number() }).parse(counted).count };
  },

  /** Somebody's own, newest first. */
  async of(personId: string, limit: number): Promise<Feedback[]> {
    return many((await sql`select ${selected} from feedback where person_id = ${personId} order by sent_at desc, id limit ${limit}`.execute(db)).rows);
  },

  /** Sent more than 12 months ago. */
  async forgetOld(now: Date): Promise<void> {
    await sql`delete from feedback where sent_at < ${keptSince(now)}`.execute(db);
  },
});
