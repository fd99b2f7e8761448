// How fast we may call Teams, agreed by all processes in the database: whoever calls books a moment and waits for it (docs/decisions/0032).
// Limits per thread: 7 in 1 s, 60 in 30 s, 1,800 in an hour; per tenant: 50 in any second (https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit).
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from './schema.ts';
import type { Statement } from './statement.ts';

/** A thread's bucket lets `burst` go at once and then one each `everyMs`, so a window w sees at most burst + w / everyMs. */
const buckets = {
  /** At most 7 in 1 s and 56 in 30 s. */
  short: { burst: 6, everyMs: 600 },
  /** At most 1,797 in an hour. */
  long: { burst: 50, everyMs: 2_060 },
} as const;
const { short, long } = buckets;

/** The tenant's limit. A call may be made once the fiftieth before it has arrived a second ago, however late that left and long it travelled. */
const most = 50;
/** Beyond these 50 as many are remembered, for those whose moments are given back. */
const remembered = 2 * most;
const travelMs = 60;
const earlyTimerMs = 2;
const clearMs = 1_000 + earlyTimerMs;
/** How long after its moment a call may leave. A card is drawn first, a delivery is ready. Its place is kept until it has arrived at the latest, or was answered. */
const lateMs = { people: 200, bulk: 25 } as const;
/** Deliveries come one by one: all 50 at once would be late by their own doing. A quarter closer than the limit allows for long, so that moments missed on a busy machine are made up for. */
const bulkEveryMs = 16;

/** What is begun with a moment that is now: given the condition, its statement. */
export type Begins = (isNow: Statement) => Statement;
/** `placeAt`: it has a place in its thread, for then, and only the tenant's moment is wanted: the one that was booked may have been missed. */
export type Wanted = { begins?: Begins | undefined; placeAt?: number | undefined };
type Reservation = Wanted & { thread: string; tenant: string; machineNow: number };
const reservedRow = z.object({ ms: z.number(), hasBegun: z.boolean(), isPlace: z.boolean() });
/** `isPlace`: only a place in the thread is booked. The tenant's moment is booked once it has come, for when the call really goes. */
export type Reserved = z.infer<typeof reservedRow>;

/** What became of a moment that was given: when its call was answered, so that it has arrived by then; null: none was made, and its place is free again. */
export type Kept = { at: number; answeredAt: number | null };
type Booking = { threads: readonly string[]; tenant: string; machineNow: number; aheadMs: number; kept?: readonly Kept[] };
const bookedRows = z.array(z.object({ thread: z.string(), at: z.number(), isBooked: z.boolean() }));
/** `at`: when to call, or where nothing was booked, when to ask again. Machine time. */
export type Booked = z.infer<typeof bookedRows>[number];

const keyOf = { thread: (thread: string) => `thread:${thread}`, tenant: (tenant: string) => `tenant:${tenant}` };

export const paceTable = (db: Kysely<Database>) => {
  /** The row that everybody locks. */
  const open = (tenant: string) => sql`insert into pace (key, short_machine, long_machine) values (${keyOf.tenant(tenant)}, 0, 0) on conflict do nothing`.execute(db);

  return {
    /** Books the next free moment in a thread; answers how many milliseconds to wait for it. Not in a transaction: it would hold the whole tenant's row. `begins`: saved with it where the moment is now. */
    async reserve(wanted: Reservation): Promise<Reserved> {
      const [first] = (await reserving(wanted).execute(db)).rows;
      if (first === undefined) await open(wanted.tenant);
      return reservedRow.parse(first ?? (await reserving(wanted).execute(db)).rows[0]);
    },
    /** Books moments for deliveries, up to 50, each in a thread of its own, none further ahead than `aheadMs`: people's own posts come right after them. */
    async book(wanted: Booking): Promise<Booked[]> {
      const booked = (await booking(wanted).execute(db)).rows;
      if (booked.length === 0) await open(wanted.tenant);
      return bookedRows.parse(booked.length > 0 ? booked : (await booking(wanted).execute(db)).rows);
    },
    /** Nobody is given a moment in this thread before so many milliseconds are over. */
    async hold(thread: string, ms: number, machineNow: number): Promise<void> {
      const until = machineNow + ms;
      await sql`update pace set short_machine = greatest(short_machine, ${until + (short.burst - 1) * short.everyMs}::float8) where key = ${keyOf.thread(thread)}`.execute(db);
    },
    /** No delivery is given a moment before so many milliseconds are over. People's own posts are. */
    async holdBulk(tenant: string, ms: number, machineNow: number): Promise<void> {
      await sql`update pace set short_machine = greatest(short_machine, ${machineNow + ms}::float8) where key = ${keyOf.tenant(tenant)}`.execute(db);
    },
    /** Buckets that are full again say nothing. */
    async forgetOld(machineNow: number): Promise<void> {
      await sql`delete from pace where key in (select key from pace where key like 'thread:%' and short_machine < ${machineNow} and long_machine < ${machineNow} for update skip locked)`.execute(db);
    },
  };
};

/**
 * The tenant's row, locked before any thread's. `moments`: the latest times by which a call has arrived, so that the nth of several waits for the nth of the last 50;
 * `short`: until when deliveries pause; `long`: the latest moment of a delivery.
 */
const ringOf = (tenant: string, kept: readonly Kept[] = []) => sql`select ${kept.length === 0 ? sql`moments_machine` : corrected(kept)} as arrived_by, short_machine as held_until, long_machine as latest from pace where key = ${keyOf.tenant(tenant)} for update`;

/** One of each: what people wait for may arrive by the same time. */
const corrected = (kept: readonly Kept[]) => sql`array(select case when known.at is null then one.at else known.answered_at end from (select at, row_number() over (partition by at) as nth from unnest(moments_machine) at) one
  left join (select distinct on (at) * from unnest(${kept.map(({ at }) => at + lateMs.bulk + travelMs)}::float8[], ${kept.map(({ answeredAt }) => answeredAt)}::float8[]) it(at, answered_at)) known on known.at = one.at and nth = 1
  where known.at is null or known.answered_at is not null order by 1)`;

/** When the call before which 49 come, of those booked now `nth - 1`, has surely arrived a second ago; null where there are fewer. */
const freedAt = sql`arrived_by[nth - ${most}::int + cardinality(arrived_by)] + ${clearMs}::float8`;

/** Keeps the places of what is `given`. */
const booked = (tenant: string, late: number, latest: Statement) => sql`
  insert into pace (key, short_machine, long_machine, moments_machine)
  select ${keyOf.tenant(tenant)}, held_until, ${latest}, (select array_agg(at order by at) from (
    select at from (select unnest(arrived_by) as at union all select at + ${late + travelMs}::float8 from given) every_one order by at desc limit ${remembered}::int) latest_ones) from ring where exists (select 1 from given)
  on conflict (key) do update set long_machine = excluded.long_machine, moments_machine = excluded.moments_machine`;

/** When a thread's row lets one more go. */
const free = sql`greatest(pace.short_machine - ${(short.burst - 1) * short.everyMs}::float8, pace.long_machine - ${(long.burst - 1) * long.everyMs}::float8)`;

function reserving({ thread, tenant, machineNow, begins, placeAt }: Reservation) {
  const now = sql`${machineNow}::float8`;
  return sql`
    with ring as (${ringOf(tenant)}),
    moment as (select greatest(${now}, ${freedAt}) as at from ring, (values (1)) it(nth)),
    slot as (${placeAt === undefined ? oneMore(thread, now) : oneLater(thread, placeAt)}),
    given as (select at from moment where not exists (select 1 from slot where place is not null)),
    booked as (${booked(tenant, lateMs.people, sql`latest`)}),
    wait as (select ceil(coalesce((select place from slot), at) - ${now}) as ms from moment)
    ${begins ? sql`, begun as (${begins(sql`(select ms from wait) <= 0`)} returning 1)` : sql``}
    select ms, ${begins ? sql`exists (select 1 from begun)` : sql`false`} as "hasBegun", not exists (select 1 from given) as "isPlace" from wait`;
}

/** One more in the thread's buckets, from when it goes: else a wait for the tenant would end in a burst. Where it must wait for its thread, its row says until when. */
const oneMore = (thread: string, now: Statement) => sql`
  insert into pace (key, short_machine, long_machine) select ${keyOf.thread(thread)}, at + ${short.everyMs}::float8, at + ${long.everyMs}::float8 from moment
  on conflict (key) do update set
    short_machine = case when ${free} <= ${now} then greatest(pace.short_machine, excluded.short_machine - ${short.everyMs}::float8) else pace.short_machine end + ${short.everyMs}::float8,
    long_machine = case when ${free} <= ${now} then greatest(pace.long_machine, excluded.long_machine - ${long.everyMs}::float8) else pace.long_machine end + ${long.everyMs}::float8,
    moments_machine = case when ${free} <= ${now} then '{}' else array[${free}] end
  returning moments_machine[1] as place`;

/** It is in the buckets, and goes later than they were told: so does what comes after it. */
const oneLater = (thread: string, placeAt: number) => sql`
  update pace set short_machine = pace.short_machine + moment.at - ${placeAt}::float8, long_machine = pace.long_machine + moment.at - ${placeAt}::float8
  from moment where key = ${keyOf.thread(thread)} returning null::float8 as place`;

/** A thread that was free when the statement began and is not any more is given nothing. */
function booking({ threads, tenant, machineNow, aheadMs, kept }: Booking) {
  const now = sql`${machineNow}::float8`;
  const spread = sql`(nth - 1) * ${bulkEveryMs}::float8`;
  return sql`
    with ring as (${ringOf(tenant, kept)}),
    own as (select w.thread, w.nth, key, greatest(${now}, ${free}) as at from unnest(${threads}::text[], ${threads.map(keyOf.thread)}::text[]) with ordinality w(thread, own_key, nth) left join pace on key = own_key),
    ready as (select thread, row_number() over (order by nth)::int as nth from own where at <= ${now}),
    moment as (select thread, ${spread} + greatest(${now}, held_until, latest + ${bulkEveryMs}::float8, max(${freedAt} - ${spread}) over (order by nth)) as at from ready cross join ring),
    slot as (insert into pace (key, short_machine, long_machine)
      select ${keyOf.thread('')} || thread, at + ${short.everyMs}::float8, at + ${long.everyMs}::float8 from moment where at <= ${machineNow + aheadMs}::float8 order by 1
      on conflict (key) do update set short_machine = greatest(pace.short_machine + ${short.everyMs}::float8, excluded.short_machine), long_machine = greatest(pace.long_machine + ${long.everyMs}::float8, excluded.long_machine)
      where ${free} <= ${now} returning key),
    given as (select thread, at from moment where ${keyOf.thread('')} || thread in (select key from slot)),
    booked as (${booked(tenant, lateMs.bulk, sql`(select max(at) from given)`)})
    select thread, at, thread in (select thread from given) as "isBooked" from moment
    union all select thread, at, false from own, ring where at > ${now} order by at, thread`;
}
