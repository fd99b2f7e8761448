// Activities already seen. Teams repeats them; the first one decides, and later ones get its answer.
import type { Kysely } from 'kysely';
import { activityRow, type Database } from './schema.ts';

const dayMs = 24 * 60 * 60_000;

export const activityTable = (db: Kysely<Database>) => {
  const one = (conversationId: string, activityId: string) => ({ conversation_id: conversationId, activity_id: activityId });
  return {
    /** True for the first caller only, over all processes. `machineNow` in milliseconds. */
    async isNew(conversationId: string, activityId: string, machineNow: number): Promise<boolean> {
      const row = await db.insertInto('activity').values({ ...one(conversationId, activityId), seen_at_machine: new Date(machineNow) })
        .onConflict((c) => c.doNothing()).returning('activity_id').executeTakeFirst();
      return row !== undefined;
    },
    /** What the first one was answered; null while it is being worked on, or when there was nothing to answer. */
    async answer(conversationId: string, activityId: string): Promise<unknown> {
      const row = await db.selectFrom('activity').selectAll().where((w) => w.and(one(conversationId, activityId))).executeTakeFirst();
      return row ? activityRow.parse(row).answer : null;
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
