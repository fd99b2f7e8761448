// Who runs in a chaos run: one process on a folder of its own, or a web process and two workers on PostgreSQL.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { connect, overPostgres } from '../../src/store/connect.ts';
import { openPostgresStore, ownDatabaseUrl } from '../support/database.ts';
import { freePort } from '../support/free-port.ts';
import type { Setting } from './run.ts';

export type Crewed = Pick<Setting, 'engine' | 'crew' | 'web' | 'workers' | 'faults' | 'patienceMs' | 'open'>;

/** Each answer of Graph takes a while, so that kills fall between a call and its answer as well as between calls; longer where those not killed work on. */
const slow = { graphSlowMs: 150 };
const slower = { graphSlowMs: 500 };
const log = pino({ level: 'silent' });

/** `more`: settings of every process. */
export async function onFolder(more: Record<string, string> = {}): Promise<Crewed & { clear: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'la-desk-chaos-'));
  return {
    engine: 'PGlite', crew: { bot: { ...more, DATA_DIR: folder, PORT: String(await freePort()) } }, web: 'bot', workers: ['bot'], faults: slow, patienceMs: 120_000,
    open: () => connect({ databaseUrl: undefined, dataFolder: folder, log }),
    clear: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** On the database of this test process, emptied. */
export async function onServer(more: Record<string, string> = {}): Promise<Crewed> {
  await openPostgresStore();
  const url = ownDatabaseUrl();
  const worker = { ...more, DATABASE_URL: url, PROCESS_ROLE: 'worker' };
  return {
    engine: 'PostgreSQL, a web process and two workers', crew: { web: { ...more, DATABASE_URL: url, PROCESS_ROLE: 'web', PORT: String(await freePort()) }, one: worker, two: worker }, web: 'web', workers: ['one', 'two'], faults: slower, patienceMs: 180_000,
    open: () => Promise.resolve(overPostgres(url, log)),
  };
}
