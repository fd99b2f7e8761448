// Who is to be told what of a notice, and what came of it: one row for each recipient and part, with the message it became in Teams.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import { recipientKey, type Recipient } from '../notices/audience.ts';
import { alertDeliveries } from './alerts.ts';
import { deliveryReports } from './delivery-reports.ts';
import { fromRow as conversationFrom, placeRow, type Known } from './conversations.ts';
import type { Database } from './schema.ts';

const deliveryStates = ['waiting', 'posting', 'delivered', 'failed', 'unknown', 'cancelled'] as const;

const deliveryRow = z.object({
  id: z.uuid(), noticeId: z.uuid(), part: z.string(), personId: z.string().nullable(), conversationId: z.string().nullable(), merge: z.record(z.string(), z.string()).nullable(),
  state: z.enum(deliveryStates), reason: z.string().nullable(), activityId: z.string().nullable(), drawn: z.number().int(), failures: z.number().int(), endedAt: z.date().nullable(),
});
type Delivery = z.infer<typeof deliveryRow>;
const selected = sql.raw(`id, notice_id as "noticeId", part, person_id as "personId", conversation_id as "conversationId", merge, state, reason, activity_id as "activityId", drawn, failures, ended_at as "endedAt"`);
const countRow = z.object({ state: z.enum(deliveryStates), reason: z.string().nullable(), count: z.number().int() });
const restRow = z.object({ isOpen: z.boolean(), dueAt: z.date().nullable(), againAt: z.date().nullable() });
const placed = z.object({ place: placeRow.nullable() });
const idRows = z.array(z.object({ id: z.string() }));

/** `place`: where to say it; null where no chat is known, or the channel is gone. */
export type Taken = Delivery & { place: Known | null };

/** What came of a call: the new state, or 'waiting' for another try at `notBefore`, machine time. */
export type Ended = { id: string; state: 'waiting' | 'delivered' | 'failed' | 'unknown'; reason?: string; activityId?: string; drawn?: number; notBefore?: Date };
/** A lease in machine time: whose it is, and until when. */
export type Holder = { owner: string; until: Date };

export const deliveryTable = (db: Kysely<Database>) => ({
  ...deliveryLeases(db),
  ...alertDeliveries(db),
  ...deliveryReports(db),
  /** Whoever is there already is passed over. */
  async add(noticeId: string, part: string, recipients: readonly Recipient[]): Promise<void> {
    const rows = recipients.map(recipient => ({ recipient: recipientKey(recipient), person: 'personId' in recipient ? recipient.personId : null, conversation: 'conversationId' in recipient ? recipient.conversationId : null, merge: 'merge' in recipient ? recipient.merge : null, due_at: recipient.dueAt }));
    await sql`insert into delivery (id, notice_id, part, recipient, person_id, conversation_id, merge, state, due_at)
      select gen_random_uuid(), ${noticeId}, ${part}, recipient, person, conversation, merge, 'waiting', due_at
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) v(recipient text, person text, conversation text, merge jsonb, due_at timestamptz) order by recipient on conflict (notice_id, part, recipient) do nothing`.execute(db);
  },

  /** Nobody is sent the card who has not been; of `everything` nobody hears a short message any more either. */
  async cancelWaiting(noticeId: string, of: 'cards' | 'everything', at: Date): Promise<void> {
    const parts = of === 'cards' ? sql`part = 'card'` : sql`true`;
    await sql`update delivery set state = 'cancelled', ended_at = ${at} where id in (select id from delivery where notice_id = ${noticeId} and state = 'waiting' and ${parts} order by id for update) and state = 'waiting'`.execute(db);
  },

  async counts(noticeId: string, part = 'card'): Promise<z.infer<typeof countRow>[]> {
    const { rows } = await sql`select state, reason, count(*)::int as count from delivery where notice_id = ${noticeId} and part = ${part} group by state, reason order by count(*) desc, reason`.execute(db);
    return z.array(countRow).parse(rows);
  },
});

/** Cancelled, nobody else is sent the card; whoever has it still hears what becomes of it. */
const isSaid = sql`(n.state = 'sending' or (n.state = 'cancelled' and d.part <> 'card'))`;
const isBehind = sql`d.state = 'delivered' and d.part = 'card' and d.drawn < n.revision and n.state <> 'paused'`;

/** Several processes send one notice: who has which delivery, and what came of it. */
const deliveryLeases = (db: Kysely<Database>) => ({
  /** Leases some that are to be sent now, or whose card is behind, to one process. */
  async claim(noticeId: string, { owner, until }: Holder, { now, machineNow, limit }: { now: Date; machineNow: Date; limit: number }): Promise<Taken[]> {
    const { rows } = await sql`
      with free as (select d.id from delivery d join notice n on n.id = d.notice_id where d.notice_id = ${noticeId}
          and (d.lease_until_machine is null or d.lease_until_machine <= ${machineNow}) and (d.not_before_machine is null or d.not_before_machine <= ${machineNow})
          and ((d.state = 'waiting' and d.due_at <= ${now} and ${isSaid}) or (${isBehind}))
        order by d.part, d.recipient limit ${limit} for update of d skip locked),
      mine as (update delivery set lease_owner = ${owner}, lease_until_machine = ${until} where id in (select id from free) returning *)
      select ${selected}, (select to_jsonb(c) from conversation c where c.gone_reason is null
        and case when mine.person_id is null or mine.state = 'delivered' then c.id = mine.conversation_id else c.kind = 'personal' and c.person_id = mine.person_id end
        order by c.updated_at desc limit 1) as place from mine order by part, recipient`.execute(db);
    return rows.map(row => ({ ...deliveryRow.parse(row), place: placeOf(row) }));
  },

  /** Before the calls to Teams. Answers which may be made: still its process's, and the notice is being sent. */
  async begin(deliveries: readonly { id: string; conversationId: string }[], { owner, until }: Holder): Promise<Set<string>> {
    const { rows } = await sql`
      with mine as (select d.id from delivery d join notice n on n.id = d.notice_id where d.id = any(${deliveries.map(({ id }) => id)}::uuid[])
        and d.state = 'waiting' and d.lease_owner = ${owner} and ${isSaid} order by d.id for update of d)
      update delivery d set state = 'posting', conversation_id = v.conversation_id, lease_until_machine = ${until}
      from mine, unnest(${deliveries.map(({ id }) => id)}::uuid[], ${deliveries.map(({ conversationId }) => conversationId)}::text[]) v(id, conversation_id)
      where d.id = mine.id and v.id = mine.id returning d.id`.execute(db);
    return new Set(idRows.parse(rows).map(({ id }) => id));
  },

  /** What came of the calls. One whose answer came after its lease is known after all. */
  async end(ended: readonly Ended[], owner: string, at: Date): Promise<void> {
    const rows = ended.map(({ id, state, reason = null, activityId = null, drawn = 0, notBefore = null }) => ({ id, state, reason, activity_id: activityId, drawn, not_before: notBefore }));
    await sql`update delivery d set state = v.state, reason = v.reason, activity_id = coalesce(v.activity_id, d.activity_id), drawn = greatest(d.drawn, v.drawn),
        failures = case when v.not_before is null then 0 else d.failures + 1 end, not_before_machine = v.not_before, lease_owner = null, lease_until_machine = null,
        ended_at = case when d.state = 'delivered' then d.ended_at when v.state = 'waiting' then null else ${at}::timestamptz end
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) v(id uuid, state text, reason text, activity_id text, drawn int, not_before timestamptz)
      where d.id in (select id from delivery where id = any(${ended.map(({ id }) => id)}::uuid[]) and lease_owner = ${owner} order by id for update) and d.id = v.id and d.state <> 'cancelled'`.execute(db);
  },

  /** Given back by their process: no call was made for them. */
  async release(ids: readonly string[], owner: string): Promise<void> {
    await sql`update delivery set state = case when state = 'posting' then 'waiting' else state end, lease_owner = null, lease_until_machine = null
      where id in (select id from delivery where id = any(${ids}::uuid[]) and lease_owner = ${owner} order by id for update)`.execute(db);
  },

  /** Their process died between the call and its answer: it may be there or not. Answers how many. */
  async lapse(noticeId: string, machineNow: Date, at: Date): Promise<number> {
    const { rows } = await sql`update delivery set state = 'unknown', ended_at = ${at} where id in (
      select id from delivery where notice_id = ${noticeId} and state = 'posting' and lease_until_machine <= ${machineNow} order by id for update skip locked) returning id`.execute(db);
    return rows.length;
  },

  /** What is left to do. `isOpen`: somebody is still to be told; `dueAt`: when the next of those who rest is, calendar time; `againAt`: when the next is free that waits or is under way, machine time. */
  async rest(noticeId: string, now: Date, machineNow: Date): Promise<z.infer<typeof restRow>> {
    const { rows } = await sql`select coalesce(bool_or(d.state in ('waiting', 'posting')), false) as "isOpen", min(d.due_at) filter (where d.state = 'waiting' and d.due_at > ${now}) as "dueAt",
        min(greatest(d.not_before_machine, d.lease_until_machine, ${machineNow})) filter (where (d.state = 'waiting' and d.due_at <= ${now} and ${isSaid}) or d.state = 'posting' or (${isBehind})) as "againAt"
      from delivery d join notice n on n.id = d.notice_id where d.notice_id = ${noticeId}`.execute(db);
    return restRow.parse(rows[0]);
  },
});

function placeOf(row: unknown): Known | null {
  const { place } = placed.parse(row);
  return place && conversationFrom(place);
}
