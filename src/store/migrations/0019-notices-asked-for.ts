// Who was asked to approve a notice, and by which card.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(table).execute(db);
}

// Of what they were to see: changed since, they are asked again.
const table = 'create table notice_asked (notice_id uuid not null references notice on delete cascade, person_id text not null, seen text not null, post_id uuid not null, primary key (notice_id, person_id, seen))';
