// The disk that the database lives on is full to the last byte while a list is enabled, on PostgreSQL and on PGlite: who writes is told, nothing
// accepted is lost, and once there is room the work goes on. PostgreSQL may die of it: then it is started again, as a machine's supervisor does.
import assert from 'node:assert/strict';
import { pino } from 'pino';
import { connect, overPostgres } from '../../../src/store/connect.ts';
import { startBot } from '../../support/bot-process.ts';
import { isShort, share } from '../../support/environment.ts';
import { freePort } from '../../support/free-port.ts';
import { onOwnPostgres, startPostgres, type PostgresServer } from '../../support/postgres-server.ts';
import { startSandbox } from '../../support/sandbox.ts';
import { shared } from '../kills.ts';
import { run, type Run, type Setting } from '../run.ts';
import { wrongIn } from '../verdict.ts';
import { live, meetTom, told, wrongMeanwhile, type Lived } from './meanwhile.ts';
import type { Outage } from './outages.ts';
import { makeVolume, onVolumes, type Volume } from './volume.ts';

const lastsMs = share(60_000, 4_000);
const people = share(2_000, 300);
const log = pino({ level: 'silent' });

// A start and a journey for each engine: too long for every day. test/store/room.test.ts stays.
if (!isShort) onVolumes('the disk is full while people are enabled', () => {
  describe('on PGlite', function () {
    this.timeout(900_000);
    let volume: Volume;
    before(() => { volume = makeVolume(400); });
    after(() => volume.end());
    const open = () => connect({ databaseUrl: undefined, dataFolder: volume.path, log });

    it('tells who writes, loses nobody, does nothing twice, and goes on by itself', async () => {
      const crew = { bot: { DATA_DIR: volume.path, PORT: String(await freePort()) } };
      const full: Outage = { name: 'on a full disk', refuses: 'writes', begin: () => Promise.resolve(volume.fill()), end: () => Promise.resolve(volume.free()) };
      holds(await runWith(full, { engine: 'PGlite', crew, web: 'bot', workers: ['bot'], open }));
    });

    it('does not start, says why, and starts once there is room', async () => {
      const sandbox = await startSandbox();
      volume.fill();
      try {
        await assert.rejects(startBot({ sandboxUrl: sandbox.url, dataDir: volume.path }), /The disk of the data folder is full: 0 MB are left, LA Desk needs 64 MB\. Make room/);
        volume.free();
        await (await startBot({ sandboxUrl: sandbox.url, dataDir: volume.path })).stop();
      } finally {
        await sandbox.stop();
      }
    });
  });

  onOwnPostgres('on a server', () => {
    let volume: Volume;
    let server: PostgresServer;
    before(async function () {
      this.timeout(120_000);
      volume = makeVolume(200);
      server = await startPostgres({ folder: volume.path });
    });
    after(async function () {
      this.timeout(120_000);
      volume.free();
      await server.end();
      volume.end();
    });

    it('tells who writes, loses nobody, does nothing twice, and goes on by itself', async function () {
      this.timeout(900_000);
      const url = server.url;
      const end = async (): Promise<void> => {
        volume.free();
        if (!(await server.isRunning())) await server.start();
      };
      // It goes on as long as what it has suffices.
      const full: Outage = { name: 'on a full disk', refuses: 'some', begin: () => Promise.resolve(volume.fill()), end };
      const crew = { web: { DATABASE_URL: url, PORT: String(await freePort()) } };
      holds(await runWith(full, { engine: 'PostgreSQL', crew, web: 'web', workers: ['web'], open: () => Promise.resolve(overPostgres(url, log)) }));
    });
  });
});

type Lives = { done: Run; lived: Lived };

async function runWith(outage: Outage, more: Pick<Setting, 'engine' | 'crew' | 'web' | 'workers' | 'open'>): Promise<Lives> {
  const lived: Lived[] = [];
  const done = await run({
    ...more, what: 'a full disk', kills: shared(0), people, storm: {}, faults: { graphSlowMs: 400 }, patienceMs: 180_000,
    whileApplying: async (_fleet, world) => void lived.push(told(await live(world, await meetTom(world), outage, lastsMs))),
  });
  const [one] = lived;
  assert.ok(one);
  return { done, lived: one };
}

function holds({ done, lived }: Lives): void {
  assert.deepEqual(wrongIn(done.facts), []);
  assert.deepEqual(done.errors, []);
  assert.deepEqual(wrongMeanwhile(lived), []);
}
