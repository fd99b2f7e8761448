// Whom a request changed and has not put back since: what undo is about, and taking one person out.
import { sql, type Kysely, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Database } from './schema.ts';

const page = z.array(z.object({ personId: z.string() }));
const lastOf = (rows: readonly unknown[]): string | null => page.parse(rows).reduce<string | null>((last, { personId }) => (last === null || personId > last ? personId : last), null);

/** Of the effects `e` of one person with their rounds `r`: done by us, and neither undone nor taken out since. Rounds are numbered in the order they were asked for. */
export const stillStands = sql.raw(`max(e.round) filter (where r.purpose in ('apply', 'reopen') and e.state = 'done')
    > coalesce(max(e.round) filter (where r.purpose in ('undo', 'take-out') and e.state in ('done', 'already')), 0)`);

/** Grouped, because a join would ask anew for each person. */
const standing = (requestId: string, whose: RawBuilder<unknown>) => sql`select e.person_id, e.step from effect e join round r on r.request_id = e.request_id and r.round = e.round
  where e.request_id = ${requestId} and ${whose} group by e.person_id, e.step
  having ${stillStands}`;

const somebody = z.object({ state: z.string().nullable(), isUnsure: z.boolean().nullable(), reason: z.string().nullable(), stands: z.boolean() });
/** `state`: in the last round that applied; null where it has not come to them yet. */
export type Somebody = z.infer<typeof somebody>;

/** One person. */
const takingOut = (db: Kysely<Database>) => ({
  /** `round`: the last that applied. */
  async somebody(requestId: string, round: number, personId: string): Promise<Somebody> {
    const { rows } = await sql`select (select count(*) > 0 from (${standing(requestId, sql`e.person_id = ${personId}`)}) s) as stands, e.state, e.is_unsure as "isUnsure", e.reason
      from (select 1) one left join effect e on e.request_id = ${requestId} and e.round = ${round} and e.person_id = ${personId} order by e.state limit 1`.execute(db);
    return somebody.parse(rows[0]);
  },

  /** Before their turn came: never called for again in this round. False where they are being called, or were. */
  async leaveOut(requestId: string, round: number, personId: string, steps: readonly string[], by: string): Promise<boolean> {
    const added = await sql`insert into effect (request_id, round, person_id, step, state, reason) select ${requestId}::uuid, ${round}::int, ${personId}, s, 'taken-out', ${by}
      from unnest(${steps}::text[]) s on conflict do nothing returning person_id`.execute(db);
    const changed = await sql`update effect set state = 'taken-out', reason = ${by} where request_id = ${requestId} and round = ${round} and person_id = ${personId} and state = 'waiting' returning person_id`.execute(db);
    return added.rows.length + changed.rows.length > 0;
  },

  /** Under the fence of their lane: whatever these rounds had come to for them, they are out now. */
  async tookOut(requestId: string, rounds: readonly number[], personId: string, steps: readonly string[], by: string): Promise<void> {
    await sql`insert into effect (request_id, round, person_id, step, state, reason) select ${requestId}::uuid, r, ${personId}, s, 'taken-out', ${by}
      from unnest(${rounds}::int[]) r cross join unnest(${steps}::text[]) s
      on conflict (request_id, round, person_id, step) do update set state = 'taken-out', reason = excluded.reason, is_unsure = false`.execute(db);
  },

  /** They were marked before their turn came, and could not be put back: what the round shows is that, and not that they are out. */
  async notOut(requestId: string, rounds: readonly number[], personId: string, reason: string): Promise<boolean> {
    const { rows } = await sql`update effect set state = 'refused', reason = ${reason} where request_id = ${requestId} and round = any(${rounds}::int[]) and person_id = ${personId} and state = 'taken-out' returning step`.execute(db);
    return rows.length > 0;
  },

  /** Nobody tries any more. */
  async giveUp(requestId: string, round: number, reason: string): Promise<{ personId: string; step: string }[]> {
    const { rows } = await sql`update effect set state = 'failed', reason = ${reason} where request_id = ${requestId} and round = ${round} and state in ('waiting', 'calling') returning person_id as "personId", step`.execute(db);
    return z.array(z.object({ personId: z.string(), step: z.string() })).parse(rows);
  },
});

export const undoing = (db: Kysely<Database>) => ({
  ...takingOut(db),

  async standingCount(requestId: string): Promise<number> {
    const { rows } = await sql`select count(distinct person_id)::int as count from (${standing(requestId, sql`true`)}) s`.execute(db);
    return z.object({ count: z.number() }).parse(rows[0]).count;
  },

  /** The people of a round that undoes, a page at a time after `after`; answers the last of them. */
  async insertStanding(requestId: string, round: number, after: string, limit: number): Promise<string | null> {
    const { rows } = await sql`with people as (select person_id, step from (${standing(requestId, sql`e.person_id > ${after}`)}) s order by person_id fetch first ${sql.raw(String(limit))} rows with ties),
      added as (insert into effect (request_id, round, person_id, step, state) select ${requestId}::uuid, ${round}::int, person_id, step, 'waiting' from people on conflict do nothing)
      select max(person_id) as "personId" from people having count(*) > 0`.execute(db);
    return lastOf(rows);
  },

  /** The people of an earlier round for the next one, likewise. Whoever was taken out stays out. */
  async copyRound(requestId: string, from: number, to: number, after: string, limit: number): Promise<string | null> {
    const { rows } = await sql`with people as (select person_id, step, state, reason from effect where request_id = ${requestId} and round = ${from} and person_id > ${after}
        order by person_id fetch first ${sql.raw(String(limit))} rows with ties),
      added as (insert into effect (request_id, round, person_id, step, state, reason)
        select ${requestId}::uuid, ${to}::int, person_id, step, case when state = 'taken-out' then state else 'waiting' end, case when state = 'taken-out' then reason end from people on conflict do nothing)
      select max(person_id) as "personId" from people having count(*) > 0`.execute(db);
    return lastOf(rows);
  },

  /** Everybody whom it changed and has not put back. */
  async standing(requestId: string): Promise<Set<string>> {
    const { rows } = await sql`select distinct person_id as "personId" from (${standing(requestId, sql`true`)}) s`.execute(db);
    return new Set(page.parse(rows).map(({ personId }) => personId));
  },
});
