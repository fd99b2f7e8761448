// Incidents and emergency releases that requests wait behind, and who was told of each.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table incident (
    id uuid primary key, kind text not null check (kind in ('incident', 'release')), reference text not null, title text not null, link text, request_ids jsonb not null,
    opened_by_name text not null, opened_at timestamptz not null, ended_at timestamptz, post_id uuid)`,
  `create index incident_open on incident (opened_at) where ended_at is null`,
  `create table incident_told (incident_id uuid not null references incident (id) on delete cascade, conversation_id text not null, primary key (incident_id, conversation_id))`,
  `create index request_held on request ((hold ->> 'incidentId')) where status = 'on-hold'`,
];
