// Who was asked to approve a notice, and by which card; and when the card that counts its deliveries was last drawn.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // Of what they were to see: changed since, they are asked again.
  'create table notice_asked (notice_id uuid not null references notice on delete cascade, person_id text not null, seen text not null, post_id uuid not null, primary key (notice_id, person_id, seen))',
  'alter table notice add column drawn_machine timestamptz',
];
