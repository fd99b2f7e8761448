// On which days readers of a notice were reminded to press "Got it", and on which they are to be.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from './schema.ts';

const reminderRow = z.object({ day: z.string(), dueAt: z.date(), askedBy: z.string(), sentAt: z.date().nullable(), people: z.number().int().nullable() });
export type Reminder = z.infer<typeof reminderRow>;
const selected = sql.raw('day, due_at as "dueAt", asked_by as "askedBy", sent_at as "sentAt", people');

export const reminderTable = (db: Kysely<Database>) => ({
  /** By day. */
  async of(noticeId: string): Promise<Reminder[]> {
    const { rows } = await sql`select ${selected} from notice_reminder where notice_id = ${noticeId} order by day`.execute(db);
    return z.array(reminderRow).parse(rows);
  },

  /** Instead of the day that was chosen before. */
  async plan(noticeId: string, { day, dueAt, askedBy }: Pick<Reminder, 'day' | 'dueAt' | 'askedBy'>): Promise<void> {
    await this.forgetPlan(noticeId);
    await sql`insert into notice_reminder (notice_id, day, due_at, asked_by) values (${noticeId}, ${day}, ${dueAt}, ${askedBy}) on conflict do nothing`.execute(db);
  },

  async forgetPlan(noticeId: string): Promise<void> {
    await sql`delete from notice_reminder where notice_id = ${noticeId} and sent_at is null`.execute(db);
  },

  /** False where they were reminded on that day already. */
  async sent(noticeId: string, { day, dueAt, askedBy }: Pick<Reminder, 'day' | 'dueAt' | 'askedBy'>, people: number): Promise<boolean> {
    const { numAffectedRows } = await sql`insert into notice_reminder (notice_id, day, due_at, asked_by, sent_at, people) values (${noticeId}, ${day}, ${dueAt}, ${askedBy}, ${dueAt}, ${people})
      on conflict (notice_id, day) do update set sent_at = excluded.sent_at, people = excluded.people where notice_reminder.sent_at is null`.execute(db);
    return numAffectedRows === 1n;
  },
});
