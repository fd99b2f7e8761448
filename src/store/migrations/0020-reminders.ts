// On which days readers of a notice were reminded, or are to be.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // Where sent_at is null the day is still to come.
  await sql`create table notice_reminder (notice_id uuid not null references notice on delete cascade, day text not null, due_at timestamptz not null, asked_by text not null, sent_at timestamptz, people int, primary key (notice_id, day))`.execute(db);
}
