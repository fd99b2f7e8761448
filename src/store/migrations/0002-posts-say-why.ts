// Posts say why they failed, and which version of a card with inputs is on show; re-reads count from the last one.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `alter table post add column reason text`,
  // The request's version that a form, or a card with inputs, was made of: while it is the present one, what is being typed is not redrawn.
  `alter table post add column inputs_version int`,
  `alter table effect add column read_at timestamptz`,
];
