// Who hears a notice's short messages: those who have its card, those who asked to, or some of them, each as they have chosen.
import { sql, type Kysely } from 'kysely';
import type { Said } from '../notices/preferences.ts';
import type { Database } from './schema.ts';
import type { Statement } from './statement.ts';

/** `unread`: who has the card in their own chat and has not pressed "Got it"; `unanswered`: and has not signed up, or taken it back. */
export type Told = 'everybody' | 'followers' | 'unread' | 'unanswered';

/** Where no answer came, or none yet, the card that was sent may be there: whoever has it has to hear that it changed. */
const holders: Record<Told, Statement> = {
  everybody: sql`state in ('delivered', 'posting', 'unknown')`,
  followers: sql`false`,
  unanswered: sql`state = 'delivered' and person_id is not null and not exists (select 1 from sign_up s where s.notice_id = delivery.notice_id and s.person_id = delivery.person_id)`,
  unread: sql`state = 'delivered' and person_id is not null and not exists (select 1 from notice_press p where p.notice_id = delivery.notice_id and p.person_id = delivery.person_id and p.what = 'ack')`,
};
const withFollowers: Record<Told, boolean> = { everybody: true, followers: true, unread: false, unanswered: false };

export const alertDeliveries = (db: Kysely<Database>) => ({
  /**
   * Once each. Whoever asked hears it whatever they chose, in quiet hours only what is urgent. `quietUntil`: when those who rest are back.
   * Nobody is named in a channel: what is for some alone goes to none.
   */
  async addAlert(noticeId: string, part: string, { kind, isUrgent, isInChannel, at, quietUntil, to }: Said & { at: Date; quietUntil: Date; to: Told }): Promise<void> {
    await sql`insert into delivery (id, notice_id, part, recipient, person_id, conversation_id, state, due_at)
      select gen_random_uuid(), ${noticeId}, ${part}, recipient, told.person_id, conversation_id, 'waiting',
        case when told.person_id is not null and not ${isUrgent}::boolean and coalesce(is_quiet, true) then ${quietUntil}::timestamptz else ${at}::timestamptz end
      from (select recipient, person_id, conversation_id, bool_or(has_asked) as has_asked from (
          select recipient, person_id, case when person_id is null then conversation_id end as conversation_id, false as has_asked
            from delivery where notice_id = ${noticeId} and part = 'card' and ${holders[to]}
          union all select 'person:' || person_id, person_id, null, true from notice_follow where notice_id = ${noticeId} and ${withFollowers[to]}::boolean) each group by 1, 2, 3) told
        left join notice_preference p on p.person_id = told.person_id
      where ${isUrgent}::boolean or has_asked or not coalesce(${kind}::text = any("off") or (place = 'channel' and ${isInChannel}::boolean), false)
      order by recipient on conflict (notice_id, part, recipient) do nothing`.execute(db);
  },

  /** Nobody rests any more. */
  async hurry(noticeId: string, at: Date): Promise<void> {
    await sql`update delivery set due_at = ${at} where id in (select id from delivery where notice_id = ${noticeId} and state = 'waiting' and due_at > ${at} order by id for update)`.execute(db);
  },

  /** How many have its card in their own chat and have not pressed "Got it". */
  async unread(noticeId: string): Promise<number> {
    const { rows } = await sql<{ count: number }>`select count(*)::int as count from delivery where notice_id = ${noticeId} and part = 'card' and ${holders.unread}`.execute(db);
    return rows[0]?.count ?? 0;
  },
});
