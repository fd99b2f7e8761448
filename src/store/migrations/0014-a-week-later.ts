// A week after a request its requester hears who still has no sign-in method, once, unless they would rather not; and people who left the registration report are forgotten.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  'alter table request add column week_told_at timestamptz',
  'alter table registration add column as_of timestamptz',
  'create table opt_out (person_id text not null, what text not null, since timestamptz not null, primary key (person_id, what))',
];
