// Which notices people want, where and when.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  'create table notice_preference (person_id text primary key, "off" text[] not null, place text not null, is_quiet boolean not null, changed_at timestamptz)',
];
