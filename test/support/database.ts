// Databases for tests: one PGlite per test process, loaded from a dump of the migrated database; and PostgreSQL where TEST_DATABASE_URL names one.
import { createHash } from 'node:crypto';
import { constants, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { sql } from 'kysely';
import pg from 'pg';
import { pino } from 'pino';
import { overPglite, overPostgres, parsers, type Connection } from '../../src/store/connect.ts';
import type { JobRef } from '../../src/store/jobs.ts';
import { migrate } from '../../src/store/migrate.ts';
import { createStore } from '../../src/store/tables.ts';
import type { Store } from '../../src/store/store.ts';
import { testClock, type TestClock } from './clock.ts';
import { isWorker, postgresUrl } from './environment.ts';

const cacheFolder = new URL('../../.cache/', import.meta.url);
const migrations = new URL('../../src/store/migrations/', import.meta.url);

export type TestStore = {
  store: Store;
  connection: Connection;
  clock: TestClock;
  /** What would have been woken; wakes of transactions that were rolled back included. */
  wakes: JobRef[];
};

const ownName = `la_desk_test_${process.pid}`;
let embedded: Promise<Connection> | undefined;
let server: Promise<Connection> | undefined;

/** The embedded database, emptied; the same one for the whole test process. */
export async function openTestStore(clock = testClock()): Promise<TestStore> {
  return await emptied(await (embedded ??= openEmbedded()), clock);
}

let isSkipTold = false;

/** The same suite on PGlite and on PostgreSQL. Without TEST_DATABASE_URL the second is skipped, with one line for the whole run. */
export function onEachEngine(title: string, suite: (open: (clock?: TestClock) => Promise<TestStore>) => void): void {
  describe(`${title}, on PGlite`, () => suite(openTestStore));
  onPostgres(title, () => suite(openPostgresStore));
}

/** A suite that only PostgreSQL can run: several processes on one database. */
export function onPostgres(title: string, suite: (this: Mocha.Suite) => void): void {
  if (postgresUrl !== undefined) {
    describe(`${title}, on PostgreSQL`, suite);
    return;
  }
  if (!isSkipTold) process.stderr.write('Skipping the tests on PostgreSQL: TEST_DATABASE_URL is not set.\n');
  isSkipTold = true;
}

/** A database of its own on the PostgreSQL of TEST_DATABASE_URL, emptied. */
export async function openPostgresStore(clock = testClock()): Promise<TestStore> {
  return await emptied(await (server ??= openServer()), clock);
}

/** The URL of this process's database on PostgreSQL. */
export function ownDatabaseUrl(): string {
  if (postgresUrl === undefined) throw new Error('TEST_DATABASE_URL is not set.');
  return Object.assign(new URL(postgresUrl), { pathname: `/${ownName}` }).href;
}

/** A migrated embedded database nobody else uses. */
async function openEmbedded(): Promise<Connection> {
  const pglite = await PGlite.create({ parsers, loadDataDir: new Blob([await migratedDump()]) });
  return overPglite(pglite);
}

/** Closes what this process opened. */
async function closeTestStores(): Promise<void> {
  await (await embedded)?.close();
  if (server === undefined) return;
  await (await server).close();
  await asServerOwner(`drop database if exists ${ownName} with (force)`);
}

async function emptied(connection: Connection, clock: TestClock): Promise<TestStore> {
  const { rows } = await sql<{ tablename: string }>`select tablename from pg_tables where schemaname = 'public' and tablename not like 'kysely%'`.execute(connection.db);
  await sql.raw(`truncate ${rows.map((row) => row.tablename).join(', ')} restart identity cascade`).execute(connection.db);
  for (const sequence of ['request_number start 2041', 'ticket_number start 31020417']) await sql.raw(`alter sequence ${sequence.replace(' start', ' restart')}`).execute(connection.db);
  const wakes: JobRef[] = [];
  const wake = (_db: unknown, job: JobRef) => (wakes.push(job), Promise.resolve());
  return { store: createStore(connection.db, { clock, wake }), connection, clock, wakes };
}

/** initdb and migrations take seconds; the dump is kept until a migration or PGlite changes. */
async function migratedDump(): Promise<Uint8Array<ArrayBuffer>> {
  const file = new URL(`database-${migrationsHash()}.tar`, cacheFolder);
  if (!existsSync(file)) {
    const pglite = await PGlite.create({ parsers });
    const connection = overPglite(pglite);
    await migrate(connection.db);
    const dump = new Uint8Array(await (await pglite.dumpDataDir('none')).arrayBuffer());
    await connection.close();
    keep(file, dump);
  }
  return new Uint8Array(readFileSync(file));
}

/** Two test processes may make it at once: each renames its own into place. */
function keep(file: URL, dump: Uint8Array): void {
  mkdirSync(cacheFolder, { recursive: true });
  const draft = new URL(`${file.href}.${process.pid}`);
  writeFileSync(draft, dump);
  renameSync(draft, file);
}

/** A data folder as a program finds it that ran there before: `initdb` and the migrations cost it more than all else at its start. */
export async function prepareFolder(dataFolder: string): Promise<void> {
  if (existsSync(join(dataFolder, 'database'))) return;
  cpSync(await migratedFolder(), dataFolder, { recursive: true, mode: constants.COPYFILE_FICLONE });
}

async function migratedFolder(): Promise<string> {
  const folder = fileURLToPath(new URL(`folder-${migrationsHash()}`, cacheFolder));
  if (existsSync(folder)) return folder;
  const loadDataDir = new Blob([await migratedDump()]);
  const draft = mkdtempSync(`${folder}.`);
  await (await PGlite.create(join(draft, 'database'), { parsers, loadDataDir })).close();
  try {
    renameSync(draft, folder);
  } catch (error) {
    // Another test process was first.
    if (!existsSync(folder)) throw error;
    rmSync(draft, { recursive: true });
  }
  return folder;
}

function migrationsHash(): string {
  const hash = createHash('sha256').update(readFileSync(new URL('../../package-lock.json', import.meta.url)));
  for (const name of readdirSync(migrations).toSorted()) hash.update(name).update(readFileSync(new URL(name, migrations)));
  return hash.digest('hex').slice(0, 16);
}

// At the root of mocha: after all suites of the process. Benchmarks, which have no mocha, end by themselves.
if (typeof after === 'function' && !isWorker) after(closeTestStores);

async function openServer(): Promise<Connection> {
  await asServerOwner(`drop database if exists ${ownName} with (force)`);
  await asServerOwner(`create database ${ownName}`);
  const connection = overPostgres(ownDatabaseUrl(), pino({ level: 'silent' }));
  await migrate(connection.db);
  return connection;
}

async function asServerOwner(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
