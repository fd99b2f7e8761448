// A process of its own for tests that kill it: opens a data folder, adds 200 jobs once, and runs them. Says on its output how far it is.
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { startRunner } from '../../src/jobs/runner.ts';
import { startWake } from '../../src/jobs/wake.ts';
import { connect, voidLeases } from '../../src/store/connect.ts';
import { migrate } from '../../src/store/migrate.ts';
import { createStore } from '../../src/store/tables.ts';

const [dataFolder = '', requestId = ''] = process.argv.slice(2);
const log = pino({ level: 'silent' });
const at = new Date('2022-09-20T08:00:00Z');
const clock = { calendar: () => at, machine: () => performance.timeOrigin + performance.now() };

const connection = await connect({ databaseUrl: undefined, dataFolder, log });
await migrate(connection.db);
await voidLeases(connection.db);
const bell = await startWake(connection.engine, log);
const store = createStore(connection.db, { clock, wake: bell.wake });
await store.transaction(async (tx) => {
  if ((await tx.settings.read('added')) !== null) return;
  await tx.jobs.add(...Array.from({ length: 200 }, (_, i) => ({ name: 'apply', key: `person-${i}`, payload: { personId: `person-${i}` } })));
  await tx.settings.write('added', 'yes');
});
const runner = startRunner({ store, clock, log, handlers: { apply } });
await bell.listen({ poke: runner.poke });
process.stdout.write('ready\n');
await runner.idle();
await runner.stop(1_000);
const verdict = await store.audit.verify();
const rows = await store.audit.ofRequest(requestId);
process.stdout.write(`${JSON.stringify({ verdict, people: new Set(rows.map((row) => row.person_id)).size, jobs: await store.jobs.stats() })}\n`);
await bell.stop();
await connection.close();

/** Asks whether its work is still to be done, calls out, then saves the outcome and its audit row together. */
async function apply(payload: unknown): Promise<void> {
  const personId = JSON.stringify(payload);
  if ((await store.settings.read(personId)) !== null) return;
  await pause(1);
  await store.transaction(async (tx) => {
    if ((await tx.settings.read(personId)) !== null) return;
    await tx.settings.write(personId, 'done');
    await tx.audit.append({ requestId, at, actorId: 'bot', action: 'applied', personId, detail: {} });
  });
  process.stdout.write('done\n');
}
