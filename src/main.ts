// Settings, services, migrations, start, stop: read from top to bottom.
import { randomUUID } from 'node:crypto';
import { Gauge, Registry } from 'prom-client';
import { anchorAudit } from './access/anchors.ts';
import { importRoster } from './access/import-roster.ts';
import { lookUpRoles } from './access/look-up.ts';
import { tidy } from './access/tidy.ts';
import { checkChannelFiles, checkMfaGroup, patiently } from './check-settings.ts';
import { environment, readSettings, SettingsError, wantsSandbox } from './config.ts';
import { background } from './dispatch.ts';
import { connectGraph } from './graph/connect.ts';
import { UserError } from './errors.ts';
import { handlersFor } from './handlers.ts';
import { connectHelpdesk } from './helpdesk/connect.ts';
import { brakeMetrics, deliveryMetrics, jobMetrics, postMetrics } from './jobs/metrics.ts';
import { startRegularly } from './jobs/regularly.ts';
import { startRunner } from './jobs/runner.ts';
import { startSweep } from './jobs/sweep.ts';
import { startWake } from './jobs/wake.ts';
import { takePort } from './listen.ts';
import { startSandbox, tellSandbox } from './local-sandbox.ts';
import { makeLog } from './log.ts';
import { readiness } from './readiness.ts';
import { calendarFor } from './notices/webinar/calendar-file.ts';
import { heardFrom } from './requests/heard-from.ts';
import { exhausted, jobRules, jobs, jobsAtOnce, standingJobs } from './routes.ts';
import type { Services } from './services.ts';
import { connect, voidLeases } from './store/connect.ts';
import { migrate } from './store/migrate.ts';
import type { Pace } from './teams/slots.ts';
import { createStore } from './store/tables.ts';
import { connectTeams } from './teams/connect.ts';
import { realWorld, sandboxWorld, settingsOf, type World } from './world.ts';

/** How long running jobs may take to finish when the process is asked to stop. */
const graceMs = 10_000;
/** How long a job of a killed process is held at most. Renewed four times as often, so that a process that stands still for seconds keeps its own. */
const leaseMs = 8_000;

async function main(): Promise<void> {
  const env = environment();
  const sandbox = wantsSandbox(env) ? await startSandbox(env.DATA_DIR ?? '.data', env) : null;
  const sandboxUrl = sandbox?.url ?? env.SANDBOX_URL;
  const settings = sandboxUrl ? readSettings({ ...env, SANDBOX_URL: sandboxUrl }, await settingsOf(sandboxUrl)) : readSettings(env);
  const world = sandboxUrl ? await sandboxWorld(settings, sandboxUrl) : realWorld(settings);
  const { clock } = world;
  const log = makeLog(settings.LOG_LEVEL);
  const processId = randomUUID();

  const connection = await connect({ databaseUrl: settings.DATABASE_URL, dataFolder: settings.DATA_DIR, log });
  await patiently({ log }, 'the database', () => migrate(connection.db));
  // Legal only because the folder's lock proves that nobody else lives on this database.
  if (connection.engine.is === 'pglite') await voidLeases(connection.db);
  const bell = await startWake(connection.engine, log);
  const store = createStore(connection.db, { clock, wake: bell.wake, near: bell.near });

  const graph = connectGraph({ graph: world.addresses.graph, credentials: world.graph, organisationAttribute: settings.ORGANISATION_ATTRIBUTE, clock, log });
  const teams = connectTeams({ appId: settings.MicrosoftAppId, tenantId: settings.MicrosoftAppTenantId, credential: world.bot, addresses: world.addresses, pace: paceOf(store, clock), clock, log });
  const access = lookUpRoles({ store, directory: graph.directory, settings, clock });
  const services: Services = { settings, clock, log, processId, store, ...graph, messenger: teams.messenger, uploads: teams.uploads, helpdesk: connectHelpdesk({ settings, store, clock, log, directory: graph.directory }), access };

  await patiently(services, 'the directory', () => checkMfaGroup(services));
  await patiently(services, 'the directory', () => importRoster(services));
  await knowChannels(services, world.addresses.defaultServiceUrl);
  const after = background(log);
  // Beside the start: it only tells, and Microsoft 365 may be slow.
  if (settings.PROCESS_ROLE !== 'web') after.run(() => checkChannelFiles(services));

  const isWorker = settings.PROCESS_ROLE !== 'web';
  const bind = <R>(routes: Record<string, (services: Services, payload: unknown, run: { signal: AbortSignal }) => Promise<R>>) =>
    Object.fromEntries(Object.entries(routes).map(([name, route]) => [name, (payload: unknown, run: { signal: AbortSignal }) => route(services, payload, run)]));
  const last = Object.fromEntries(Object.entries(exhausted).map(([name, route]) => [name, async (payload: unknown) => void (await route(services, payload, { signal: new AbortController().signal }))]));
  const runner = isWorker ? startRunner({ store, clock, log, handlers: bind(jobs), exhausted: last, rules: { ...jobRules, ...unendingRules }, atOnce: jobsAtOnce(settings), leaseMs }) : null;
  if (runner) await bell.listen(runner);
  const chores = { daily: () => tidy(services, () => connection.vacuum()), hourly: () => anchorAudit(services) };
  const sweep = startSweep({ store, clock, log, reach: runner ? { poke: runner.poke } : { ring: bell.ring }, ...chores });
  // Also at start: a process that is restarted every night would otherwise never come to it.
  for (const chore of Object.values(chores)) after.run(chore);
  await store.transaction(tx => tx.jobs.add(...standingJobs));
  const stopFollowing = follow(services, world, sweep);

  const server = settings.PROCESS_ROLE === 'worker' ? null : teams.serve({ handlers: handlersFor(services, after), isReady: readiness(store), metrics: metricsOf(services, world), calendar: token => calendarFor(store, token) });
  const port = server ? await takePort(server, settings, sandbox !== null) : undefined;
  if (sandboxUrl && port !== undefined) await tellSandbox(sandboxUrl, `http://127.0.0.1:${port}/api/messages`);
  if (sandbox) process.stdout.write(`\nLA Desk is ready. Open ${sandbox.url} and follow the three steps at the top.\n`);
  else log.info({ port, role: settings.PROCESS_ROLE, database: connection.engine.is }, 'ready');

  const stop = once(async () => {
    await stopFollowing();
    await server?.close();
    await after.stop();
    await sweep.stop();
    await runner?.stop(graceMs);
    await bell.stop();
    await connection.close();
    await sandbox?.stop();
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop().then(() => process.exit(0)));
}

const paceOf = ({ pace }: Services['store'], clock: Services['clock']): Pace => ({
  reserve: (thread, tenant, { aheadMs, ...wanted }) => pace.reserve({ thread, tenant, ...wanted, machineNow: clock.machine() + aheadMs }),
  hold: (thread, ms) => pace.hold(thread, ms, clock.machine()),
  book: (threads, tenant, { readyMs, ...more }) => pace.book({ threads, tenant, ...more, machineNow: clock.machine() + readyMs }),
  holdBulk: (tenant, ms) => pace.holdBulk(tenant, ms, clock.machine()),
});

/** Buried, a standing job would never run again. */
const unendingRules = Object.fromEntries(standingJobs.map(({ name }) => [name, { maxFailures: Infinity, maxWorldFailures: Infinity }]));

/** What changes by itself: the calendar where it is wound, and another's helpdesk, which is asked on the machine's time. */
function follow({ settings, store, log }: Services, world: World, sweep: { sweepNow(): Promise<void> }): () => Promise<void> {
  const isListening = settings.PROCESS_ROLE !== 'web' && settings.SERVICENOW_URL !== undefined;
  const helpdesk = isListening ? startRegularly({ log }, settings.SERVICENOW_POLL_SECONDS * 1000, () => store.jobs.add({ name: 'hear-helpdesk', key: 'all', payload: {} })) : null;
  const stop = world.onWound(() => void Promise.all([sweep.sweepNow(), helpdesk?.now()]));
  return async () => (stop(), helpdesk?.stop());
}

function metricsOf({ store, clock }: Pick<Services, 'store' | 'clock'>, world: World): Registry {
  const metrics = new Registry();
  jobMetrics(metrics, store);
  postMetrics(metrics, store);
  deliveryMetrics(metrics, store, clock);
  brakeMetrics(metrics, store);
  const collect = function (this: Gauge) { this.set(world.calendarOffset()); };
  metrics.registerMetric(new Gauge({ name: 'la_desk_calendar_offset_seconds', help: 'Seconds the calendar is ahead of the machine: 0 outside the sandbox', registers: [], collect }));
  return metrics;
}

/** Channels that can be spoken in before anybody has spoken there. What Teams has told us of them since is kept; at each start they are tried again. */
async function knowChannels({ settings, store, clock }: Services, serviceUrl: string): Promise<void> {
  for (const id of new Set([settings.RESOLVER_CHANNEL, ...settings.NOTICE_CHANNELS.map(channel => channel.id)])) {
    const known = await store.conversations.find(id);
    const unspoken = { id, kind: 'channel' as const, serviceUrl, tenantId: settings.MicrosoftAppTenantId, personId: null, teamsUserId: null, teamId: null, channelId: id };
    await store.transaction(tx => heardFrom(tx, known ?? unspoken, clock.calendar()));
  }
}

function once<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => (running ??= work());
}

main().catch((error: unknown) => {
  const isTheirs = error instanceof SettingsError || error instanceof UserError;
  process.stderr.write(`${isTheirs ? error.message : error instanceof Error ? (error.stack ?? error.message) : 'LA Desk could not start.'}\n`);
  process.exit(1);
});
