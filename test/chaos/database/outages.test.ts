// PostgreSQL is away in every way while a list is enabled: who writes or presses is told in five seconds, nothing accepted is lost or done twice,
// and afterwards the work goes on by itself.
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { pino } from 'pino';
import { overPostgres } from '../../../src/store/connect.ts';
import { isShort, share } from '../../support/environment.ts';
import { freePort } from '../../support/free-port.ts';
import { onOwnPostgres, startPostgres, type PostgresServer } from '../../support/postgres-server.ts';
import { shared } from '../kills.ts';
import { run, type Run } from '../run.ts';
import { wrongIn } from '../verdict.ts';
import { live, meetTom, told, wrongMeanwhile, type Lived } from './meanwhile.ts';
import { botRole, outagesOf } from './outages.ts';
import { startProxy, type Proxy } from './proxy.ts';

const lastsMs = share(60_000, 3_000);
const people = share(2_000, 60);
/** Long enough for work to be under way in each outage. */
const slow = { graphSlowMs: 400 };
const log = pino({ level: 'silent' });

onOwnPostgres('enabling people while the database is away', function () {
  let server: PostgresServer;
  let proxy: Proxy;
  let done: Run;
  let memory: { before: number; after: number };
  const lived: Lived[] = [];

  before(async function () {
    this.timeout(1_200_000);
    server = await startPostgres();
    proxy = await startProxy(server.port, 400);
    // The short run stops it once.
    const chosen = outagesOf(server, proxy).slice(0, isShort ? 1 : undefined);
    const workers = isShort ? ['web'] : ['web', 'worker'];
    const url = `postgres://${botRole}@127.0.0.1:${proxy.port}/la_desk`;
    await server.query(`create role ${botRole} login`, `create database la_desk owner ${botRole}`);
    done = await run({
      engine: 'PostgreSQL', what: 'the database away', kills: shared(0), people, storm: {}, faults: slow, web: 'web', workers, patienceMs: 180_000,
      crew: { ...(!isShort && { worker: { DATABASE_URL: url, PROCESS_ROLE: 'worker' } }), web: { DATABASE_URL: url, PORT: String(await freePort()) } },
      open: () => Promise.resolve(overPostgres(Object.assign(new URL(url), { port: String(server.port) }).href, log)),
      whileApplying: async (_fleet, world) => {
        const tom = await meetTom(world);
        memory = { before: megabytes(world.bot().pid), after: 0 };
        for (const outage of chosen) lived.push(told(await live(world, tom, outage, lastsMs)));
        memory.after = megabytes(world.bot().pid);
      },
    });
  });
  after(async () => {
    await proxy.close();
    await server.end();
  });

  it('loses nobody and does nothing twice', () => assert.deepEqual(wrongIn(done.facts), []));
  it('calls none of it an error of ours', () => assert.deepEqual(done.errors, []));

  it('answers who writes or presses within five seconds, says when it is not ready, floods no log and comes back by itself', () => assert.deepEqual(lived.flatMap(wrongMeanwhile), []));

  it('keeps no memory', () => assert.ok(memory.after < memory.before * 1.5 + 100, `${memory.before} MB before, ${memory.after} MB after`));

  it('would be seen to do worse', () => {
    const [good] = lived;
    assert.ok(good);
    const met = (more: Partial<Lived['met'][number]>) => wrongMeanwhile({ ...good, met: [{ what: 'wrote', said: 'quote reference 0A1B2C3D', isExcuse: true, tookMs: 100, machineMs: 10, ...more }] });
    assert.deepEqual([met({}).length, met({ tookMs: 9_000 }).length, met({ isExcuse: false }).length, met({ said: 'Something went wrong on our side.' }).length], [0, 1, 1, 1]);
    assert.equal(wrongMeanwhile({ ...good, pages: [{ healthz: 500, readyz: 200, afterMs: 10 }], linesPerSecond: 500, readyAfterMs: Infinity, servedAfterMs: Infinity }).length, 5);
    assert.notDeepEqual(wrongIn({ ...done.facts, ledger: done.spoilt }), []);
  });
});

/** 0 where the system does not tell. */
function megabytes(pid: number): number {
  const path = `/proc/${pid}/status`;
  return existsSync(path) ? Number(/VmRSS:\s+(\d+)/.exec(readFileSync(path, 'utf8'))?.[1] ?? 0) / 1_024 : 0;
}
