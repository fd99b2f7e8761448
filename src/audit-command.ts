// npm run --silent audit -- verify, or export: proves that the audit trail is whole, or names where it is not; and hands it out. It changes nothing.
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { stringify } from 'csv-stringify/sync';
import { anchorFile, readAnchors } from './access/anchors.ts';
import { environment, readAuditSettings, SettingsError, type AuditSettings } from './config.ts';
import { DatabaseAway, UserError } from './errors.ts';
import { makeLog } from './log.ts';
import { connect } from './store/connect.ts';
import type { Store } from './store/store.ts';
import { createStore } from './store/tables.ts';
import { forCsvCell, plural } from './words.ts';

const usage = `npm run --silent audit -- verify          proves that the audit trail is whole, or names each damaged place
npm run --silent audit -- export          writes it out, one line of JSON for each row
npm run --silent audit -- export --csv    the same as CSV
`;

/** 0: whole, or written. 1: damaged. 2: it could not be read. */
async function main([what, ...options]: string[]): Promise<number> {
  const isCsv = options.includes('--csv');
  if ((what !== 'verify' && what !== 'export') || options.some(option => option !== '--csv') || (isCsv && what === 'verify')) {
    process.stderr.write(usage);
    return 2;
  }
  const settings = readAuditSettings(environment());
  if (settings.DATABASE_URL === undefined && !existsSync(join(settings.DATA_DIR, 'database'))) throw new UserError(`There is no audit trail in ${settings.DATA_DIR} yet. Set DATABASE_URL or DATA_DIR to what LA Desk runs with.`);
  const connection = await connect({ databaseUrl: settings.DATABASE_URL, dataFolder: settings.DATA_DIR, log: makeLog('silent') });
  const clock = { calendar: () => new Date(0), machine: () => 0 };
  const store = createStore(connection.db, { clock, wake: () => Promise.resolve() });
  try {
    return what === 'verify' ? await verify(store, settings) : await exportAll(store, isCsv);
  } finally {
    await connection.close();
  }
}

async function verify(store: Store, settings: AuditSettings): Promise<number> {
  const path = anchorFile(settings);
  const anchors = path === null ? [] : await readAnchors(path);
  const { ok, requests, rows, seals, damage } = await store.audit.verify(anchors);
  const read = `${plural(rows, 'row', 'rows')} of ${plural(requests, 'request', 'requests')}, ${plural(seals, 'seal', 'seals')}, ${plural(anchors.length, 'anchor', 'anchors')}`;
  const places = damage.map(place => (place.where === 'seals' ? `seals, ${place.seq}: ${place.kind}` : `request ${place.requestId}, row ${place.seq}: ${place.kind}`));
  const last = anchors.at(-1);
  const reach = last === undefined ? 'There is no anchor outside the database yet (AUDIT_ANCHOR_FILE): the ends of both chains cut off at once would not be found.' : `The last anchor is of ${last.at} and holds seal ${last.seq}: what came later is proven by the database alone.`;
  await write([ok ? `Whole: ${read}.` : `Damaged in ${plural(damage.length, 'place', 'places')}: ${read}.`, ...places, reach, ''].join('\n'));
  return ok ? 0 : 1;
}

const columns = ['request_id', 'seq', 'at', 'actor_id', 'action', 'person_id', 'detail', 'previous_hash', 'hash'] as const;

/** Object ids, counts and hashes: there is nothing else in it. */
async function exportAll(store: Store, isCsv: boolean): Promise<number> {
  // Excel reads UTF-8 only where a byte order mark says so.
  if (isCsv) await write(`\uFEFF${csvLine(columns)}`);
  for await (const page of store.audit.pages()) {
    await write(page.map(row => (isCsv ? csvLine(columns.map(name => textOf(row[name]))) : `${JSON.stringify(Object.fromEntries(columns.map(name => [name, row[name]])))}\n`)).join(''));
  }
  return 0;
}

const csvLine = (cells: readonly string[]) => stringify([cells.map(forCsvCell)], { quoted: true, record_delimiter: 'windows' });

function textOf(value: unknown): string {
  if (value instanceof Date) return value.toISOString();
  return typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
}

async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** What can be mended by whoever typed the command is said in one line. */
const sayable = (error: unknown): string => {
  if (error instanceof UserError || error instanceof SettingsError) return error.message;
  if (error instanceof DatabaseAway) return `The database does not answer (${error.code}). Look at DATABASE_URL, or try again when it is back.`;
  return error instanceof Error ? (error.stack ?? error.message) : 'The audit trail could not be read.';
};

process.stdout.on('error', () => process.exit(2));
main(process.argv.slice(2)).then(
  code => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${sayable(error)}\n`);
    process.exitCode = 2;
  },
);
