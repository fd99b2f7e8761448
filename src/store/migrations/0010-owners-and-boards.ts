// Who has a request, apart from who started it; whether resolvers were alerted to it; and the newest queue card of the resolvers' channel.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table request add column owner_id text, add column owner_name text, add column mentioned_at timestamptz`,
  `update request set owner_id = started_by, owner_name = started_by_name where started_by is not null and kind = 'enable-mfa'`,
  // What was there before was seen by somebody.
  `update request set mentioned_at = submitted_at where submitted_at is not null`,
  `create index request_unmentioned on request (submitted_at) where status = 'submitted' and mentioned_at is null`,
  `create table queue_board (channel text primary key, post_id uuid not null, drawn_at timestamptz not null)`,
];
