import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { connect } from '../../src/store/connect.ts';
import { lockFolder } from '../../src/store/lock.ts';
import { prepareFolder } from '../support/migrated.ts';
import { isWhole } from '../support/environment.ts';

const program = new URL('../support/job-writer.ts', import.meta.url).pathname;
const requestId = '00000000-0000-4000-8000-000000000001';
const log = pino({ level: 'silent' });

describe('the data folder', () => {
  let folder: string;
  const children: ChildProcess[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'la-desk-'));
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  /** Starts the writer and answers its lines. */
  const start = () => {
    const child = spawn(process.execPath, [program, folder, requestId], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
  };
  const kill = async (child: ChildProcess) => {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };

  it('is refused to a second process, and free again after the first was killed', async function () {
    this.timeout(60_000);
    const first = start();
    assert.equal((await first.lines.next()).value, 'ready');
    await assert.rejects(connect({ databaseUrl: undefined, dataFolder: folder, log }), /in use by another LA Desk/);
    await kill(first.child);
    lockFolder(join(folder, 'database'))();
  });

  it('is refused twice to one process too, until it is closed', () => {
    const unlock = lockFolder(join(folder, 'database'));
    assert.throws(() => lockFolder(join(folder, 'database')), /in use/);
    unlock();
    lockFolder(join(folder, 'database'))();
  });

  it('written by another PGlite is refused by name, and not locked afterwards', async () => {
    writeFileSync(join(folder, 'database.version'), '0.4.9');
    const open = () => connect({ databaseUrl: undefined, dataFolder: folder, log });
    await assert.rejects(open(), /written by PGlite 0\.4\.9/);
    await assert.rejects(open(), /written by PGlite 0\.4\.9/);
  });

  it('loses no job and doubles no audit row when the process is killed again and again', async function () {
    this.timeout(120_000);
    await prepareFolder(folder);
    for (const after of isWhole ? [1, 20, 45, 0, 30] : [20, 0]) {
      const { child, lines } = start();
      for (let seen = -1; seen < after; seen++) if ((await lines.next()).done) break;
      await kill(child);
    }
    const { lines, child } = start();
    const exit = once(child, 'exit');
    let last = '';
    for (let line = await lines.next(); !line.done; line = await lines.next()) last = line.value;
    await exit;
    assert.deepEqual(JSON.parse(last), { verdict: { ok: true, damage: [], requests: 1, rows: 200, seals: 0 }, people: 200, jobs: { open: 0, nextDue: null, buried: 0 } });
  });
});
