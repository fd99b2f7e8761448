// Which cards a notice's officers have: those asked to approve it, and its author's, which follows it.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from './schema.ts';

const postRow = z.object({ postId: z.string() });

export const noticeApprovalTable = (db: Kysely<Database>) => ({
  async isAsked(noticeId: string, personId: string, seen: string): Promise<boolean> {
    return (await sql`select 1 from notice_asked where notice_id = ${noticeId} and person_id = ${personId} and seen = ${seen}`.execute(db)).rows.length > 0;
  },

  async asked({ noticeId, personId, seen, postId }: { noticeId: string; personId: string; seen: string; postId: string }): Promise<void> {
    await sql`insert into notice_asked (notice_id, person_id, seen, post_id) values (${noticeId}, ${personId}, ${seen}, ${postId})`.execute(db);
  },

  /** Nobody is asked any more. Answers the posts that asked. */
  async close(noticeId: string): Promise<string[]> {
    const { rows } = await sql`delete from notice_asked where notice_id = ${noticeId} returning post_id as "postId"`.execute(db);
    return z.array(postRow).parse(rows).map(({ postId }) => postId);
  },

  /** The next card that follows it is a new one. */
  async followAnew(noticeId: string): Promise<void> {
    await sql`update notice set progress_post_id = null where id = ${noticeId}`.execute(db);
  },
});
