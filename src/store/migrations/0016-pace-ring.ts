// The pace knows the latest calls themselves, so that no second sees more of them than Teams takes. Older processes go on with the buckets beside it.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table pace add column moments_machine double precision[] not null default '{}'`.execute(db);
}
