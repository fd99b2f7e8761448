// `npm run bench`: all benchmarks or the named ones, on PostgreSQL and PGlite. Ends with 1 where a target is missed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { Bench, Engine, Result } from './bench.ts';
import { benches } from './benches.ts';
import { path, serverUrl } from './environment.ts';
import { openServer, ownDatabase, type Server } from './postgres.ts';
import { asJson, asTable, resultsOf } from './results.ts';

const usage = `npm run bench -- [--json] [--portion 0.01] [--engine postgres|pglite] [figure ...]\nFigures: ${benches.flatMap(bench => bench.figures.map(({ name }) => name)).join(', ')}`;
const readings = z.record(z.string(), z.object({ value: z.number(), note: z.string() }));
const tell = (line: string) => void process.stderr.write(`${line}\n`);

const { values, positionals } = parseArgs({ allowPositionals: true, options: { json: { type: 'boolean', default: false }, portion: { type: 'string', default: '1' }, engine: { type: 'string' } } });

function chosen(): Bench[] {
  const has = (bench: Bench, wanted: string) => bench.figures.some(({ name }) => name === wanted);
  const unknown = positionals.filter(wanted => !benches.some(bench => has(bench, wanted)));
  if (unknown.length === 0) return benches.filter(bench => positionals.length === 0 || positionals.some(wanted => has(bench, wanted)));
  tell(`No figure is called ${unknown.join(', ')}.\n${usage}`);
  return process.exit(2);
}

async function inOwnProcess(bench: Bench, engine: Engine): Promise<Result[]> {
  const order = { figure: bench.figures[0]?.name, engine, portion: Number(values.portion) };
  const child = spawn(process.execPath, ['--expose-gc', fileURLToPath(new URL('one.ts', import.meta.url)), JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit').then(([status]: unknown[]) => status);
  const [said, code] = await Promise.all([text(child.stdout), exited]);
  if (code !== 0) throw new Error(`${order.figure ?? ''} ended with ${String(code)}.`);
  return resultsOf(bench, engine.is, readings.parse(JSON.parse(said)));
}

async function onPglite(bench: Bench): Promise<Result[]> {
  const folder = mkdtempSync(join(tmpdir(), 'la-desk-bench-'));
  return inOwnProcess(bench, { is: 'pglite', folder }).finally(() => rmSync(folder, { recursive: true, force: true }));
}

async function onPostgres(bench: Bench, server: Server): Promise<Result[]> {
  const database = await ownDatabase(server.url, `la_desk_bench_${process.pid}`);
  return inOwnProcess(bench, { is: 'postgres', url: database.url }).finally(() => database.drop());
}

async function measured(bench: Bench, server: Server | null): Promise<Result[]> {
  tell(bench.figures.map(({ name }) => name).join(', '));
  if (bench.engines === 'none') return onPglite(bench);
  const onServer = server && values.engine !== 'pglite' ? await onPostgres(bench, server) : [];
  return values.engine === 'postgres' ? onServer : [...onServer, ...(await onPglite(bench))];
}

const server = values.engine === 'pglite' ? null : await openServer(serverUrl, path);
if (server === null) tell('No PostgreSQL here (name one in TEST_DATABASE_URL, or install it): only PGlite is measured, and targets that need PostgreSQL are not judged.');
const results: Result[] = [];
try {
  for (const bench of chosen()) results.push(...(await measured(bench, server)));
} finally {
  await server?.stop();
}
process.stdout.write(`${values.json ? asJson(results) : asTable(results)}\n`);
process.exitCode = results.every(({ ok }) => ok) ? 0 : 1;
