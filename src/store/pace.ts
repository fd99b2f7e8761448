// How fast we may post in Teams, agreed by all processes in the database: each caller reserves a moment and waits for it.
// Limits per thread: 7 in 1 s, 60 in 30 s, 1,800 in an hour (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit).
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from './schema.ts';
import type { Statement } from './statement.ts';

/** A bucket lets `burst` go at once and then one each `everyMs`, so a window w sees at most burst + w / everyMs. */
const buckets = {
  /** At most 7 in 1 s and 56 in 30 s. */
  threadShort: { burst: 6, everyMs: 600 },
  /** At most 1,797 in an hour. */
  threadLong: { burst: 50, everyMs: 2_060 },
  /** The tenant's limit is 50 a second; threads that wait longer than the tenant asks may bunch, which the rest is for. */
  tenant: { burst: 20, everyMs: 25 },
} as const;
const { threadShort: short, threadLong: long, tenant: whole } = buckets;

/** What is begun with a moment that is now: given the condition, its statement. */
export type Begins = (isNow: Statement) => Statement;
type Reservation = { thread: string; tenant: string; cost: number; machineNow: number; begins?: Begins | undefined };
const reservedRow = z.object({ ms: z.number(), hasBegun: z.boolean() });
export type Reserved = z.infer<typeof reservedRow>;

export const paceTable = (db: Kysely<Database>) => ({
  /**
   * Reserves the next free moment for `cost` calls (1 to 6) in a thread; answers how many milliseconds to wait for it.
   * Not in a transaction: it would hold the whole tenant's row. `machineNow` in milliseconds. `begins`: saved with it where the moment is now.
   */
  async reserve({ thread, tenant, cost, machineNow, begins }: Reservation): Promise<Reserved> {
    const { rows: [row] } = await sql`
      with whole as (
        insert into pace (key, short_machine, long_machine) values (${`tenant:${tenant}`}, ${machineNow + cost * whole.everyMs}, 0)
        on conflict (key) do update set short_machine = greatest(pace.short_machine, ${machineNow}) + ${cost * whole.everyMs}
        returning short_machine),
      begin as (select greatest(${machineNow}::float8, short_machine - ${whole.burst * whole.everyMs}::float8) as at from whole),
      slot as (
        insert into pace (key, short_machine, long_machine) select ${`thread:${thread}`}, at + ${cost * short.everyMs}::float8, at + ${cost * long.everyMs}::float8 from begin
        on conflict (key) do update set
          short_machine = greatest(pace.short_machine, ${moment(cost)}) + ${cost * short.everyMs}::float8,
          long_machine = greatest(pace.long_machine, ${moment(cost)}) + ${cost * long.everyMs}::float8
        returning short_machine, long_machine),
      wait as (select ceil(greatest((select at from begin), short_machine - ${short.burst * short.everyMs}::float8, long_machine - ${long.burst * long.everyMs}::float8) - ${machineNow}::float8) as ms from slot)
      ${begins ? sql`, begun as (${begins(sql`(select ms from wait) <= 0`)} returning 1)` : sql``}
      select ms, ${begins ? sql`exists (select 1 from begun)` : sql`false`} as "hasBegun" from wait`.execute(db);
    return reservedRow.parse(row);
  },
  /** Nobody is given a moment in this thread before so many milliseconds are over. */
  async hold(thread: string, ms: number, machineNow: number): Promise<void> {
    const until = machineNow + ms;
    await sql`update pace set short_machine = greatest(short_machine, ${until + (short.burst - 1) * short.everyMs}::float8) where key = ${`thread:${thread}`}`.execute(db);
  },
  /** Buckets that are full again say nothing. */
  async forgetOld(machineNow: number): Promise<void> {
    await db.deleteFrom('pace').where('short_machine', '<', machineNow).where('long_machine', '<', machineNow).execute();
  },
});

/** The thread's buckets count from the moment it will be sent, not from now: else a wait for the tenant would end in a burst. */
const moment = (cost: number) => sql`greatest((select at from begin),
  pace.short_machine + ${(cost - short.burst) * short.everyMs}::float8, pace.long_machine + ${(cost - long.burst) * long.everyMs}::float8)`;
