// Activities already seen. Teams repeats them; the first one decides, and later ones get its answer.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Conversation } from '../services.ts';
import { asKnown } from './conversations.ts';
import type { Database } from './schema.ts';

const dayMs = 24 * 60 * 60_000;

const beforeRow = z.object({ answer: z.unknown(), isAsKnown: z.boolean() });

export const activityTable = (db: Kysely<Database>) => {
  const one = (conversationId: string, activityId: string) => ({ conversation_id: conversationId, activity_id: activityId });
  return {
    /** True for the first caller only, over all processes. `machineNow` in milliseconds. */
    async isNew(conversationId: string, activityId: string, machineNow: number): Promise<boolean> {
      const row = await db.insertInto('activity').values({ ...one(conversationId, activityId), seen_at_machine: new Date(machineNow) })
        .onConflict((c) => c.doNothing()).returning('activity_id').executeTakeFirst();
      return row !== undefined;
    },
    /** `answer`: what the first one was answered; null while it is being worked on, or when there was nothing to answer. `isAsKnown`: nothing is new about the conversation. */
    async before(conversation: Conversation, activityId: string, at: Date): Promise<{ answer: unknown; isAsKnown: boolean }> {
      const { rows } = await sql`select (select answer from activity where conversation_id = ${conversation.id} and activity_id = ${activityId}) as answer, exists (${asKnown(conversation, at)}) as "isAsKnown"`.execute(db);
      return beforeRow.parse(rows[0]);
    },
    /** Seen, and answered so; where somebody was answered before, that stays. */
    async saveAnswer(conversationId: string, activityId: string, answer: object, machineNow: number): Promise<void> {
      await db.insertInto('activity').values({ ...one(conversationId, activityId), seen_at_machine: new Date(machineNow), answer: JSON.stringify(answer) }).onConflict((c) => c.columns(['conversation_id', 'activity_id']).doUpdateSet((w) => ({ answer: w.ref('excluded.answer') })).where('activity.answer', 'is', null)).execute();
    },
    /** Lets a turn that failed be sent again by Teams. */
    async forget(conversationId: string, activityId: string): Promise<void> {
      await db.deleteFrom('activity').where((w) => w.and(one(conversationId, activityId))).execute();
    },
    /** Teams does not repeat an activity after a day. */
    async forgetOld(machineNow: number): Promise<void> {
      await db.deleteFrom('activity').where('seen_at_machine', '<', new Date(machineNow - dayMs)).execute();
    },
  };
};
