// The identities everything later stands on: request, round, row, effect, lane, nonce, post, activity, audit chain, job with its due time.
// Calendar times are people's time (the sandbox can wind it); columns that end in _machine are the machine's time.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // One row per thing this installation made for itself, for example the key that nonces are derived with.
  `create table setting (name text primary key, value text not null)`,

  `create table organisation (code text primary key, name text not null)`,
  `create table roster (
    person_id text not null, organisation text not null references organisation (code), role text not null check (role in ('la', 'primary-la')),
    expires_on date, primary key (person_id, organisation))`,

  `create table conversation (
    id text primary key, kind text not null check (kind in ('personal', 'channel')), service_url text not null, tenant_id text not null,
    person_id text, teams_user_id text, team_id text, channel_id text, gone_reason text, updated_at timestamptz not null)`,
  `create index conversation_person on conversation (person_id) where kind = 'personal'`,

  // Teams repeats activities; the first one decides, later ones get its answer.
  `create table activity (
    conversation_id text not null, activity_id text not null, answer jsonb, seen_at_machine timestamptz not null,
    primary key (conversation_id, activity_id))`,
  `create index activity_age on activity (seen_at_machine)`,

  `create sequence request_number start 2041`,
  `create table request (
    id uuid primary key, number int unique, kind text not null, status text not null, version int not null default 1, round int not null default 1,
    requester_id text not null, requester_name text not null, conversation_id text not null, organisation text,
    file_name text, columns jsonb, problem jsonb, total_rows int not null default 0,
    contact_number text, list_hash text, shown jsonb, halted text check (halted in ('paused', 'stopped')), is_told_to_continue boolean not null default false, reason text,
    confirmed_doubts text[] not null default '{}',
    started_by text, started_by_name text, approved_by text, approved_hash text, portal_marked_count int not null default 0, accepted_unconfirmed int not null default 0,
    ticket_number text, ticket_state text, ticket_wanted text,
    tries_again_at timestamptz, created_at timestamptz not null, checked_at timestamptz, submitted_at timestamptz, target_at timestamptz, started_at timestamptz,
    resolved_at timestamptz, closes_at timestamptz, closed_at timestamptz, forget_at timestamptz,
    lease_owner text, lease_until_machine timestamptz)`,
  `create index request_requester on request (requester_id, created_at)`,
  `create index request_organisation on request (organisation, created_at)`,

  `create table round (
    request_id uuid not null references request (id) on delete cascade, round int not null, purpose text not null check (purpose in ('apply', 'reopen', 'undo')),
    lane text not null, asked_by text not null, started_at timestamptz, finished_at timestamptz,
    is_filled boolean not null default false, slices int not null default 0, last_slice_machine timestamptz, primary key (request_id, round))`,
  `create index round_lane on round (lane) where finished_at is null`,

  // Rows keep what outcomes need: number, address, verdict. The rest of the file is dropped as it streams.
  `create table request_row (
    request_id uuid not null references request (id) on delete cascade, number int not null, address text not null, alternatives jsonb,
    file_cause text, doubts text[] not null default '{}', person_id text, directory_cause text, duplicate_of int, is_already boolean not null default false,
    checked_at timestamptz, primary key (request_id, number)) with (fillfactor = 80)`,
  `create index row_unchecked on request_row (request_id, number) where checked_at is null`,
  `create index row_person on request_row (request_id, person_id)`,

  // is_unsure: some attempt so far may have been done; was_unsure: the same before the attempt now on its way.
  `create table effect (
    request_id uuid not null, round int not null, person_id text not null, step text not null,
    state text not null check (state in ('waiting', 'calling', 'done', 'already', 'refused', 'failed')),
    reason text, attempt int not null default 0, fence bigint, before jsonb, not_before_machine timestamptz,
    is_unsure boolean not null default false, was_unsure boolean not null default false,
    applied_at timestamptz, confirmed_at timestamptz, confirm_reads int not null default 0, contradicted text,
    primary key (request_id, round, person_id, step), foreign key (request_id, round) references round on delete cascade) with (fillfactor = 70)`,
  `create index effect_open on effect (request_id, round, person_id) where state in ('waiting', 'calling')`,
  `create index effect_unconfirmed on effect (request_id, round, person_id) where state in ('done', 'already') and confirmed_at is null`,

  // One writer per lane over all processes; the fence makes a late writer's outcome match nothing.
  `create table lane (key text primary key, owner text, fence bigint not null default 0, lease_until_machine timestamptz)`,

  // A press that was spent, with its first answer.
  `create table nonce (
    request_id uuid not null references request (id) on delete cascade, version int not null, verb text not null, person_id text not null,
    answer jsonb not null, spent_at timestamptz not null, primary key (request_id, version, verb, person_id))`,

  // What we say in Teams. Intent before the call: a post whose answer was lost is unknown, and never repeated by itself.
  `create table post (
    id uuid primary key, conversation_id text not null, request_id uuid references request (id) on delete cascade, subject text not null,
    content jsonb, state text not null check (state in ('waiting', 'posting', 'posted', 'unknown', 'gone')), activity_id text,
    wanted int not null default 1, drawn int not null default 0, created_at timestamptz not null)`,
  `create unique index post_card on post (request_id, conversation_id, subject) where request_id is not null and content is null`,

  // Theoretical arrival times per thread and per tenant (a leaky bucket each): the pace all processes share.
  `create table pace (key text primary key, short_machine double precision not null, long_machine double precision not null)`,

  // Work to do. pg-boss only wakes us; these rows are the truth.
  `create table job (
    name text not null, key text not null, payload jsonb not null, due_at timestamptz not null, not_before_machine timestamptz,
    version int not null default 1, attempts int not null default 0, failures int not null default 0, lease_owner text, lease_until_machine timestamptz,
    woken_at_machine timestamptz, buried_at timestamptz, buried_why text, primary key (name, key))`,
  `create index job_due on job (due_at) where buried_at is null`,

  // Append-only. Object ids and counts only. Each row seals the one before it in its request's chain; seals chain the heads of all.
  `create table audit (
    request_id uuid not null, seq int not null, at timestamptz not null, actor_id text not null, action text not null, person_id text,
    detail jsonb not null, previous_hash text not null, hash text not null, primary key (request_id, seq))`,
  `create index audit_person on audit (person_id, at)`,
  `create table audit_seal (
    seq bigint primary key, sealed_at timestamptz not null, request_id uuid not null, request_seq int not null, head_hash text not null,
    previous_hash text not null, hash text not null)`,

  // Snapshots from the directory, refreshed by jobs.
  `create table snapshot (name text primary key, taken_at timestamptz not null, taken_at_machine timestamptz not null)`,
  `create table protected_person (person_id text primary key)`,
  `create table registration (person_id text primary key, has_method boolean not null)`,

  // The built-in helpdesk's tickets, where no other helpdesk is configured.
  `create sequence ticket_number start 31020417`,
  `create table ticket (
    number text primary key, correlation_id text not null unique, state text not null, short_description text not null, description text not null,
    requester_id text not null, contact_number text not null, affected_count int not null, updated_at timestamptz not null)`,
];
