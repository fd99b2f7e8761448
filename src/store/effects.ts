// Effects: one person, one step, one round. The unit of work, audit and idempotence.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Progress } from '../requests/service-request.ts';
import { isBraked } from './brakes.ts';
import { methods } from './methods.ts';
import type { Database } from './schema.ts';
import { undoing } from './undoing.ts';

/** `isUnsure`: an attempt before this one may have been done. */
const claimed = z.object({ personId: z.string(), step: z.string(), attempt: z.number(), isUnsure: z.boolean() });
export type ClaimedEffect = z.infer<typeof claimed>;

/** What a slice came to for one person. `waiting` gives the effect back, `isUnsure` where this attempt may have been done. */
export type EffectOutcome = { personId: string; step: string; state: 'waiting' | 'done' | 'already' | 'refused' | 'failed'; reason: string | null; notBefore: Date | null; isUnsure?: boolean };

const unconfirmed = z.object({ personId: z.string(), step: z.string(), attempt: z.number(), appliedAt: z.date(), confirmReads: z.number(), readAt: z.date().nullable() });
export type UnconfirmedEffect = z.infer<typeof unconfirmed>;

/** What the executor does to effects: intent, outcome, confirmation. */
const writes = (db: Kysely<Database>) => ({
  async insert(requestId: string, round: number, personIds: readonly string[], steps: readonly string[]): Promise<void> {
    await sql`insert into effect (request_id, round, person_id, step, state)
      select ${requestId}::uuid, ${round}::int, p, s, 'waiting' from unnest(${personIds}::text[]) p cross join unnest(${steps}::text[]) s on conflict do nothing`.execute(db);
  },

  /**
   * The intent: these are about to be called, and until an outcome says otherwise they may have been done. Effects a dead writer left behind carry an older fence and are taken over;
   * legal because whoever holds the lane now got a higher one. Nobody while all changes are stopped.
   */
  async claim(requestId: string, round: number, fence: number, limit: number, machineNow: Date): Promise<ClaimedEffect[]> {
    // By ctid: nothing keeps statistics on the embedded database, and a join would then look for the slice anew for each row of the round.
    const { rows } = await sql`update effect set state = 'calling', attempt = attempt + 1, fence = ${fence}, was_unsure = is_unsure, is_unsure = true
      where ctid = any(array(select ctid from effect where request_id = ${requestId} and round = ${round} and not ${isBraked}
        and ((state = 'waiting' and (not_before_machine is null or not_before_machine <= ${machineNow})) or (state = 'calling' and fence < ${fence}))
        order by person_id, step limit ${limit}))
      returning person_id as "personId", step, attempt, was_unsure as "isUnsure"`.execute(db);
    return z.array(claimed).parse(rows);
  },

  /** Nothing was called for these after all: they wait again, and the claim does not count. */
  async giveBack(requestId: string, round: number, fence: number): Promise<void> {
    await sql`update effect set state = 'waiting', attempt = attempt - 1, is_unsure = was_unsure where request_id = ${requestId} and round = ${round} and state = 'calling' and fence = ${fence}`.execute(db);
  },

  /** Writes what became of them; a stale fence matches nothing. Returns those really written. */
  async finish(requestId: string, round: number, fence: number, outcomes: readonly EffectOutcome[], at: Date): Promise<EffectOutcome[]> {
    const { rows } = await sql`update effect t set state = o.state, reason = o.reason, not_before_machine = o."notBefore", is_unsure = was_unsure or coalesce(o."isUnsure", false),
        applied_at = case when o.state in ('done', 'already') then ${at}::timestamptz else t.applied_at end
      from jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) o("personId" text, step text, state text, reason text, "notBefore" timestamptz, "isUnsure" boolean)
      where t.request_id = ${requestId} and t.round = ${round} and t.person_id = o."personId" and t.step = o.step and t.state = 'calling' and t.fence = ${fence}
      returning t.person_id as "personId", t.step`.execute(db);
    const written = new Set(z.array(z.object({ personId: z.string(), step: z.string() })).parse(rows).map(row => `${row.personId} ${row.step}`));
    return outcomes.filter(outcome => written.has(`${outcome.personId} ${outcome.step}`));
  },

  async saveConfirmations(requestId: string, round: number, read: readonly { personId: string; isConfirmed: boolean; contradicted: string | null }[], at: Date): Promise<string[]> {
    const { rows } = await sql`update effect t set confirm_reads = confirm_reads + 1, read_at = ${at}, confirmed_at = case when r."isConfirmed" then ${at}::timestamptz end, contradicted = r.contradicted
      from jsonb_to_recordset(${JSON.stringify(read)}::jsonb) r("personId" text, "isConfirmed" boolean, contradicted text)
      where t.request_id = ${requestId} and t.round = ${round} and t.person_id = r."personId" and t.state in ('done', 'already') and t.confirmed_at is null
      returning t.person_id as "personId", t.confirmed_at is not null as "isConfirmed"`.execute(db);
    return z.array(z.object({ personId: z.string(), isConfirmed: z.boolean() })).parse(rows).filter(row => row.isConfirmed).map(row => row.personId);
  },
});

const reads = (db: Kysely<Database>) => ({
  /** Who comes next, in the order they are claimed in. */
  async nextPeople(requestId: string, round: number, limit: number): Promise<string[]> {
    const { rows } = await sql`select person_id as "personId" from effect where request_id = ${requestId} and round = ${round} and state = 'waiting' order by person_id, step limit ${limit}`.execute(db);
    return [...new Set(z.array(z.object({ personId: z.string() })).parse(rows).map(row => row.personId))];
  },

  /** Applied but not yet confirmed, least often read first. Contradicted ones too: a policy may be switched on, an exclusion lifted. */
  async unconfirmed(requestId: string, round: number, limit: number): Promise<UnconfirmedEffect[]> {
    const { rows } = await sql`select person_id as "personId", step, attempt, applied_at as "appliedAt", confirm_reads as "confirmReads", read_at as "readAt" from effect
      where request_id = ${requestId} and round = ${round} and state in ('done', 'already') and confirmed_at is null
      order by confirm_reads, applied_at, person_id limit ${limit}`.execute(db);
    return z.array(unconfirmed).parse(rows);
  },

  async progress(requestId: string, round: number, earlyReads: number): Promise<Progress> {
    const { rows } = await sql`select state, reason, (count(*))::int as count, (count(confirmed_at) filter (where state <> 'taken-out'))::int as confirmed, (count(contradicted) filter (where state <> 'taken-out'))::int as contradicted,
        (count(*) filter (where state in ('done', 'already') and confirmed_at is null and contradicted is null and confirm_reads >= ${earlyReads}))::int as overdue
      from effect where request_id = ${requestId} and round = ${round} group by state, reason`.execute(db);
    const groups = z.array(z.object({ state: z.string(), reason: z.string().nullable(), count: z.number(), confirmed: z.number(), contradicted: z.number(), overdue: z.number() })).parse(rows);
    const sum = (pick: (group: (typeof groups)[number]) => number) => groups.reduce((total, group) => total + pick(group), 0);
    const inState = (...states: string[]) => sum(group => (states.includes(group.state) ? group.count : 0));
    return {
      total: sum(group => group.count),
      waiting: inState('waiting'),
      calling: inState('calling'),
      applied: inState('done', 'already'),
      confirmed: sum(group => group.confirmed),
      contradicted: sum(group => group.contradicted),
      overdue: sum(group => group.overdue),
      refused: groups.filter(group => ['refused', 'failed'].includes(group.state)).map(group => ({ reason: group.reason ?? 'failed', count: group.count })),
      takenOut: groups.filter(group => group.state === 'taken-out').map(group => ({ by: group.reason ?? '', count: group.count })),
    };
  },
});

export const effectTable = (db: Kysely<Database>) => ({ ...writes(db), ...reads(db), ...undoing(db), ...methods(db) });
