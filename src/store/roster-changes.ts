// Changes of the roster that wait for an operator. Who they are about goes when one has decided; the audit trail keeps object ids.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from './schema.ts';

const rosterPerson = z.object({ personId: z.string(), name: z.string(), address: z.string(), organisation: z.string(), organisationName: z.string(), role: z.enum(['la', 'primary-la']), expiresOn: z.string().nullable() });
export type RosterPerson = z.infer<typeof rosterPerson>;

const changeRow = z.object({
  id: z.uuid(), is: z.enum(['proposal', 'import']), askedBy: z.string(), askedByName: z.string(), askedAt: z.date(), people: z.array(rosterPerson), count: z.number(),
  verdict: z.enum(['confirmed', 'rejected']).nullable(),
});
export type RosterChange = z.infer<typeof changeRow>;
const selected = sql.raw(`id, kind as "is", asked_by as "askedBy", asked_by_name as "askedByName", asked_at as "askedAt", people, count, verdict`);

export const rosterChangeTable = (db: Kysely<Database>) => ({
  /** False where it is there: the same press, or the same turn, again. */
  async insert({ id, is, askedBy, askedByName, askedAt, people }: Omit<RosterChange, 'count' | 'verdict'>): Promise<boolean> {
    const { numAffectedRows } = await sql`insert into roster_change (id, kind, asked_by, asked_by_name, asked_at, people, count)
      values (${id}, ${is}, ${askedBy}, ${askedByName}, ${askedAt}, ${JSON.stringify(people)}::jsonb, ${people.length}) on conflict do nothing`.execute(db);
    return numAffectedRows === 1n;
  },

  async find(id: string): Promise<RosterChange | null> {
    const { rows } = await sql`select ${selected} from roster_change where id = ${id}`.execute(db);
    return rows[0] ? changeRow.parse(rows[0]) : null;
  },

  async lock(id: string): Promise<RosterChange | null> {
    const { rows } = await sql`select ${selected} from roster_change where id = ${id} for update`.execute(db);
    return rows[0] ? changeRow.parse(rows[0]) : null;
  },

  /** Oldest first. */
  async openProposals(since: Date, limit: number): Promise<RosterChange[]> {
    const { rows } = await sql`select ${selected} from roster_change where kind = 'proposal' and verdict is null and asked_at > ${since} order by asked_at, id limit ${limit}`.execute(db);
    return z.array(changeRow).parse(rows);
  },

  async decide(id: string, verdict: 'confirmed' | 'rejected', at: Date): Promise<void> {
    await sql`update roster_change set verdict = ${verdict}, decided_at = ${at}, people = '[]'::jsonb where id = ${id}`.execute(db);
  },

  /** What nobody decided goes too. */
  async forgetOld(before: Date): Promise<void> {
    await sql`delete from roster_change where asked_at < ${before}`.execute(db);
  },
});
