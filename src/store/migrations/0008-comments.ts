// What people write to each other about a request, on either side.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table comment (
    id uuid primary key, request_id uuid not null references request (id) on delete cascade, side text not null check (side in ('organisation', 'resolver', 'helpdesk')),
    person_id text, person_name text not null, words text not null, at timestamptz not null)`,
  `create index comment_request on comment (request_id, at)`,
];
