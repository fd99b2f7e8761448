// Notices, their short messages, and who asked to hear when something changes.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import { audience } from '../notices/audience.ts';
import { noticeKindNames, noticeStates, type Notice, type NoticeKindName } from '../notices/notice.ts';
import { keptSince } from './audit-chain.ts';
import type { Database } from './schema.ts';

const noticeRow = z.object({
  id: z.uuid(), kind: z.enum(noticeKindNames), facts: z.unknown(), audience, state: z.enum(noticeStates), revision: z.number().int(), wantsAck: z.boolean(), sendAt: z.date().nullable(),
  composedBy: z.string(), composedByName: z.string(), approvedBy: z.string().nullable(), approvedByName: z.string().nullable(), createdAt: z.date(), beganAt: z.date().nullable(), endedAt: z.date().nullable(),
});
const selected = sql.raw(`id, kind, facts, audience, state, revision, wants_ack as "wantsAck", send_at as "sendAt", composed_by as "composedBy", composed_by_name as "composedByName",
  approved_by as "approvedBy", approved_by_name as "approvedByName", created_at as "createdAt", began_at as "beganAt", ended_at as "endedAt"`);
const alertRow = z.object({ n: z.number().int(), text: z.string() });
const pressRow = z.object({ what: z.string(), people: z.number().int(), count: z.number().int() });
const idRow = z.object({ id: z.uuid() });
const postIdRow = z.object({ postId: z.string().nullable() });

const one = (rows: readonly unknown[]): Notice | null => (rows[0] === undefined ? null : noticeRow.parse(rows[0]));

export const noticeTable = (db: Kysely<Database>) => ({
  ...noticeReaders(db),
  ...someNotices(db),
  /** False where it was there: the same press again. */
  async insert(notice: Notice): Promise<boolean> {
    const { id, kind, facts, state, revision, wantsAck, sendAt, composedBy, composedByName, approvedBy, approvedByName, createdAt, beganAt, endedAt } = notice;
    const { numAffectedRows } = await sql`insert into notice (id, kind, facts, audience, state, revision, wants_ack, send_at, composed_by, composed_by_name, approved_by, approved_by_name, created_at, began_at, ended_at)
      values (${id}, ${kind}, ${JSON.stringify(facts)}::jsonb, ${JSON.stringify(notice.audience)}::jsonb, ${state}, ${revision}, ${wantsAck}, ${sendAt}, ${composedBy}, ${composedByName}, ${approvedBy}, ${approvedByName}, ${createdAt}, ${beganAt}, ${endedAt})
      on conflict do nothing`.execute(db);
    return numAffectedRows === 1n;
  },

  async save(notice: Notice): Promise<void> {
    const { id, facts, state, revision, wantsAck, sendAt, approvedBy, approvedByName, beganAt, endedAt } = notice;
    await sql`update notice set facts = ${JSON.stringify(facts)}::jsonb, audience = ${JSON.stringify(notice.audience)}::jsonb, state = ${state}, revision = ${revision}, wants_ack = ${wantsAck}, send_at = ${sendAt},
      approved_by = ${approvedBy}, approved_by_name = ${approvedByName}, began_at = ${beganAt}, ended_at = ${endedAt} where id = ${id}`.execute(db);
  },

  async find(id: string): Promise<Notice | null> {
    return one((await sql`select ${selected} from notice where id = ${id}`.execute(db)).rows);
  },

  /** Nobody changes it until the transaction is over. */
  async lock(id: string): Promise<Notice | null> {
    return one((await sql`select ${selected} from notice where id = ${id} for update`.execute(db)).rows);
  },

  /** Over for 12 months, or composed then and never sent: with their deliveries. Not while something of it is still to come, like a countdown. */
  async forgetOld(now: Date): Promise<void> {
    await sql`delete from notice where coalesce(ended_at, case when began_at is null and state <> 'scheduled' then created_at end) < ${keptSince(now)}
      and not exists (select 1 from job where job.name in ('notice-due', 'tend-sign-up') and job.key = notice.id::text and buried_at is null)`.execute(db);
  },

  /** The post in its author's chat that shows how far it has come; null where there is none yet. */
  async progressPost(id: string): Promise<string | null> {
    const { rows } = await sql`select progress_post_id as "postId" from notice where id = ${id}`.execute(db);
    return rows[0] === undefined ? null : postIdRow.parse(rows[0]).postId;
  },

  async showsProgressIn(id: string, postId: string): Promise<void> {
    await sql`update notice set progress_post_id = ${postId} where id = ${id}`.execute(db);
  },
});

/** What those who read it are told besides, and what they press. */
const noticeReaders = (db: Kysely<Database>) => ({
  /** Adds the next short message. Answers its number. */
  async addAlert(id: string, text: string, at: Date): Promise<number> {
    const { rows } = await sql`insert into notice_alert (notice_id, n, text, created_at)
      select ${id}, coalesce(max(n), 0) + 1, ${text}, ${at} from notice_alert where notice_id = ${id} returning n, text`.execute(db);
    return alertRow.parse(rows[0]).n;
  },

  async alerts(id: string): Promise<Map<number, string>> {
    const { rows } = await sql`select n, text from notice_alert where notice_id = ${id}`.execute(db);
    return new Map(z.array(alertRow).parse(rows).map(({ n, text }) => [n, text]));
  },

  async follow(id: string, personId: string, at: Date): Promise<void> {
    await sql`insert into notice_follow (notice_id, person_id, since) values (${id}, ${personId}, ${at}) on conflict do nothing`.execute(db);
  },

  /** Somebody pressed a button of it. True the first time they pressed this one. */
  async pressed(id: string, personId: string, what: string, at: Date): Promise<boolean> {
    const { rows } = await sql`insert into notice_press (notice_id, person_id, what, first_at) values (${id}, ${personId}, ${what}, ${at})
      on conflict (notice_id, person_id, what) do update set times = notice_press.times + 1 returning times as count, 1 as people, what`.execute(db);
    return pressRow.parse(rows[0]).count === 1;
  },

  /** How many people pressed what, and how often. */
  async presses(id: string): Promise<z.infer<typeof pressRow>[]> {
    const { rows } = await sql`select what, count(*)::int as people, sum(times)::int as count from notice_press where notice_id = ${id} group by what order by what`.execute(db);
    return z.array(pressRow).parse(rows);
  },
});

/** Which there are. */
const someNotices = (db: Kysely<Database>) => ({
  /** What somebody composes now, or has asked somebody to approve: the newest. */
  async newestDraft(personId: string): Promise<string | null> {
    const { rows } = await sql`select id from notice where composed_by = ${personId} and state in ('draft', 'awaiting-approval') order by created_at desc, id limit 1`.execute(db);
    return rows[0] === undefined ? null : z.object({ id: z.uuid() }).parse(rows[0]).id;
  },

  /** Newest first. */
  async latest(limit: number, kind?: NoticeKindName): Promise<Notice[]> {
    const { rows } = await sql`select ${selected} from notice where ${kind === undefined ? sql`true` : sql`kind = ${kind}`} order by created_at desc, id limit ${limit}`.execute(db);
    return z.array(noticeRow).parse(rows);
  },

  /** Sent since then, or with a short message since then; not withdrawn. By kind, oldest first. */
  async saidSince(since: Date, limit = 100): Promise<Notice[]> {
    const { rows } = await sql`select ${selected} from notice n where began_at is not null and state <> 'withdrawn'
      and (began_at > ${since} or exists (select 1 from notice_alert a where a.notice_id = n.id and a.created_at > ${since})) order by kind, began_at, id limit ${limit}`.execute(db);
    return z.array(noticeRow).parse(rows);
  },

  /** Of incidents with this reference. */
  async ofIncident(reference: string): Promise<string[]> {
    const { rows } = await sql`select id from notice where kind = 'incident' and facts ->> 'reference' = ${reference} order by id`.execute(db);
    return z.array(idRow).parse(rows).map(({ id }) => id);
  },
});
