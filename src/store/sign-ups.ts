// Who signed up for what is offered in a notice. With the notice locked nobody else changes them.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { SignUp } from '../notices/sign-ups.ts';
import type { Database } from './schema.ts';

const row = z.object({ personId: z.string(), choice: z.string(), state: z.enum(['in', 'waiting', 'out']), n: z.number().int() });

const reportRow = row.extend({ at: z.date(), organisation: z.string().nullable() });
export type SignUpReport = z.infer<typeof reportRow>;

export const signUpTable = (db: Kysely<Database>) => ({
  async of(noticeId: string): Promise<SignUp[]> {
    const { rows } = await sql`select person_id as "personId", choice, state, n from sign_up where notice_id = ${noticeId} order by n`.execute(db);
    return z.array(row).parse(rows);
  },

  /** `today`: a day in London, on which somebody looks after their organisations. */
  async report(noticeId: string, today: string): Promise<SignUpReport[]> {
    const { rows } = await sql`select s.person_id as "personId", s.choice, s.state, s.n, s.at,
        (select string_agg(r.organisation, ' ' order by r.organisation) from roster r where r.person_id = s.person_id and (r.expires_on is null or r.expires_on >= ${today}::date)) as organisation
      from sign_up s where s.notice_id = ${noticeId} order by s.n`.execute(db);
    return z.array(reportRow).parse(rows);
  },

  async save(noticeId: string, changed: readonly SignUp[], at: Date): Promise<void> {
    await sql`insert into sign_up (notice_id, person_id, choice, state, n, at)
      select ${noticeId}, "personId", choice, state, n, ${at} from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) v("personId" text, choice text, state text, n int)
      on conflict (notice_id, person_id) do update set choice = excluded.choice, state = excluded.state, n = excluded.n, at = excluded.at`.execute(db);
  },
});
