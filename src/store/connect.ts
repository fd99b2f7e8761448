// Opens the database: PostgreSQL where DATABASE_URL is set, otherwise PGlite (PostgreSQL inside this process) in the data folder.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import { tellingAway } from './away.ts';
import { lockFolder } from './lock.ts';
import { makePool, type PoolTimes } from './pool.ts';
import { isTight, roomIn, tightWords, whileThereIsRoom } from './room.ts';
import type { Database } from './schema.ts';

export type Connection = {
  db: Kysely<Database>;
  /** For the job wake-up, which keeps its own pool, or shares the one embedded connection. */
  engine: { is: 'postgres'; url: string } | { is: 'pglite'; pglite: PGlite };
  /** The embedded database never vacuums by itself. Daily, and after a large request. Does nothing on PostgreSQL. */
  vacuum(): Promise<void>;
  /** Only after the job wake-up has stopped: closing ends the connection it shares. */
  close(): Promise<void>;
};

const bigint = 20;
const date = 1082;
/** Both engines must give the same values: counts as numbers; days as text, since a Date of a day depends on the machine's zone. */
export const parsers: Record<number, (value: string) => string | number> = { [bigint]: Number, [date]: (day) => day };

export async function connect(where: { databaseUrl: string | undefined; dataFolder: string; log: Logger }): Promise<Connection> {
  return where.databaseUrl === undefined ? await openFolder(where.dataFolder) : overPostgres(where.databaseUrl, where.log);
}

/** Short enough to give somebody who waits a clear answer, long enough for a database that is busy. */
const CONNECT_MS = 3_000;
/** No statement of ours takes nearly as long. */
const STATEMENT_MS = 20_000;
/** After that the server would have spoken: the connection is dead, even where nobody says so (a firewall that forgot it). */
const SILENCE_MS = STATEMENT_MS + 5_000;
const usualTimes: PoolTimes = { connectMs: CONNECT_MS, renewedAfterMs: 60_000, askedAgainMs: 5_000 };

export function overPostgres(url: string, log: Logger, more: Partial<PoolTimes> = {}): Connection {
  const times = { ...usualTimes, ...more };
  const config = {
    connectionString: url,
    connectionTimeoutMillis: times.connectMs,
    statement_timeout: STATEMENT_MS,
    // A process cut off in the middle of a transaction keeps its locks no longer than a transaction may take.
    idle_in_transaction_session_timeout: 30_000,
    stream: impatientSocket,
    types: { getTypeParser: (...[type, format]: Parameters<typeof pg.types.getTypeParser>): unknown => parsers[type] ?? pg.types.getTypeParser(type, format) },
  };
  const db = new Kysely<Database>({ dialect: tellingAway(new PostgresDialect({ pool: makePool(config, times, log) })) });
  return { db, engine: { is: 'postgres', url }, vacuum: () => Promise.resolve(), close: () => db.destroy() };
}

/** pg waits for an answer for ever, and so would whoever asked. */
function impatientSocket(): Socket {
  const socket = new Socket();
  return socket.setTimeout(SILENCE_MS, () => socket.destroy(new Error('The database fell silent.')));
}

/** The lock comes first: opening the folder twice is what loses data. */
async function openFolder(folder: string): Promise<Connection> {
  const path = join(folder, 'database');
  mkdirSync(folder, { recursive: true });
  const room = roomIn(folder);
  if (isTight(room)) throw new UserError(`${tightWords(room)} Make room, then start it again: what was saved is still there.`);
  const unlock = lockFolder(path);
  try {
    refuseOtherVersion(path);
    const connection = overPglite(whileThereIsRoom(await PGlite.create(path, { parsers }), room));
    writeFileSync(versionFile(path), pgliteVersion());
    return { ...connection, close: () => connection.close().finally(unlock) };
  } catch (error) {
    unlock();
    throw error;
  }
}

export function overPglite(pglite: PGlite): Connection {
  const db = new Kysely<Database>({ dialect: tellingAway(new PGliteDialect({ pglite })) });
  return {
    db,
    engine: { is: 'pglite', pglite },
    vacuum: async () => {
      await sql`vacuum (analyze)`.execute(db);
    },
    close: () => db.destroy(),
  };
}

/**
 * Boot on the embedded database: whoever held a lease is dead, because we hold the folder's lock.
 * Never on PostgreSQL, where the holder may live on another machine.
 */
export async function voidLeases(db: Kysely<Database>): Promise<void> {
  await sql`update job set lease_owner = null, lease_until_machine = null, woken_at_machine = null where lease_owner is not null`.execute(db);
  await sql`update lane set owner = null, lease_until_machine = null where owner is not null`.execute(db);
  // A request's lapsed lease is itself a fact (its upload was cut off), so it is made old rather than taken away. What watches it, or a file on its way, looks now.
  await sql`update request set lease_until_machine = 'epoch' where lease_until_machine is not null`.execute(db);
  // So is a delivery's: it may have been sent.
  await sql`update delivery set lease_until_machine = 'epoch' where lease_until_machine is not null`.execute(db);
  await sql`update job set not_before_machine = null where name in ('watch-upload', 'watch-file', 'send-notice')`.execute(db);
}

const versionFile = (path: string) => `${path}.version`;
const minor = (version: string) => version.split('.').slice(0, 2).join('.');

/** PGlite cannot open what another minor version wrote, and says so only as a failed start. */
function refuseOtherVersion(path: string): void {
  const written = existsSync(versionFile(path)) ? readFileSync(versionFile(path), 'utf8') : pgliteVersion();
  if (minor(written) === minor(pgliteVersion())) return;
  throw new Error(`The data folder was written by PGlite ${written} and cannot be opened by ${pgliteVersion()}. Start the older LA Desk, dump the database, and load it into a new folder.`);
}

function pgliteVersion(): string {
  const file = new URL('../package.json', import.meta.resolve('@electric-sql/pglite'));
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}
