// Webinars: series, their dates, who wants to be reminded, who asks for a slot or has a question, and the key updates that are kept.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table webinar_series (
    id uuid primary key, title text not null, channel_id text not null, channel_name text, join_link text not null, escalation_link text not null, agenda jsonb not null,
    first_day text not null, begins text not null, ends text not null, rhythm text not null, calendar_token text not null unique, created_at timestamptz not null)`,
  `create table webinar_date (
    id uuid primary key, series_id uuid references webinar_series (id), day text, starts_at timestamptz not null, ends_at timestamptz not null,
    is_cancelled boolean not null default false, moved_from timestamptz, reason text, sequence int not null default 0, changed_at timestamptz not null,
    calendar_token text not null unique, recording text, done jsonb not null default '[]', is_written_up boolean not null default false, unique (series_id, day))`,
  `create index webinar_date_starts on webinar_date (starts_at)`,
  `create table webinar_reminder (
    occurrence_id uuid not null references webinar_date (id) on delete cascade, person_id text not null, conversation_id text not null, primary key (occurrence_id, person_id))`,
  `create table slot_ask (
    id uuid primary key, occurrence_id uuid not null references webinar_date (id) on delete cascade, slot text not null check (slot in ('guest', 'workplace')), title text not null, speaker text not null, link text,
    asked_by text not null, asked_by_name text not null, asked_at timestamptz not null, verdict text check (verdict in ('accepted', 'declined')), reason text)`,
  `create unique index slot_ask_taken on slot_ask (occurrence_id, slot) where verdict = 'accepted'`,
  `create index slot_ask_occurrence on slot_ask (occurrence_id)`,
  `create table webinar_question (
    id uuid primary key, occurrence_id uuid not null references webinar_date (id) on delete cascade, words text not null, asked_by text not null, asked_at timestamptz not null, answered_at timestamptz)`,
  `create index webinar_question_occurrence on webinar_question (occurrence_id, asked_at)`,
  `create table key_update (
    id uuid primary key, occurrence_id uuid not null references webinar_date (id) on delete cascade, topic text not null, words text not null, link text, position int not null, unique (occurrence_id, topic, words))`,
];
