// Rounds: one pass of a request over its people in one lane. Re-open and undo are new rounds; one beside them takes one person out.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import { isBraked } from './brakes.ts';
import type { Database } from './schema.ts';

const roundRow = z.object({
  requestId: z.string(), round: z.number(), purpose: z.enum(['apply', 'reopen', 'undo', 'take-out']), lane: z.string(), askedBy: z.string(), askedByName: z.string().nullable(), told: z.string().nullable(),
  isFilled: z.boolean(), slices: z.number(), startedAt: z.date().nullable(), finishedAt: z.date().nullable(), waitsUntil: z.date().nullable(),
});
export type Round = z.infer<typeof roundRow>;
const selected = sql.raw(`request_id as "requestId", round, purpose, lane, asked_by as "askedBy", asked_by_name as "askedByName", told, is_filled as "isFilled", slices, started_at as "startedAt", finished_at as "finishedAt", waits_until as "waitsUntil"`);

/** Waiting: by the machine's time for a directory that said when to come back, by the calendar for working hours. */
const waits = (db: Kysely<Database>) => ({
  /** When the lane has something to do again, by the machine's time: null where nothing waits but for the calendar. */
  async laneWaitsUntil(lane: string, calendarNow: Date): Promise<Date | null> {
    const { rows } = await sql`select min(coalesce(e.not_before_machine, to_timestamp(0))) as until from round t
      join request q on q.id = t.request_id and (t.purpose = 'take-out' or (q.status = 'in-progress' and q.halted is null))
      join effect e on e.request_id = t.request_id and e.round = t.round and e.state in ('waiting', 'calling')
      where t.lane = ${lane} and t.finished_at is null and (t.waits_until is null or t.waits_until <= ${calendarNow}) and not ${isBraked}`.execute(db);
    return z.object({ until: z.date().nullable() }).parse(rows[0]).until;
  },

  /** When the calendar lets the first of those go on that wait for it. */
  async laneOpensAt(lane: string): Promise<Date | null> {
    const { rows } = await sql`select min(t.waits_until) as opens from round t join request q on q.id = t.request_id and q.status = 'in-progress' and q.halted is null
      where t.lane = ${lane} and t.finished_at is null and not ${isBraked}`.execute(db);
    return z.object({ opens: z.date().nullable() }).parse(rows[0]).opens;
  },

  /** Until when those of these requests wait that are started and may not go on yet. */
  async waiting(requestIds: readonly string[], calendarNow: Date): Promise<Map<string, Date>> {
    const { rows } = await sql`select t.request_id as id, t.waits_until as until from round t join request q on q.id = t.request_id and q.round = t.round and q.status = 'in-progress' and q.halted is null
      where q.id = any(${[...requestIds]}::uuid[]) and t.finished_at is null and t.waits_until > ${calendarNow}`.execute(db);
    return new Map(z.array(z.object({ id: z.string(), until: z.date() })).parse(rows).map(({ id, until }) => [id, until]));
  },

  /** `until` is calendar time; null where it waits no more. */
  async waitUntil(requestId: string, round: number, until: Date | null): Promise<void> {
    await sql`update round set waits_until = ${until} where request_id = ${requestId} and round = ${round}`.execute(db);
  },
});

/** Rounds that take back, or take one person out. */
const roundsBack = (db: Kysely<Database>) => ({
  /** The last that applied, before `before`: those after it undo, or take somebody out. */
  async lastApplying(requestId: string, before: number | null = null): Promise<number> {
    const { rows } = await sql`select max(round) as round from round where request_id = ${requestId} and purpose in ('apply', 'reopen') and (${before}::int is null or round < ${before}::int)`.execute(db);
    return z.object({ round: z.number().nullable() }).parse(rows[0]).round ?? 1;
  },

  /** Somebody asked for it, and it is not done. */
  async isTakingOut(requestId: string, personId: string): Promise<boolean> {
    const { rows } = await sql`select 1 from round r join effect e on e.request_id = r.request_id and e.round = r.round
      where r.request_id = ${requestId} and r.purpose = 'take-out' and r.finished_at is null and e.person_id = ${personId} limit 1`.execute(db);
    return rows.length > 0;
  },

  /** False where just that was said already. */
  async tell(requestId: string, round: number, what: string): Promise<boolean> {
    const { rows } = await sql`update round set told = ${what} where request_id = ${requestId} and round = ${round} and told is distinct from ${what} returning round`.execute(db);
    return rows.length > 0;
  },
});

export const roundTable = (db: Kysely<Database>) => ({
  ...waits(db),
  ...roundsBack(db),

  async insert(round: { requestId: string; round: number; purpose: Round['purpose']; lane: string; askedBy: string; askedByName?: string; startedAt: Date }): Promise<void> {
    await sql`insert into round (request_id, round, purpose, lane, asked_by, asked_by_name, started_at)
      values (${round.requestId}, ${round.round}, ${round.purpose}, ${round.lane}, ${round.askedBy}, ${round.askedByName ?? null}, ${round.startedAt}) on conflict do nothing`.execute(db);
  },

  async find(requestId: string, round: number): Promise<Round | null> {
    const { rows } = await sql`select ${selected} from round where request_id = ${requestId} and round = ${round}`.execute(db);
    return rows[0] ? roundRow.parse(rows[0]) : null;
  },

  /**
   * Whose turn it is: one person to be taken out before all others, also while their request rests; then lanes take one slice of each waiting request, the one
   * served longest ago first. Who waits for working hours lets others by. While all changes are stopped, only one with nobody left to change.
   */
  async nextInLane(lane: string, machineNow: Date, calendarNow: Date): Promise<Round | null> {
    const { rows } = await sql`select ${selected} from round t where lane = ${lane} and finished_at is null and (waits_until is null or waits_until <= ${calendarNow})
      and (purpose = 'take-out' or exists (select 1 from request q where q.id = t.request_id and q.status = 'in-progress' and q.halted is null))
      and (not ${isBraked} and exists (select 1 from effect e where e.request_id = t.request_id and e.round = t.round
             and (e.state = 'calling' or (e.state = 'waiting' and (e.not_before_machine is null or e.not_before_machine <= ${machineNow}))))
        or (is_filled or not ${isBraked}) and not exists (select 1 from effect e where e.request_id = t.request_id and e.round = t.round and e.state in ('waiting', 'calling')))
      order by (purpose = 'take-out' and last_slice_machine is null) desc, last_slice_machine nulls first, started_at, request_id limit 1`.execute(db);
    return rows[0] ? roundRow.parse(rows[0]) : null;
  },

  async openInLane(lane: string): Promise<Round[]> {
    const { rows } = await sql`select ${selected} from round where lane = ${lane} and finished_at is null`.execute(db);
    return z.array(roundRow).parse(rows);
  },

  /** Those where something is not finished. */
  async openLanes(): Promise<string[]> {
    const { rows } = await sql`select distinct lane from round where finished_at is null order by lane`.execute(db);
    return z.array(z.object({ lane: z.string() })).parse(rows).map(row => row.lane);
  },

  /** Its people are all there as effects. */
  async filled(requestId: string, round: number): Promise<void> {
    await sql`update round set is_filled = true where request_id = ${requestId} and round = ${round}`.execute(db);
  },

  async tookTurn(requestId: string, round: number, machineNow: Date): Promise<void> {
    await sql`update round set last_slice_machine = ${machineNow} where request_id = ${requestId} and round = ${round}`.execute(db);
  },

  async sliceDone(requestId: string, round: number): Promise<void> {
    await sql`update round set slices = slices + 1 where request_id = ${requestId} and round = ${round}`.execute(db);
  },

  async finish(requestId: string, round: number, at: Date): Promise<void> {
    await sql`update round set finished_at = ${at} where request_id = ${requestId} and round = ${round} and finished_at is null`.execute(db);
  },
});
