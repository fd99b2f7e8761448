// What is read of a notice's deliveries for its report, and those that are sent once more.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from './schema.ts';

const reportRow = z.object({ id: z.uuid(), personId: z.string().nullable(), conversationId: z.string().nullable(), organisation: z.string().nullable(), state: z.string(), reason: z.string().nullable(), endedAt: z.date().nullable(), acknowledgedAt: z.date().nullable() });
export type DeliveryReport = z.infer<typeof reportRow>;

const readersRow = z.object({ told: z.number().int(), acknowledged: z.number().int(), elsewhere: z.number().int(), following: z.number().int() });
const backlogRow = z.object({ due: z.number().int(), unknown: z.number().int() });
type Readers = z.infer<typeof readersRow>;

export const deliveryReports = (db: Kysely<Database>) => ({
  /** One for each recipient of the card, those after `after` first. `today`: a day in London, on which somebody looks after their organisations. */
  async report(noticeId: string, { after, limit, today }: { after: string | null; limit: number; today: string }): Promise<DeliveryReport[]> {
    const { rows } = await sql`select d.id, d.person_id as "personId", case when d.person_id is null then d.conversation_id end as "conversationId", d.state, d.reason, d.ended_at as "endedAt", p.first_at as "acknowledgedAt",
        (select string_agg(r.organisation, ' ' order by r.organisation) from roster r where r.person_id = d.person_id and (r.expires_on is null or r.expires_on >= ${today}::date)) as organisation
      from delivery d left join notice_press p on p.notice_id = d.notice_id and p.person_id = d.person_id and p.what = 'ack'
      where d.notice_id = ${noticeId} and d.part = 'card' and (${after}::uuid is null or d.id > ${after}::uuid) order by d.id limit ${limit}`.execute(db);
    return z.array(reportRow).parse(rows);
  },

  /** What its readers did, people counted once. */
  async readers(noticeId: string): Promise<Readers> {
    const { rows } = await sql`with told as (select person_id from delivery where notice_id = ${noticeId} and part = 'card' and state = 'delivered' and person_id is not null),
        acked as (select person_id from notice_press where notice_id = ${noticeId} and what = 'ack')
      select (select count(*)::int from told) as told, (select count(*)::int from acked where person_id in (select person_id from told)) as acknowledged,
        (select count(*)::int from acked where person_id not in (select person_id from told)) as elsewhere, (select count(*)::int from notice_follow where notice_id = ${noticeId}) as following`.execute(db);
    return readersRow.parse(rows[0]);
  },

  /** Of all notices: how many are due and not sent, those whose call is under way included, and of how many no answer came. `now`: calendar time. */
  async backlog(now: Date): Promise<{ due: number; unknown: number }> {
    const { rows } = await sql`select count(*) filter (where state = 'posting' or (state = 'waiting' and due_at <= ${now}))::int as due, count(*) filter (where state = 'unknown')::int as unknown
      from delivery where state in ('waiting', 'posting', 'unknown')`.execute(db);
    return backlogRow.parse(rows[0]);
  },

  /** Those that ended so are sent the card once more; whoever rests, when they are back. */
  async again(noticeId: string, state: 'failed' | 'unknown', { at, quietUntil }: { at: Date; quietUntil: Date }): Promise<void> {
    await sql`update delivery set state = 'waiting', reason = null, failures = 0, not_before_machine = null, ended_at = null,
        due_at = case when person_id is null or exists (select 1 from notice_preference p where p.person_id = delivery.person_id and not is_quiet) then ${at}::timestamptz else ${quietUntil}::timestamptz end
      where id in (select id from delivery where notice_id = ${noticeId} and part = 'card' and state = ${state} order by id for update) and state = ${state}`.execute(db);
  },
});
