// The dates of webinars: planned, moved, cancelled, held; the archive's too, which have no series. And who wants to be reminded of one.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Occurrence } from '../notices/webinar/occurrence.ts';
import type { SeriesWords } from '../notices/webinar/series.ts';
import type { Database } from './schema.ts';
import { seriesWords } from './series.ts';

const occurrenceRow = z.object({
  id: z.string(), seriesId: z.string().nullable(), day: z.string().nullable(), startsAt: z.date(), endsAt: z.date(), isCancelled: z.boolean(), movedFrom: z.date().nullable(), reason: z.string().nullable(),
  sequence: z.number(), changedAt: z.date(), calendarToken: z.string(), recording: z.string().nullable(), done: z.array(z.enum(['warn', 'announce', 'remind', 'soon', 'live', 'over'])),
  isWrittenUp: z.boolean(), asHeld: seriesWords.nullable(),
});
const selected = sql.raw(`id, series_id as "seriesId", day, starts_at as "startsAt", ends_at as "endsAt", is_cancelled as "isCancelled", moved_from as "movedFrom", reason, sequence, changed_at as "changedAt",
  calendar_token as "calendarToken", recording, done, is_written_up as "isWrittenUp", as_held as "asHeld"`);
const reminderRow = z.object({ personId: z.string(), conversationId: z.string() });

const one = (rows: unknown[]): Occurrence | null => (rows[0] === undefined ? null : occurrenceRow.parse(rows[0]));

export const occurrenceTable = (db: Kysely<Database>) => ({
  ...occurrenceReads(db),

  /** False where the series has that day already, or the same press came again. */
  async add({ id, seriesId, day, startsAt, endsAt, changedAt, calendarToken, recording, done }: Occurrence): Promise<boolean> {
    const { numAffectedRows } = await sql`insert into webinar_date (id, series_id, day, starts_at, ends_at, changed_at, calendar_token, recording, done)
      values (${id}, ${seriesId}, ${day}, ${startsAt}, ${endsAt}, ${changedAt}, ${calendarToken}, ${recording}, ${JSON.stringify(done)}::jsonb) on conflict do nothing`.execute(db);
    return numAffectedRows === 1n;
  },

  /** Locked until the transaction is over. */
  async lock(id: string): Promise<Occurrence | null> {
    return one((await sql`select ${selected} from webinar_date where id = ${id} for update`.execute(db)).rows);
  },

  async save({ id, startsAt, endsAt, isCancelled, movedFrom, reason, sequence, changedAt, recording, done, isWrittenUp }: Occurrence): Promise<void> {
    await sql`update webinar_date set starts_at = ${startsAt}, ends_at = ${endsAt}, is_cancelled = ${isCancelled}, moved_from = ${movedFrom}, reason = ${reason}, sequence = ${sequence}, changed_at = ${changedAt},
      recording = ${recording}, done = ${JSON.stringify(done)}::jsonb, is_written_up = ${isWrittenUp} where id = ${id}`.execute(db);
  },

  /** What is over keeps what its series said till now. */
  async keepAsHeld(seriesId: string, { title, channelName, joinLink, escalationLink, agenda }: SeriesWords, at: Date): Promise<void> {
    const words = JSON.stringify({ title, channelName, joinLink, escalationLink, agenda });
    await sql`update webinar_date set as_held = ${words}::jsonb where series_id = ${seriesId} and ends_at <= ${at} and as_held is null`.execute(db);
  },

  /** False where they are reminded already. */
  async remind(occurrenceId: string, personId: string, conversationId: string): Promise<boolean> {
    const { numAffectedRows } = await sql`insert into webinar_reminder (occurrence_id, person_id, conversation_id) values (${occurrenceId}, ${personId}, ${conversationId}) on conflict do nothing`.execute(db);
    return numAffectedRows === 1n;
  },

  async reminded(occurrenceId: string): Promise<{ personId: string; conversationId: string }[]> {
    const { rows } = await sql`select person_id as "personId", conversation_id as "conversationId" from webinar_reminder where occurrence_id = ${occurrenceId} order by person_id`.execute(db);
    return z.array(reminderRow).parse(rows);
  },

  /** Who wanted to be reminded of what is over. */
  async forgetReminders(endedBefore: Date): Promise<void> {
    await sql`delete from webinar_reminder r using webinar_date d where d.id = r.occurrence_id and d.ends_at < ${endedBefore}`.execute(db);
  },
});

const occurrenceReads = (db: Kysely<Database>) => ({
  async find(id: string): Promise<Occurrence | null> {
    return one((await sql`select ${selected} from webinar_date where id = ${id}`.execute(db)).rows);
  },

  async byToken(token: string): Promise<Occurrence | null> {
    return one((await sql`select ${selected} from webinar_date where calendar_token = ${token}`.execute(db)).rows);
  },

  /** All of a series, oldest first. */
  async ofSeries(seriesId: string): Promise<Occurrence[]> {
    const { rows } = await sql`select ${selected} from webinar_date where series_id = ${seriesId} order by starts_at, id`.execute(db);
    return z.array(occurrenceRow).parse(rows);
  },

  /** Not over yet, soonest first; cancelled ones among them. */
  async coming(at: Date, limit: number): Promise<Occurrence[]> {
    const { rows } = await sql`select ${selected} from webinar_date where series_id is not null and ends_at > ${at} order by starts_at, id limit ${limit}`.execute(db);
    return z.array(occurrenceRow).parse(rows);
  },

  /** Held, the latest first. */
  async held(at: Date, limit: number): Promise<Occurrence[]> {
    const { rows } = await sql`select ${selected} from webinar_date where ends_at <= ${at} and not is_cancelled order by starts_at desc, id limit ${limit}`.execute(db);
    return z.array(occurrenceRow).parse(rows);
  },

  async between(from: Date, until: Date): Promise<Occurrence[]> {
    const { rows } = await sql`select ${selected} from webinar_date where starts_at >= ${from} and starts_at < ${until} order by starts_at, id`.execute(db);
    return z.array(occurrenceRow).parse(rows);
  },
});
