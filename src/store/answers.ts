// A message that is answered by one thing said, in one statement: seen, heard from, said, and its delivery given to the runner of this process.
// Most messages are like that, and a statement costs more than all else that is done for one. Everything else is dispatch.ts's transaction.
import { randomUUID } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Content } from '../cards.ts';
import type { Conversation } from '../services.ts';
import { heardRow } from './conversations.ts';
import type { JobNeeds } from './jobs.ts';
import { handOver, type Lease } from './near.ts';
import type { Post } from './posts.ts';
import type { Database } from './schema.ts';

export type Said = { conversation: Conversation; activityId: string; content: Content; at: Date };

const savedRow = z.object({ is_known: z.boolean(), is_new: z.boolean() });

export const answerTable = (db: Kysely<Database>, { clock, near }: JobNeeds) => {
  async function save({ conversation, activityId, content, at }: Said, postId: string, lease: Lease) {
    const heard = heardRow(conversation, at);
    const { rows } = await sql`
      with known as (select 1 from conversation where id = ${conversation.id} and gone_reason is null),
      seen as (insert into activity (conversation_id, activity_id, seen_at_machine) select ${conversation.id}, ${activityId}, ${new Date(clock.machine())}::timestamptz from known
        on conflict do nothing returning 1),
      heard as (update conversation set (${sql.raw(Object.keys(heard).join(', '))}) = row (${sql.join(Object.values(heard))})
        where id = ${conversation.id} and gone_reason is null and exists (select 1 from seen)),
      said as (insert into post (id, conversation_id, subject, content, state, created_at)
        select ${postId}::uuid, ${conversation.id}, ${content.is}, ${JSON.stringify(content)}::jsonb, 'waiting', ${at}::timestamptz from seen),
      work as (insert into job (name, key, payload, due_at, lease_owner, lease_until_machine, attempts)
        select 'deliver-post', ${postId}, ${JSON.stringify({ postId })}::jsonb, ${at}::timestamptz, ${lease.owner}, ${lease.until}::timestamptz, 1 from seen)
      select exists (select 1 from known) as is_known, exists (select 1 from seen) as is_new`.execute(db);
    return savedRow.parse(rows[0]);
  }

  return {
    /** False: nothing was saved, and it is for the transaction. No room here, or a conversation that is new, or was gone and may have missed cards. */
    async say(said: Said): Promise<boolean> {
      const { content, conversation, at } = said;
      const postId = randomUUID();
      const post: Post = { id: postId, conversationId: conversation.id, requestId: null, subject: content.is, content, state: 'waiting', activityId: null, wanted: 1, drawn: 0, inputsVersion: null };
      const job = { name: 'deliver-post', key: postId, payload: { postId, atHand: { post, conversation: { ...conversation, goneReason: null } } }, dueAt: at };
      let isKnown = false;
      await handOver(near(), clock, job, async lease => {
        if (lease === null) return false;
        const saved = await save(said, postId, lease);
        isKnown = saved.is_known;
        return saved.is_new;
      });
      return isKnown;
    },
  };
};
