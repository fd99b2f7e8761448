// The newest queue card of the resolvers' channel, which follows the queue.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from './schema.ts';

const boardRow = z.object({ postId: z.string(), drawnAt: z.date() });
export type QueueBoard = z.infer<typeof boardRow>;

export const queueBoardTable = (db: Kysely<Database>) => ({
  /** It is this post from now on. Answers the post that was it before; null where there was none. */
  async move(channel: string, postId: string, at: Date): Promise<string | null> {
    const { rows } = await sql`select post_id as "postId", drawn_at as "drawnAt" from queue_board where channel = ${channel} for update`.execute(db);
    await sql`insert into queue_board (channel, post_id, drawn_at) values (${channel}, ${postId}, ${at})
      on conflict (channel) do update set post_id = excluded.post_id, drawn_at = excluded.drawn_at`.execute(db);
    return rows[0] ? boardRow.parse(rows[0]).postId : null;
  },

  async find(channel: string): Promise<QueueBoard | null> {
    const { rows } = await sql`select post_id as "postId", drawn_at as "drawnAt" from queue_board where channel = ${channel}`.execute(db);
    return rows[0] ? boardRow.parse(rows[0]) : null;
  },

  /** False where a newer one took its place. */
  async drawn(channel: string, postId: string, at: Date): Promise<boolean> {
    const { numAffectedRows } = await sql`update queue_board set drawn_at = ${at} where channel = ${channel} and post_id = ${postId}`.execute(db);
    return numAffectedRows === 1n;
  },

  async remove(channel: string, postId: string): Promise<void> {
    await sql`delete from queue_board where channel = ${channel} and post_id = ${postId}`.execute(db);
  },

  /** Whether there is one, and the request may be on it. */
  async concerns(requestId: string): Promise<boolean> {
    const { rows } = await sql`select 1 from request where id = ${requestId} and number is not null and exists (select 1 from queue_board)`.execute(db);
    return rows.length > 0;
  },
});
