// Which organisations there are, and who is a Local Administrator of which, until when.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import { organisationRow, rosterRow, type Database } from './schema.ts';

export type RosterEntry = {
  personId: string;
  organisation: string;
  role: 'la' | 'primary-la';
  /** The last day it holds, in London: 2026-03-29. Null: until taken away. */
  expiresOn: string | null;
};
const localAdministratorRow = rosterRow.extend({ organisation_name: z.string() });

const localAdministratorRows = z.array(localAdministratorRow);

export const rosterTable = (db: Kysely<Database>) => {
  const entries = () => db.selectFrom('roster').innerJoin('organisation', 'organisation.code', 'roster.organisation')
    .selectAll('roster').select('organisation.name as organisation_name');
  return {
    async isEmpty(): Promise<boolean> {
      return (await db.selectFrom('roster').select('person_id').limit(1).executeTakeFirst()) === undefined;
    },
    /** What a person administers on a day (London, 2026-03-29). */
    async of(personId: string, today: string): Promise<{ organisation: string; organisationName: string; role: RosterEntry['role'] }[]> {
      const rows = await entries().where('person_id', '=', personId)
        .where((w) => w.or([w('expires_on', 'is', null), w('expires_on', '>=', today)])).orderBy('organisation').execute();
      return localAdministratorRows.parse(rows)
        .map((row) => ({ organisation: row.organisation, organisationName: row.organisation_name, role: row.role }));
    },
    /** Everybody who looks after an organisation on that day, by organisation; with none named, all of them. */
    async all(today: string, { primaryOnly, organisations }: { primaryOnly: boolean; organisations: readonly string[] }): Promise<{ personId: string; organisation: string }[]> {
      let rows = entries().where((w) => w.or([w('expires_on', 'is', null), w('expires_on', '>=', today)]));
      if (primaryOnly) rows = rows.where('role', '=', 'primary-la');
      if (organisations.length > 0) rows = rows.where('organisation', 'in', [...organisations]);
      return localAdministratorRows.parse(await rows.orderBy('organisation').orderBy('person_id').execute()).map((row) => ({ personId: row.person_id, organisation: row.organisation }));
    },
    /** How many people look after each of these organisations on that day; those that are none of ours are not in the answer. */
    async peopleOf(codes: readonly string[], today: string, { primaryOnly }: { primaryOnly: boolean }): Promise<Map<string, number>> {
      const { rows } = await sql`select code, count(person_id)::int as people from organisation left join roster
        on organisation = code and (expires_on is null or expires_on >= ${today}) and (role = 'primary-la' or not ${primaryOnly}::boolean) where code = any(${codes}) group by code`.execute(db);
      return new Map(z.array(z.object({ code: z.string(), people: z.number() })).parse(rows).map(({ code, people }) => [code, people]));
    },
    async organisationName(code: string): Promise<string | null> {
      const row = await db.selectFrom('organisation').selectAll().where('code', '=', code).executeTakeFirst();
      return row ? organisationRow.parse(row).name : null;
    },
    /** Adds and changes; takes nobody away. */
    async save(organisations: readonly { code: string; name: string }[], people: readonly RosterEntry[]): Promise<void> {
      await sql`insert into organisation (code, name) select code, name from jsonb_to_recordset(${JSON.stringify(organisations)}::jsonb) v(code text, name text)
        on conflict (code) do update set name = excluded.name`.execute(db);
      await sql`insert into roster (person_id, organisation, role, expires_on)
        select "personId", organisation, role, "expiresOn" from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) v("personId" text, organisation text, role text, "expiresOn" date)
        on conflict (person_id, organisation) do update set role = excluded.role, expires_on = excluded.expires_on`.execute(db);
    },
  };
};
