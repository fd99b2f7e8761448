// A PostgreSQL server of the test's own, in a temporary folder: to be stopped, filled and cut off, which the shared one must not be.
import { execFile, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { onPostgres } from './database.ts';
import { freePort } from './free-port.ts';

const run = promisify(execFile);

export type PostgresServer = Awaited<ReturnType<typeof startPostgres>>;

let isSkipTold = false;

/** A suite that needs a PostgreSQL server of its own: where TEST_DATABASE_URL is set and PostgreSQL's programs are on this machine. */
export function onOwnPostgres(title: string, suite: () => void): void {
  if (binaries() !== null) return onPostgres(title, suite);
  if (!isSkipTold) process.stderr.write('Skipping the tests that stop PostgreSQL: its initdb was not found on this machine.\n');
  isSkipTold = true;
}

/** `folder` must belong to nobody else; made and removed by itself where none is given. It is the fast kind: a power cut would lose it. */
export async function startPostgres({ folder }: { folder?: string } = {}) {
  const bin = binaries();
  if (bin === null) throw new Error('PostgreSQL is not installed here.');
  const place = folder ?? mkdtempSync(join(tmpdir(), 'la-desk-postgres-'));
  giveToOwner(place);
  const data = join(place, 'cluster');
  const port = await freePort();
  const url = `postgres://la_desk@127.0.0.1:${port}/postgres`;
  await asOwner([join(bin, 'initdb'), '-D', data, '-A', 'trust', '-U', 'la_desk', '-E', 'UTF8', '--no-locale', '--wal-segsize=1', '-N']);
  // Few connections, so that a test can take all of them.
  const options = ['listen_addresses=127.0.0.1', `port=${port}`, `unix_socket_directories=${place}`, 'fsync=off', 'max_connections=40', 'min_wal_size=2MB', 'max_wal_size=8MB'];

  const server = {
    url, port,
    start: async (): Promise<void> => void (await asOwner([join(bin, 'pg_ctl'), '-D', data, '-l', join(place, 'log'), '-w', '-t', '60', '-o', options.map(option => `-c ${option}`).join(' '), 'start'])),
    /** `immediate`: as where the machine dies. */
    stop: async (mode: 'fast' | 'immediate' = 'immediate'): Promise<void> => void (await asOwner([join(bin, 'pg_ctl'), '-D', data, '-m', mode, '-w', '-t', '60', 'stop'])),
    isRunning: async (): Promise<boolean> => asOwner([join(bin, 'pg_ctl'), '-D', data, 'status']).then(() => true, () => false),
    /** Past any proxy. */
    async query(...statements: string[]): Promise<Record<string, unknown>[]> {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      try {
        let rows: Record<string, unknown>[] = [];
        for (const statement of statements) rows = (await client.query<Record<string, unknown>>(statement)).rows;
        return rows;
      } finally {
        await client.end();
      }
    },
    async end(): Promise<void> {
      await server.stop().catch(() => undefined);
      rmSync(data, { recursive: true, force: true });
      if (folder === undefined) rmSync(place, { recursive: true, force: true });
    },
  };
  await server.start();
  return server;
}

function binaries(): string | null {
  const home = '/usr/lib/postgresql';
  const versions = existsSync(home) ? readdirSync(home).sort((a, b) => Number(b) - Number(a)).map(version => join(home, version, 'bin')) : [];
  const onPath = spawnSync('sh', ['-c', 'command -v initdb'], { encoding: 'utf8' }).stdout.trim().replace(/\/initdb$/, '');
  return [...versions, onPath].find(place => place !== '' && existsSync(join(place, 'initdb')) && existsSync(join(place, 'pg_ctl'))) ?? null;
}

const isRoot = process.getuid?.() === 0;

/** PostgreSQL refuses to run as root. */
const owner = (): string => (spawnSync('id', ['-un', 'postgres']).status === 0 ? 'postgres' : 'nobody');

async function asOwner(command: string[]): Promise<void> {
  const [program = '', ...rest] = isRoot ? ['runuser', '-u', owner(), '--', ...command] : command;
  await run(program, rest, { cwd: tmpdir(), timeout: 120_000 });
}

function giveToOwner(folder: string): void {
  chmodSync(folder, 0o700);
  if (!isRoot) return;
  const idOf = (what: '-u' | '-g') => Number(spawnSync('id', [what, owner()], { encoding: 'utf8' }).stdout);
  chownSync(folder, idOf('-u'), idOf('-g'));
}
