// Which notices people want, where and when; and what they tell us.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  'create table notice_preference (person_id text primary key, "off" text[] not null, place text not null, is_quiet boolean not null, changed_at timestamptz)',
  `create table feedback (
    id uuid primary key,
    page jsonb,
    words text not null,
    person_id text not null,
    person_name text not null,
    organisation text,
    sent_at timestamptz not null,
    state text not null,
    answer text,
    answered_by_name text,
    answered_at timestamptz)`,
  "create index feedback_open on feedback (sent_at) where state = 'open'",
  'create index feedback_of on feedback (person_id, sent_at)',
];
