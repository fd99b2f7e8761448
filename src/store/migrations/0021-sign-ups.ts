// Who signed up for what a notice offers.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  // n: the order in which they came, which decides who moves up.
  await sql`create table sign_up (notice_id uuid not null references notice on delete cascade, person_id text not null, choice text not null, state text not null, n int not null, at timestamptz not null, primary key (notice_id, person_id))`.execute(db);
}
