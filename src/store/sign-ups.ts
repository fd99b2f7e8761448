// Who signed up for what is offered in a notice. With the notice locked nobody else changes them.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { SignUp } from '../notices/sign-ups.ts';
import type { Database } from './schema.ts';

const row = z.object({ personId: z.string(), choice: z.string(), state: z.enum(['in', 'waiting', 'out']), n: z.number().int() });

export const signUpTable = (db: Kysely<Database>) => ({
  async of(noticeId: string): Promise<SignUp[]> {
    const { rows } = await sql`select person_id as "personId", choice, state, n from sign_up where notice_id = ${noticeId} order by n`.execute(db);
    return z.array(row).parse(rows);
  },

  async save(noticeId: string, changed: readonly SignUp[], at: Date): Promise<void> {
    await sql`insert into sign_up (notice_id, person_id, choice, state, n, at)
      select ${noticeId}, "personId", choice, state, n, ${at} from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) v("personId" text, choice text, state text, n int)
      on conflict (notice_id, person_id) do update set choice = excluded.choice, state = excluded.state, n = excluded.n, at = excluded.at`.execute(db);
  },
});
