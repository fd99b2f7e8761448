// Facts copied from the directory by jobs, each with its date: people who must never be changed, and who has a sign-in method.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import { protectedPersonRow, registrationRow, snapshotRow, type Database } from './schema.ts';

export type SnapshotName = 'protected' | 'registration';

export const snapshotTable = (db: Kysely<Database>) => {
  const taken = (name: SnapshotName, at: Date, machineNow: number) => {
    const times = { taken_at: at, taken_at_machine: new Date(machineNow) };
    return db.insertInto('snapshot').values({ name, ...times }).onConflict((c) => c.column('name').doUpdateSet(times)).execute();
  };
  return {
    /** When it was taken: the calendar for people to read, the machine (milliseconds) for its age. Null before the first. */
    async takenAt(name: SnapshotName): Promise<{ at: Date; machine: number } | null> {
      const row = await db.selectFrom('snapshot').selectAll().where('name', '=', name).executeTakeFirst();
      if (!row) return null;
      const { taken_at, taken_at_machine } = snapshotRow.parse(row);
      return { at: taken_at, machine: taken_at_machine.getTime() };
    },
    /** Inside a transaction, so that nobody is unprotected for a moment. */
    async replaceProtected(personIds: Iterable<string>, at: Date, machineNow: number): Promise<void> {
      await db.deleteFrom('protected_person').execute();
      await sql`insert into protected_person (person_id) select distinct unnest(${[...personIds]}::text[])`.execute(db);
      await taken('protected', at, machineNow);
    },
    /** Which of these people are protected. */
    async protectedAmong(personIds: readonly string[]): Promise<Set<string>> {
      const { rows } = await sql`select person_id from protected_person where person_id = any(${[...personIds]}::text[])`.execute(db);
      return new Set(z.array(protectedPersonRow).parse(rows).map((row) => row.person_id));
    },
    /** One page of the registration report of `at`, at most 5,000 people. */
    async saveRegistrations(people: readonly { personId: string; hasMethod: boolean }[], at: Date): Promise<void> {
      await sql`insert into registration (person_id, has_method, as_of)
        select "personId", "hasMethod", ${at}::timestamptz from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) v("personId" text, "hasMethod" boolean)
        on conflict (person_id) do update set has_method = excluded.has_method, as_of = excluded.as_of`.execute(db);
    },
    /** The whole report is saved: whoever is not in it any more (gone, or switched off) is not known. */
    async registrationsTaken(at: Date, machineNow: number): Promise<void> {
      await sql`delete from registration where as_of is null or as_of < ${at}`.execute(db);
      await taken('registration', at, machineNow);
    },
    /** Who has a sign-in method; people the snapshot does not know are missing from the answer. */
    async registrations(personIds: readonly string[]): Promise<Map<string, boolean>> {
      const { rows } = await sql`select person_id, has_method from registration where person_id = any(${[...personIds]}::text[])`.execute(db);
      return new Map(z.array(registrationRow.omit({ as_of: true })).parse(rows).map((row) => [row.person_id, row.has_method]));
    },
  };
};
