// Who of those that a round was applied to has a sign-in method, by the last registration report.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from './schema.ts';

/** `unknown`: not in the report, which leaves out accounts that are switched off. */
const counted = z.object({ total: z.number(), without: z.number(), unknown: z.number() });
export type Methods = z.infer<typeof counted>;

const applied = (requestId: string, round: number) => sql`select distinct person_id from effect where request_id = ${requestId} and round = ${round} and state in ('done', 'already')`;

export const methods = (db: Kysely<Database>) => ({
  async methods(requestId: string, round: number): Promise<Methods> {
    const { rows } = await sql`select count(*)::int as total, (count(*) filter (where not g.has_method))::int as without, (count(*) filter (where g.person_id is null))::int as unknown
      from (${applied(requestId, round)}) e left join registration g on g.person_id = e.person_id`.execute(db);
    return counted.parse(rows[0]);
  },

  async withoutMethod(requestId: string, round: number): Promise<Set<string>> {
    const { rows } = await sql`select e.person_id as "personId" from (${applied(requestId, round)}) e join registration g on g.person_id = e.person_id where not g.has_method`.execute(db);
    return new Set(z.array(z.object({ personId: z.string() })).parse(rows).map(({ personId }) => personId));
  },
});
