// Notices: what is said to many, one delivery for each recipient and part of it, the short messages that follow, and who wants them.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table notice (
    id uuid primary key,
    kind text not null,
    facts jsonb not null,
    audience jsonb not null,
    state text not null,
    revision int not null default 1,
    wants_ack boolean not null default false,
    send_at timestamptz,
    composed_by text not null,
    composed_by_name text not null,
    approved_by text,
    approved_by_name text,
    created_at timestamptz not null,
    began_at timestamptz,
    ended_at timestamptz,
    progress_post_id uuid)`,
  'create index notice_by_kind on notice (kind, created_at)',
  // A card that changes alerts nobody, so what matters is said anew: the n-th short message of a notice.
  'create table notice_alert (notice_id uuid not null references notice on delete cascade, n int not null, text text not null, created_at timestamptz not null, primary key (notice_id, n))',
  // Whoever pressed what: in a channel too, where no delivery is theirs.
  'create table notice_press (notice_id uuid not null references notice on delete cascade, person_id text not null, what text not null, first_at timestamptz not null, times int not null default 1, primary key (notice_id, person_id, what))',
  'create table notice_follow (notice_id uuid not null references notice on delete cascade, person_id text not null, since timestamptz not null, primary key (notice_id, person_id))',
  `create table delivery (
    id uuid primary key,
    notice_id uuid not null references notice on delete cascade,
    part text not null,
    recipient text not null,
    person_id text,
    conversation_id text,
    merge jsonb,
    state text not null,
    reason text,
    due_at timestamptz not null,
    not_before_machine timestamptz,
    lease_owner text,
    lease_until_machine timestamptz,
    failures int not null default 0,
    activity_id text,
    drawn int not null default 0,
    ended_at timestamptz,
    unique (notice_id, part, recipient))`,
  "create index delivery_open on delivery (notice_id, due_at) where state in ('waiting', 'posting')",
  "create index delivery_behind on delivery (notice_id, drawn) where state = 'delivered' and part = 'card'",
];
