// Who is to be told what of a notice, and what came of it: one row for each recipient and part, with the message it became in Teams.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import { recipientKey, type Recipient } from '../notices/audience.ts';
import { deliveryReports } from './delivery-reports.ts';
import type { Said } from '../notices/preferences.ts';
import type { Database } from './schema.ts';

const deliveryStates = ['waiting', 'posting', 'delivered', 'failed', 'unknown', 'cancelled'] as const;

const deliveryRow = z.object({
  id: z.uuid(), noticeId: z.uuid(), part: z.string(), personId: z.string().nullable(), conversationId: z.string().nullable(), merge: z.record(z.string(), z.string()).nullable(),
  state: z.enum(deliveryStates), reason: z.string().nullable(), activityId: z.string().nullable(), drawn: z.number().int(), endedAt: z.date().nullable(),
});
export type Delivery = z.infer<typeof deliveryRow>;
const selected = sql.raw(`id, notice_id as "noticeId", part, person_id as "personId", conversation_id as "conversationId", merge, state, reason, activity_id as "activityId", drawn, ended_at as "endedAt"`);
const many = (rows: readonly unknown[]): Delivery[] => z.array(deliveryRow).parse(rows);
const countRow = z.object({ state: z.enum(deliveryStates), reason: z.string().nullable(), count: z.number().int() });
const dueRow = z.object({ at: z.date().nullable() });

export const deliveryTable = (db: Kysely<Database>) => ({
  ...deliveryOutcomes(db),
  ...afterCards(db),
  ...deliveryReports(db),
  /** Whoever is there already is passed over. */
  async add(noticeId: string, part: string, recipients: readonly Recipient[]): Promise<void> {
    const rows = recipients.map(recipient => ({ recipient: recipientKey(recipient), person: 'personId' in recipient ? recipient.personId : null, conversation: 'conversationId' in recipient ? recipient.conversationId : null, merge: 'merge' in recipient ? recipient.merge : null, due_at: recipient.dueAt }));
    await sql`insert into delivery (id, notice_id, part, recipient, person_id, conversation_id, merge, state, due_at)
      select gen_random_uuid(), ${noticeId}, ${part}, recipient, person, conversation, merge, 'waiting', due_at
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) v(recipient text, person text, conversation text, merge jsonb, due_at timestamptz) order by recipient on conflict (notice_id, part, recipient) do nothing`.execute(db);
  },

  /** Those to send now, and those whose card is behind. */
  async open(noticeId: string, revision: number, now: Date, limit: number): Promise<Delivery[]> {
    const { rows } = await sql`select ${selected} from delivery where notice_id = ${noticeId} and ((state = 'waiting' and due_at <= ${now}) or (state = 'delivered' and part = 'card' and drawn < ${revision})) order by part, recipient limit ${limit}`.execute(db);
    return many(rows);
  },

  /** When the next of those that wait is due; null where nobody waits. */
  async nextDue(noticeId: string): Promise<Date | null> {
    const { rows } = await sql`select min(due_at) as at from delivery where notice_id = ${noticeId} and state = 'waiting'`.execute(db);
    return dueRow.parse(rows[0]).at;
  },

  /** Before the call to Teams. False: it is not waiting any more, or its notice is not being sent. */
  async begin(id: string): Promise<boolean> {
    const { numAffectedRows } = await sql`update delivery d set state = 'posting' where id = ${id} and state = 'waiting'
      and exists (select 1 from notice n where n.id = d.notice_id and n.state = 'sending')`.execute(db);
    return numAffectedRows === 1n;
  },

  /** Its card shows this revision, or cannot be changed any more. */
  async drawn(id: string, revision: number): Promise<void> {
    await sql`update delivery set drawn = greatest(drawn, ${revision}) where id = ${id}`.execute(db);
  },
  /** A chat that was found or started for them. */
  async placed(id: string, conversationId: string): Promise<void> {
    await sql`update delivery set conversation_id = ${conversationId} where id = ${id}`.execute(db);
  },

  /** Nobody is told who has not been. */
  async cancelWaiting(noticeId: string, at: Date): Promise<void> {
    await sql`update delivery set state = 'cancelled', ended_at = ${at} where notice_id = ${noticeId} and state = 'waiting'`.execute(db);
  },

  async counts(noticeId: string, part = 'card'): Promise<z.infer<typeof countRow>[]> {
    const { rows } = await sql`select state, reason, count(*)::int as count from delivery where notice_id = ${noticeId} and part = ${part} group by state, reason order by count(*) desc, reason`.execute(db);
    return z.array(countRow).parse(rows);
  },
});

/** What follows once cards are out. */
const afterCards = (db: Kysely<Database>) => ({
  /**
   * A short message goes to everybody who has the card, and to those who asked to hear of it, once each, as they have chosen: whoever asked hears it whatever they chose,
   * in quiet hours only what is urgent. `quietUntil`: when those who rest are back.
   */
  async addAlert(noticeId: string, part: string, { kind, isUrgent, isInChannel, at, quietUntil }: Said & { at: Date; quietUntil: Date }): Promise<void> {
    await sql`insert into delivery (id, notice_id, part, recipient, person_id, conversation_id, state, due_at)
      select gen_random_uuid(), ${noticeId}, ${part}, recipient, told.person_id, conversation_id, 'waiting',
        case when told.person_id is not null and not ${isUrgent}::boolean and coalesce(is_quiet, true) then ${quietUntil}::timestamptz else ${at}::timestamptz end
      from (select recipient, person_id, conversation_id, bool_or(has_asked) as has_asked from (
          select recipient, person_id, case when person_id is null then conversation_id end as conversation_id, false as has_asked from delivery where notice_id = ${noticeId} and part = 'card' and state = 'delivered'
          union all select 'person:' || person_id, person_id, null, true from notice_follow where notice_id = ${noticeId}) each group by 1, 2, 3) told
        left join notice_preference p on p.person_id = told.person_id
      where ${isUrgent}::boolean or has_asked or not coalesce(${kind}::text = any("off") or (place = 'channel' and ${isInChannel}::boolean), false)
      order by recipient on conflict (notice_id, part, recipient) do nothing`.execute(db);
  },

  /** Nobody rests any more. */
  async hurry(noticeId: string, at: Date): Promise<void> {
    await sql`update delivery set due_at = ${at} where notice_id = ${noticeId} and state = 'waiting' and due_at > ${at}`.execute(db);
  },
});

/** What came of a call to Teams. */
const deliveryOutcomes = (db: Kysely<Database>) => {
  const ended = (id: string, values: { state: 'delivered' | 'failed' | 'unknown'; reason?: string; activityId?: string; drawn?: number; at: Date }) =>
    sql`update delivery set state = ${values.state}, reason = ${values.reason ?? null}, activity_id = coalesce(${values.activityId ?? null}, activity_id), drawn = greatest(drawn, ${values.drawn ?? 0}), ended_at = ${values.at} where id = ${id} and state = 'posting'`.execute(db);
  return {
    async delivered(id: string, facts: { activityId: string; drawn: number; at: Date }): Promise<void> {
      await ended(id, { state: 'delivered', ...facts });
    },
    async failed(id: string, reason: string, at: Date): Promise<void> {
      await ended(id, { state: 'failed', reason, at });
    },
    /** No answer came: it may be there or not. */
    async unknown(id: string, at: Date): Promise<void> {
      await ended(id, { state: 'unknown', at });
    },
    async later(id: string): Promise<void> {
      await sql`update delivery set state = 'waiting' where id = ${id} and state = 'posting'`.execute(db);
    },
  };
};
