// Who is running which job: a lease in machine time on the job's row. A lapsed lease is anybody's; the old holder then changes nothing.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Clock } from '../services.ts';
import { inDueOrder, type JobRef } from './jobs.ts';
import { jobRow, type Database } from './schema.ts';
import type { Statement } from './statement.ts';

const claimedRow = jobRow.pick({ name: true, key: true, payload: true, version: true, attempts: true, failures: true, due_at: true }).extend({ lease_owner: z.string() });
export type ClaimedJob = z.infer<typeof claimedRow>;
const claimedRows = z.array(claimedRow);
const wokenRow = jobRow.pick({ name: true, key: true, due_at: true });
const released = { lease_owner: null, lease_until_machine: null, woken_at_machine: null };

export const jobLeases = (db: Kysely<Database>, clock: Clock) => {
  const machine = (plusMs = 0) => new Date(clock.machine() + plusMs);
  const isReady = () => sql`buried_at is null and due_at <= ${clock.calendar()}::timestamptz
    and (not_before_machine is null or not_before_machine <= ${machine()}::timestamptz)
    and (lease_until_machine is null or lease_until_machine <= ${machine()}::timestamptz)`;
  return {
    /** Leases up to `limit` jobs that are due, earliest first. `only` chooses by name; `rooms`: at most so many of these names. */
    async claim(more: { limit: number; leaseMs: number; only?: string; rooms?: Readonly<Record<string, number>> }): Promise<ClaimedJob[]> {
      const named = more.only === undefined ? sql`true` : sql`name = ${more.only}`;
      const room = more.rooms === undefined ? sql`true` : sql`place <= coalesce((${JSON.stringify(more.rooms)}::jsonb ->> name)::int, ${more.limit}::int)`;
      const { rows } = await sql`
        with placed as materialized (select name, key, row_number() over (partition by name order by due_at, key) as place from job where ${isReady()} and ${named}),
        ready as (select name, key from job where ${isReady()} and (name, key) in (select name, key from placed where ${room})
          order by due_at, name, key limit ${more.limit} for update skip locked)
        update job set lease_owner = gen_random_uuid()::text, lease_until_machine = ${machine(more.leaseMs)}, attempts = attempts + 1
        from ready where job.name = ready.name and job.key = ready.key
        returning job.*`.execute(db);
      return inDueOrder(claimedRows.parse(rows));
    },
    /** Makes these leases longer; answers which are still held. */
    async renew(owners: readonly string[], leaseMs: number): Promise<Set<string>> {
      const held = new Set<string>();
      // One row at a time: holding one while it waits for the next, it would deadlock with a transaction that adds both jobs.
      for (const owner of owners) {
        const { numUpdatedRows } = await db.updateTable('job').set({ lease_until_machine: machine(leaseMs) }).where('lease_owner', '=', owner).executeTakeFirst();
        if (numUpdatedRows > 0n) held.add(owner);
      }
      return held;
    },
    /** Jobs due and free that nobody was woken for within `quietMs`, in due order; they count as woken now. */
    async toWake(limit: number, quietMs: number): Promise<JobRef[]> {
      const { rows } = await sql`
        with quiet as (select name, key from job where ${isReady()} and (woken_at_machine is null or woken_at_machine <= ${machine(-quietMs)}::timestamptz)
          order by due_at, name, key limit ${limit} for update skip locked)
        update job set woken_at_machine = ${machine()} from quiet where job.name = quiet.name and job.key = quiet.key
        returning job.name, job.key, due_at`.execute(db);
      return inDueOrder(z.array(wokenRow).parse(rows)).map(({ name, key }) => ({ name, key }));
    },
  };
};

/** What the holder of a lease does with it. Every statement asks for the lease, so whoever lost it matches no row. */
export const jobOutcomes = (db: Kysely<Database>, clock: Clock) => {
  const machine = (plusMs: number) => new Date(clock.machine() + plusMs);
  const mine = (job: ClaimedJob) => db.updateTable('job').where('name', '=', job.name).where('key', '=', job.key).where('lease_owner', '=', job.lease_owner);
  return {
    /** Done: the row goes, unless the job was added again meanwhile. True where it was. `saved` with it in one statement, in any case. */
    async finish(job: ClaimedJob, saved?: Statement): Promise<boolean> {
      // Asked for in the condition, or it would be saved last: everybody else locks what is said before its job.
      const [first, done] = saved ? [sql`with saved as (${saved} returning 1)`, sql`(select count(*) from saved) >= 0`] : [sql``, sql`true`];
      const { rows } = await sql`${first}
        delete from job where name = ${job.name} and key = ${job.key} and lease_owner = ${job.lease_owner} and version = ${job.version} and ${done} returning 1`.execute(db);
      if (rows.length === 0) await mine(job).set({ ...released, attempts: 0, failures: 0 }).execute();
      return rows.length === 0;
    },
    /** Done for now. A job added again meanwhile runs at once instead. True where it was. */
    async again(job: ClaimedJob, when: { againAt: Date } | { againAfterMs: number }): Promise<boolean> {
      const later = 'againAt' in when ? { due_at: when.againAt } : { not_before_machine: machine(when.againAfterMs) };
      const { numUpdatedRows } = await mine(job).where('version', '=', job.version).set({ ...released, ...later, attempts: 0, failures: 0 }).executeTakeFirst();
      if (numUpdatedRows === 0n) await mine(job).set(released).execute();
      return numUpdatedRows === 0n;
    },
    /** Gives it back to be tried again after `waitMs` of machine time. */
    async retry(job: ClaimedJob, waitMs: number): Promise<void> {
      await mine(job).set({ ...released, failures: job.failures + 1, not_before_machine: machine(waitMs) }).execute();
    },
    /** Gives it back untouched, for another process to take at once. */
    async release(job: ClaimedJob): Promise<void> {
      await mine(job).set(released).execute();
    },
    /** Kept for an operator to see, and never run again unless it is added again. */
    async bury(job: ClaimedJob, why: string): Promise<void> {
      const { numUpdatedRows } = await mine(job).where('version', '=', job.version).set({ ...released, buried_at: clock.calendar(), buried_why: why }).executeTakeFirst();
      if (numUpdatedRows === 0n) await mine(job).set({ ...released, failures: 0 }).execute();
    },
  };
};
