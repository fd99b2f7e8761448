// What was said at webinars, topic by topic: kept, and searched.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from './schema.ts';

const updateRow = z.object({ id: z.string(), occurrenceId: z.string(), topic: z.string(), words: z.string(), link: z.string().nullable(), position: z.number() });
export type KeyUpdate = z.infer<typeof updateRow>;
const selected = sql.raw(`k.id, k.occurrence_id as "occurrenceId", k.topic, k.words, k.link, k.position`);

/** What a search for a word matches literally. */
const asPattern = (word: string): string => `%${word.replace(/[\\%_]/g, '\\$&')}%`;

export const keyUpdateTable = (db: Kysely<Database>) => ({
  /** After those of the date that are there; false where it says the same as one of them. */
  async add({ id, occurrenceId, topic, words, link }: Omit<KeyUpdate, 'position'>): Promise<boolean> {
    const { numAffectedRows } = await sql`insert into key_update (id, occurrence_id, topic, words, link, position)
      select ${id}::uuid, ${occurrenceId}::uuid, ${topic}::text, ${words}::text, ${link}::text, (select coalesce(max(position), 0) + 1 from key_update where occurrence_id = ${occurrenceId}) on conflict do nothing`.execute(db);
    return numAffectedRows === 1n;
  },

  /** In the order they were added. */
  async of(occurrenceId: string): Promise<KeyUpdate[]> {
    const { rows } = await sql`select ${selected} from key_update k where occurrence_id = ${occurrenceId} order by position, id`.execute(db);
    return z.array(updateRow).parse(rows);
  },

  /** Those in which every word occurs, in topic, text or link; the latest date first. */
  async search(words: readonly string[], limit: number): Promise<KeyUpdate[]> {
    const fits = words.map(word => sql`(k.topic || ' ' || k.words || ' ' || coalesce(k.link, '')) ilike ${asPattern(word)}`);
    const { rows } = await sql`select ${selected} from key_update k join webinar_date d on d.id = k.occurrence_id where ${sql.join(fits, sql` and `)} order by d.starts_at desc, k.position, k.id limit ${limit}`.execute(db);
    return z.array(updateRow).parse(rows);
  },
});
