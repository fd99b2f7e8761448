// The head of each audit chain is noted beside it, so that rows cut off its end show before the next seal.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table audit_head (request_id uuid primary key, seq int not null, hash text not null)`,
  `insert into audit_head (request_id, seq, hash) select distinct on (request_id) request_id, seq, hash from audit order by request_id, seq desc`,
];
