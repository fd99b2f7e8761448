// Which notices people want, where and when: a row for whoever has chosen anything.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Preferences } from '../notices/preferences.ts';
import type { Database } from './schema.ts';

const preferenceRow = z.object({ personId: z.string(), off: z.array(z.string()), place: z.enum(['own-chat', 'channel']), isQuiet: z.boolean() });
const selected = sql.raw('person_id as "personId", "off", place, is_quiet as "isQuiet"');
const fromRow = (row: unknown): [string, Preferences] => {
  const { personId, ...preferences } = preferenceRow.parse(row);
  return [personId, preferences];
};

export const preferenceTable = (db: Kysely<Database>) => ({
  /** Null: nothing chosen yet. */
  async of(personId: string): Promise<Preferences | null> {
    const { rows } = await sql`select ${selected} from notice_preference where person_id = ${personId}`.execute(db);
    return rows[0] === undefined ? null : fromRow(rows[0])[1];
  },

  /** As it is until the transaction is over: two presses at once are both kept. `first`: where nothing was chosen yet. */
  async lock(personId: string, first: Preferences): Promise<Preferences> {
    await sql`insert into notice_preference (person_id, "off", place, is_quiet) values (${personId}, ${first.off}, ${first.place}, ${first.isQuiet}) on conflict do nothing`.execute(db);
    const { rows } = await sql`select ${selected} from notice_preference where person_id = ${personId} for update`.execute(db);
    return fromRow(rows[0])[1];
  },

  async save(personId: string, { off, place, isQuiet }: Preferences, at: Date): Promise<void> {
    await sql`update notice_preference set "off" = ${off}, place = ${place}, is_quiet = ${isQuiet}, changed_at = ${at} where person_id = ${personId}`.execute(db);
  },

  /** Of everybody who has chosen. */
  async all(): Promise<Map<string, Preferences>> {
    const { rows } = await sql`select ${selected} from notice_preference`.execute(db);
    return new Map(rows.map(fromRow));
  },
});
