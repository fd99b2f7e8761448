// A request about an earlier one that is closed quotes it for good, also when that is forgotten.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw('alter table request add column follows jsonb').execute(db);
}
