// Questions for a webinar's panel: kept with who asked, so that they can be told; never shown with a name.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from './schema.ts';

const questionRow = z.object({ id: z.string(), occurrenceId: z.string(), words: z.string(), askedBy: z.string(), askedAt: z.date(), answeredAt: z.date().nullable() });
export type Question = z.infer<typeof questionRow>;
const selected = sql.raw(`id, occurrence_id as "occurrenceId", words, asked_by as "askedBy", asked_at as "askedAt", answered_at as "answeredAt"`);

export const questionTable = (db: Kysely<Database>) => ({
  /** False where it is there already: the same press again. */
  async add({ id, occurrenceId, words, askedBy, askedAt }: Omit<Question, 'answeredAt'>): Promise<boolean> {
    const { numAffectedRows } = await sql`insert into webinar_question (id, occurrence_id, words, asked_by, asked_at) values (${id}, ${occurrenceId}, ${words}, ${askedBy}, ${askedAt}) on conflict do nothing`.execute(db);
    return numAffectedRows === 1n;
  },

  /** Oldest first. */
  async of(occurrenceId: string): Promise<Question[]> {
    const { rows } = await sql`select ${selected} from webinar_question where occurrence_id = ${occurrenceId} order by asked_at, id`.execute(db);
    return z.array(questionRow).parse(rows);
  },

  /** Those that were not answered before, of this date alone. */
  async answer(occurrenceId: string, ids: readonly string[], at: Date): Promise<Question[]> {
    const { rows } = await sql`update webinar_question set answered_at = ${at} where occurrence_id = ${occurrenceId} and id = any(${[...ids]}::uuid[]) and answered_at is null returning ${selected}`.execute(db);
    return z.array(questionRow).parse(rows);
  },

  async forgetOld(endedBefore: Date): Promise<void> {
    await sql`delete from webinar_question q using webinar_date d where d.id = q.occurrence_id and d.ends_at < ${endedBefore}`.execute(db);
  },
});
