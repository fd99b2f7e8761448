// Changes of the roster that wait for an operator: proposals of primary LAs, and files that an operator sent.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`create table roster_change (
    id uuid primary key, kind text not null check (kind in ('proposal', 'import')), asked_by text not null, asked_by_name text not null, asked_at timestamptz not null,
    people jsonb not null, count int not null, verdict text check (verdict in ('confirmed', 'rejected')), decided_at timestamptz)`).execute(db);
}
