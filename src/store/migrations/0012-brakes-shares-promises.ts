// All changes stopped by an operator, at most one stop at a time; how many people a request's organisation has; and why a request is late, with its new time.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table brake (
    id uuid primary key, reason text not null, stopped_by_name text not null, stopped_at timestamptz not null, ended_by_name text, ended_at timestamptz, post_id uuid)`,
  `create unique index brake_on on brake ((true)) where ended_at is null`,
  'create index audit_seal_request on audit_seal (request_id)',
  'alter table request add column organisation_size int',
  'alter table request add column lateness jsonb',
];
