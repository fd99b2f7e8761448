// Databases for tests: one PGlite per test process, loaded from a dump of the migrated database; and PostgreSQL where TEST_DATABASE_URL names one.
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
import { migratedDump } from './migrated.ts';

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
  // Each table that is truncated costs, also an empty one: those without a page have never been written to.
  const { rows } = await sql<{ relname: string }>`select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' and relname not like 'kysely%' and pg_relation_size(oid) > 0`.execute(connection.db);
  if (rows.length > 0) await sql.raw(`truncate ${rows.map((row) => row.relname).join(', ')} cascade`).execute(connection.db);
  await sql`select setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) from pg_sequences where schemaname = 'public'`.execute(connection.db);
  const wakes: JobRef[] = [];
  const wake = (_db: unknown, job: JobRef) => (wakes.push(job), Promise.resolve());
  return { store: createStore(connection.db, { clock, wake }), connection, clock, wakes };
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
