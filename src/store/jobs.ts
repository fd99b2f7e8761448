// Work to do, one row per (name, key). These rows are the truth; a wake only makes somebody look at them sooner. Leases: job-leases.ts.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Clock } from '../services.ts';
import { handOver, type Lease, type Near } from './near.ts';
import { jobRow, type Database } from './schema.ts';

export type Job = {
  name: string;
  /** A second job of the same name and key is the same job: it runs once more, with the newer payload. */
  key: string;
  payload: object;
  /** Calendar time. Left out: now. */
  dueAt?: Date;
  /** True: `dueAt` holds even when the job was due earlier. Otherwise the earlier of the two. */
  replaceDue?: boolean;
  /** Machine time before its first run. Added again, it runs at once. */
  afterMs?: number;
};
export type JobRef = { name: string; key: string };
/** Tells whoever runs jobs to look, inside the transaction of `db`: nothing is heard unless it commits. */
type Wake = (db: Kysely<Database>, job: JobRef) => Promise<void>;
/** `near`: the runner of this process, where there is one. */
export type JobNeeds = { clock: Clock; wake: Wake; near: () => Near | null };

const statsRow = z.object({ open: z.number(), next_due: z.date().nullable(), buried: z.number() });
export type JobStats = { open: number; nextDue: Date | null; buried: number };

export const jobTable = (db: Kysely<Database>, { clock, wake, near }: JobNeeds) => {
  return {
    /**
     * Adds jobs, or has those already there run again: the version rises, so a run in progress is followed by another.
     * A handler that wants itself again later returns `againAt` instead: adding itself keeps the earlier due time, which has passed.
     */
    async add(...jobs: Job[]): Promise<void> {
      const now = clock.calendar();
      const [first, ...others] = jobs;
      const isDue = (job: Job) => (job.dueAt ?? now) <= now;
      if (first && others.length === 0 && isDue(first) && first.afterMs === undefined) return addOne(db, { clock, wake, near }, first);
      for (const batch of batches(jobs)) await upsert(db, batch, now, clock.machine());
      const dueNow = jobs.find(isDue);
      if (!dueNow) return;
      await tell(db, { wake, near }, dueNow);
    },
    async remove(ref: JobRef): Promise<void> {
      await db.deleteFrom('job').where('name', '=', ref.name).where('key', '=', ref.key).execute();
    },
    /** `open`: due by the calendar or running, those waiting out a Retry-After included. `nextDue`: the first due time still to come. */
    async stats(): Promise<JobStats> {
      const now = clock.calendar();
      const { rows } = await sql`
        select count(*) filter (where buried_at is null and (due_at <= ${now}::timestamptz or lease_until_machine > ${new Date(clock.machine())}::timestamptz)) as open,
          min(due_at) filter (where buried_at is null and due_at > ${now}::timestamptz) as next_due,
          count(*) filter (where buried_at is not null) as buried from job`.execute(db);
      const { open, next_due, buried } = statsRow.parse(rows[0]);
      return { open, nextDue: next_due, buried };
    },
    async buried(limit = 50): Promise<{ name: string; key: string; why: string | null; at: Date | null }[]> {
      const rows = await db.selectFrom('job').selectAll().where('buried_at', 'is not', null).orderBy('buried_at').limit(limit).execute();
      return z.array(jobRow).parse(rows).map((row) => ({ name: row.name, key: row.key, why: row.buried_why, at: row.buried_at }));
    },
  };
};

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
/** The order in which due jobs are run, whatever order the database answers in. */
export const inDueOrder = <R extends JobRef & { due_at: Date }>(rows: R[]) =>
  rows.toSorted((a, b) => a.due_at.getTime() - b.due_at.getTime() || compare(a.name, b.name) || compare(a.key, b.key));

/** In the order rows are locked in, so that two callers never wait for each other; a job named twice comes in the next batch. */
function batches(jobs: readonly Job[]): Job[][] {
  const made: Job[][] = [];
  const seen = new Map<string, number>();
  for (const job of jobs.toSorted((a, b) => compare(a.name, b.name) || compare(a.key, b.key))) {
    const id = JSON.stringify([job.name, job.key]);
    const times = seen.get(id) ?? 0;
    seen.set(id, times + 1);
    (made[times] ??= []).push(job);
  }
  return made;
}

/** A new job that the runner here has room for is leased to it at once, so that it need not be looked for. */
async function addOne(db: Kysely<Database>, { clock, wake, near }: JobNeeds, job: Job): Promise<void> {
  const runner = near();
  const isOurs = await handOver(runner, clock, job, async (lease) => {
    const { rows } = await upsert(db, [job], clock.calendar(), clock.machine(), lease);
    return z.array(leaseRow).parse(rows).some(({ lease_owner }) => lease_owner === lease?.owner);
  });
  if (!isOurs) await tell(db, { wake, near }, job);
}

/** A full runner looks when it has room again; other processes may have some now. */
async function tell(db: Kysely<Database>, { wake, near }: Pick<JobNeeds, 'wake' | 'near'>, { name, key }: JobRef): Promise<void> {
  const runner = near();
  runner?.poke();
  if (runner?.shouldRing(name) ?? true) await wake(db, { name, key });
}

const leaseRow = z.object({ lease_owner: z.string().nullable() });

const upsert = (db: Kysely<Database>, jobs: readonly Job[], now: Date, machineNow: number, lease: Lease | null = null) => sql`
  insert into job (name, key, payload, due_at, not_before_machine, lease_owner, lease_until_machine, attempts)
  select name, key, payload, due_at, not_before, ${lease?.owner ?? null}::text, ${lease?.until ?? null}::timestamptz, ${lease === null ? 0 : 1}::int
    from jsonb_to_recordset(${JSON.stringify(jobs.map((job) => ({ ...job, due_at: job.dueAt ?? now, not_before: job.afterMs === undefined ? null : new Date(machineNow + job.afterMs) })))}::jsonb)
    v(name text, key text, payload jsonb, due_at timestamptz, not_before timestamptz)
  on conflict (name, key) do update set
    payload = excluded.payload, version = job.version + 1, not_before_machine = null, woken_at_machine = null,
    due_at = case when job.buried_at is not null or excluded.name || chr(10) || excluded.key = any(${jobs.filter((job) => job.replaceDue).map((job) => `${job.name}\n${job.key}`)}::text[])
      then excluded.due_at else least(job.due_at, excluded.due_at) end,
    failures = case when job.buried_at is null then job.failures else 0 end,
    attempts = case when job.buried_at is null then job.attempts else 0 end,
    buried_at = null, buried_why = null
  returning lease_owner`.execute(db);
