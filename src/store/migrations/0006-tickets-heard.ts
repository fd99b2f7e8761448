// What of a helpdesk's ticket has been heard or done already: comments by their id there, the list that was attached, changes that were put back.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create table ticket_heard (request_id uuid not null references request (id) on delete cascade, what text not null, primary key (request_id, what))`.execute(db);
}
