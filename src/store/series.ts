// Webinar series: what is the same about all their dates.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Series } from '../notices/webinar/series.ts';
import type { Database } from './schema.ts';

const agenda = z.array(z.object({ words: z.string(), slot: z.enum(['guest', 'workplace']).nullable(), minutes: z.number().nullable() }));
/** What every date of a series says. */
export const seriesWords = z.object({ title: z.string(), channelName: z.string().nullable(), joinLink: z.string(), escalationLink: z.string(), agenda });
const seriesRow = seriesWords.extend({
  id: z.string(), channelId: z.string(),
  firstDay: z.string(), begins: z.string(), ends: z.string(), rhythm: z.enum(['once', 'weekly', 'fortnightly']), calendarToken: z.string(), createdAt: z.date(),
  revision: z.number().int(), endedAt: z.date().nullable(),
});
const selected = sql.raw(`id, title, channel_id as "channelId", channel_name as "channelName", join_link as "joinLink", escalation_link as "escalationLink", agenda,
  first_day as "firstDay", begins, ends, rhythm, calendar_token as "calendarToken", created_at as "createdAt", revision, ended_at as "endedAt"`);

export const seriesTable = (db: Kysely<Database>) => ({
  /** False where it is there already: the same press again. */
  async add(series: Series): Promise<boolean> {
    const { numAffectedRows } = await sql`insert into webinar_series (id, title, channel_id, channel_name, join_link, escalation_link, agenda, first_day, begins, ends, rhythm, calendar_token, created_at)
      values (${series.id}, ${series.title}, ${series.channelId}, ${series.channelName}, ${series.joinLink}, ${series.escalationLink}, ${JSON.stringify(series.agenda)}::jsonb,
        ${series.firstDay}, ${series.begins}, ${series.ends}, ${series.rhythm}, ${series.calendarToken}, ${series.createdAt}) on conflict do nothing`.execute(db);
    return numAffectedRows === 1n;
  },

  async save({ id, title, joinLink, escalationLink, agenda: items, revision, endedAt }: Series): Promise<void> {
    await sql`update webinar_series set title = ${title}, join_link = ${joinLink}, escalation_link = ${escalationLink}, agenda = ${JSON.stringify(items)}::jsonb, revision = ${revision}, ended_at = ${endedAt} where id = ${id}`.execute(db);
  },

  async find(id: string): Promise<Series | null> {
    const { rows } = await sql`select ${selected} from webinar_series where id = ${id}`.execute(db);
    return rows[0] ? seriesRow.parse(rows[0]) : null;
  },

  /** Nobody plans or changes a date of it until the transaction is over: never two on one day. */
  async lock(id: string): Promise<Series | null> {
    const { rows } = await sql`select ${selected} from webinar_series where id = ${id} for update`.execute(db);
    return rows[0] ? seriesRow.parse(rows[0]) : null;
  },

  async byToken(token: string): Promise<Series | null> {
    const { rows } = await sql`select ${selected} from webinar_series where calendar_token = ${token}`.execute(db);
    return rows[0] ? seriesRow.parse(rows[0]) : null;
  },

  /** Those that were not ended, the newest first. */
  async latest(limit: number): Promise<Series[]> {
    const { rows } = await sql`select ${selected} from webinar_series where ended_at is null order by created_at desc, id limit ${limit}`.execute(db);
    return z.array(seriesRow).parse(rows);
  },
});
