// What other requests of the same organisation have to do with the people of a list: who is in one that is open, and who is so because of an earlier one.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import { wouldChangeOf } from './rows.ts';
import type { Database } from './schema.ts';
import { stillStands } from './undoing.ts';

const alsoOpen = z.object({ number: z.number(), count: z.number(), rows: z.array(z.number()) });
const doneBefore = z.object({ number: z.number(), count: z.number(), isUndone: z.boolean() });

export const overlapTable = (db: Kysely<Database>) => ({
  /** Open requests of its kind that would change some of the same people, oldest first, with the first row numbers of this list. Rules let nobody of another organisation into either. */
  async alsoOpen(requestId: string, rowLimit: number): Promise<z.infer<typeof alsoOpen>[]> {
    const { rows } = await sql`select q.number, count(*)::int as count, (array_agg(r.number order by r.number))[1:${sql.raw(String(rowLimit))}] as rows
      from request mine join request q on q.organisation = mine.organisation and q.kind = mine.kind and q.id <> mine.id and q.status in ('submitted', 'in-progress', 'on-hold', 'confirming')
      join request_row r on r.request_id = mine.id join request_row o on o.request_id = q.id and o.person_id = r.person_id
      where mine.id = ${requestId} and ${wouldChangeOf('r')} and ${wouldChangeOf('o')} group by q.number order by q.number`.execute(db);
    return z.array(alsoOpen).parse(rows);
  },

  /** Of those who are so already: by which request of ours, the newest first where there were several, and whether that is being undone. Never by one that has put them back since. */
  async doneBefore(requestId: string): Promise<z.infer<typeof doneBefore>[]> {
    const { rows } = await sql`select p.number, count(*)::int as count, bool_or(u.undo is not null and u.undo ->> 'declined' is null and u.status in ('submitted', 'in-progress', 'on-hold', 'confirming')) as "isUndone" from (
        select person_id, max(number) as number from (
          select w.person_id, q.number from request mine
          join request q on q.organisation = mine.organisation and q.kind = mine.kind and q.id <> mine.id
          join effect e on e.request_id = q.id join round r on r.request_id = e.request_id and r.round = e.round
          join request_row w on w.request_id = mine.id and w.person_id = e.person_id and w.is_already and w.duplicate_of is null
          where mine.id = ${requestId} group by w.person_id, q.number, e.step having ${stillStands}) s
        group by person_id) p join request u on u.number = p.number
      group by p.number order by p.number desc`.execute(db);
    return z.array(doneBefore).parse(rows);
  },
});
