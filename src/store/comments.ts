// Comments on a request: written once each, kept as long as the request.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Comment } from '../requests/comment.ts';
import type { Database } from './schema.ts';

const commentRow = z.object({ id: z.string(), requestId: z.string(), side: z.enum(['organisation', 'resolver', 'helpdesk']), personId: z.string().nullable(), personName: z.string(), words: z.string(), at: z.date() });
const selected = sql.raw(`id, request_id as "requestId", side, person_id as "personId", person_name as "personName", words, at`);

export const commentTable = (db: Kysely<Database>) => ({
  /** False where it is there already: the same press again. */
  async add({ id, requestId, side, personId, personName, words, at }: Comment): Promise<boolean> {
    const { numAffectedRows } = await sql`insert into comment (id, request_id, side, person_id, person_name, words, at)
      values (${id}, ${requestId}, ${side}, ${personId}, ${personName}, ${words}, ${at}) on conflict do nothing`.execute(db);
    return numAffectedRows === 1n;
  },

  async find(id: string): Promise<Comment | null> {
    const { rows } = await sql`select ${selected} from comment where id = ${id}`.execute(db);
    return rows[0] ? commentRow.parse(rows[0]) : null;
  },

  /** The latest ones, oldest first. */
  async latest(requestId: string, limit: number): Promise<Comment[]> {
    const { rows } = await sql`select ${selected} from comment where request_id = ${requestId} order by at desc, id desc limit ${limit}`.execute(db);
    return z.array(commentRow).parse(rows).toReversed();
  },

  /** Who wrote for the organisation. */
  async writers(requestId: string): Promise<string[]> {
    const { rows } = await sql`select distinct person_id as "personId" from comment where request_id = ${requestId} and side = 'organisation' and person_id is not null order by 1`.execute(db);
    return z.array(z.object({ personId: z.string() })).parse(rows).map(row => row.personId);
  },
});
