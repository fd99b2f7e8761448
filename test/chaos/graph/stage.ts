// Where the seeds are played: one sandbox over HTTP and one database for many of them, on one machine clock that only waiting moves.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { z } from 'zod';
import { connectGraph } from '../../../src/graph/connect.ts';
import { startRunner } from '../../../src/jobs/runner.ts';
import { exhausted, jobRules, jobs } from '../../../src/routes.ts';
import { startSandbox } from '../../../src/sandbox/sandbox.ts';
import type { Services } from '../../../src/services.ts';
import { testClock, type TestClock } from '../../support/clock.ts';
import { openTestStore } from '../../support/database.ts';
import { openDesk, type Desk } from '../../support/desk.ts';
import { credentialsOn } from './credentials.ts';
import { watchGraph, type Watch } from './watch.ts';

type Api = (method: string, path: string, body?: unknown) => Promise<unknown>;
export type Stage = { url: string; api: Api; clock: TestClock; settings: Record<string, string>; watch: Watch; close(): Promise<void> };

export async function openStage(): Promise<Stage> {
  const clock = testClock();
  const folder = mkdtempSync(join(tmpdir(), 'la-desk-graph-'));
  const sandbox = await startSandbox({ folder, port: 0, machine: () => clock.machine() });
  const api: Api = async (method, path, body) => {
    const answer = await fetch(`${sandbox.url}${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return answer.json();
  };
  const watch = watchGraph(sandbox.url, () => clock.machine());
  const settings = z.record(z.string(), z.string()).parse(await api('GET', '/api/settings'));
  return {
    url: sandbox.url, api, clock, settings, watch,
    async close() {
      watch.stop();
      await sandbox.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type Play = Desk & {
  /** Lets work and time go on until `isReached`, or nothing happens within `withinMs`; answers whether it was reached. */
  until(isReached: () => Promise<boolean>, withinMs: number): Promise<boolean>;
  /** What was logged at this level or above. */
  logged(level: number): { level: number; msg: string }[];
  end(): Promise<void>;
};

const logged = z.looseObject({ level: z.number(), msg: z.string() });

/** A desk of its own whose directory is the sandbox's. */
export async function openPlay(stage: Stage, random: () => number): Promise<Play> {
  const desk = await openDesk(await openTestStore(stage.clock), { SMALL_LIST: 'submit' });
  const lines: z.infer<typeof logged>[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(logged.parse(JSON.parse(line))) });
  const graph = connectGraph({
    graph: `${stage.url}/graph`, credentials: credentialsOn(stage), organisationAttribute: 'companyName', clock: desk.clock, log, random, timeoutMs: 1_000,
    async sleep(ms) {
      const until = desk.clock.machine() + ms;
      await keepLeases(desk, until);
      if (desk.clock.machine() < until) desk.clock.pass(until - desk.clock.machine());
    },
  });
  const services: Services = { ...desk.services, ...graph, log };
  const run = { signal: new AbortController().signal };
  const bound = Object.fromEntries(Object.entries(jobs).map(([name, route]) => [name, (payload: unknown) => route(services, payload, run)]));
  const last = Object.fromEntries(Object.entries(exhausted).map(([name, route]) => [name, async (payload: unknown) => void (await route(services, payload, run))]));
  const runner = startRunner({ store: desk.store, clock: desk.clock, log, handlers: bound, exhausted: last, rules: jobRules, leaseMs: 15_000 });
  return {
    ...desk, services,
    until: (isReached, withinMs) => until(desk, runner, isReached, withinMs),
    logged: level => lines.filter(line => line.level >= level),
    end: () => runner.stop(1_000),
  };
}

/** A runner keeps its leases by a timer, which knows nothing of time that is only said to pass. */
async function keepLeases({ connection }: Desk, until: number): Promise<void> {
  const later = new Date(until + 15_000);
  await sql`update job set lease_until_machine = ${later} where lease_owner is not null`.execute(connection.db);
  await sql`update lane set lease_until_machine = ${later} where owner is not null`.execute(connection.db);
}

const mostSteps = 20_000;

async function until(desk: Desk, runner: ReturnType<typeof startRunner>, isReached: () => Promise<boolean>, withinMs: number): Promise<boolean> {
  const end = desk.clock.machine() + withinMs;
  for (let step = 0; step < mostSteps; step++) {
    await runner.settled();
    if (await isReached()) return true;
    const waitMs = await nextMs(desk);
    if (waitMs === null || desk.clock.machine() + waitMs > end) return false;
    if (waitMs > 0) desk.clock.pass(waitMs);
    else await new Promise(resolve => setImmediate(resolve));
  }
  throw new Error(`It does not come to rest.`);
}

/** Until the next job may run, 0 while one runs: time that passed then would end its lease. Null where there is none. */
async function nextMs({ connection, clock }: Desk): Promise<number | null> {
  const { rows } = await sql`select due_at, not_before_machine, lease_owner is not null as "isRunning" from job where buried_at is null`.execute(connection.db);
  const waits = z.array(z.object({ due_at: z.date(), not_before_machine: z.date().nullable(), isRunning: z.boolean() })).parse(rows)
    .map(row => (row.isRunning ? 0 : Math.max(0, row.due_at.getTime() - clock.calendar().getTime(), (row.not_before_machine?.getTime() ?? 0) - clock.machine())));
  return waits.length === 0 ? null : Math.min(...waits);
}
