// PostgreSQL for the benchmarks: the server that is named, or a temporary one where its programs are installed. Each benchmark has a database of its own.
import { execFile } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from '../test/support/free-port.ts';

const run = promisify(execFile);

export type Server = { url: string; stop(): Promise<void> };

/** Null where no server is named and none can be started. */
export async function openServer(named: string | undefined, path: string): Promise<Server | null> {
  if (named !== undefined) return { url: named, stop: () => Promise.resolve() };
  const programs = programsIn(path);
  return programs === null ? null : startCluster(programs);
}

const debian = '/usr/lib/postgresql';

/** Debian keeps the programs of each version apart, and not on the PATH. */
function programsIn(path: string): string | null {
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const places = [...versions.map(version => join(debian, version, 'bin')), ...path.split(delimiter)];
  return places.find(place => ['initdb', 'pg_ctl'].every(program => existsSync(join(place, program)))) ?? null;
}

/** With its usual safety: what a commit costs is part of what is measured. */
async function startCluster(programs: string): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), 'la-desk-bench-'));
  const owner = await ownerOf(folder);
  const asOwner = (program: string, ...options: string[]) => {
    const file = join(programs, program);
    return owner === null ? run(file, options) : run('runuser', ['-u', owner, '--', file, ...options]);
  };
  const data = join(folder, 'data');
  const port = await freePort();
  await asOwner('initdb', '-D', data, '-A', 'trust', '-U', 'bench', '-E', 'UTF8', '--no-locale');
  await asOwner('pg_ctl', '-D', data, '-l', join(folder, 'log'), '-w', '-o', `-c listen_addresses=127.0.0.1 -c port=${port} -c unix_socket_directories=${folder}`, 'start');
  return {
    url: `postgres://bench@127.0.0.1:${port}/postgres`,
    async stop() {
      await asOwner('pg_ctl', '-D', data, '-m', 'immediate', '-w', 'stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** PostgreSQL refuses to run as root: then the folder goes to somebody else. */
async function ownerOf(folder: string): Promise<string | null> {
  if (userInfo().uid !== 0) return null;
  const owner = await run('id', ['-un', 'postgres']).then(() => 'postgres', () => 'nobody');
  chownSync(folder, Number((await run('id', ['-u', owner])).stdout), -1);
  return owner;
}

export type OwnDatabase = { url: string; drop(): Promise<void> };

export async function ownDatabase(server: string, name: string): Promise<OwnDatabase> {
  const drop = `drop database if exists ${name} with (force)`;
  await ask(server, drop);
  await ask(server, `create database ${name}`);
  return { url: Object.assign(new URL(server), { pathname: `/${name}` }).href, drop: () => ask(server, drop) };
}

async function ask(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
