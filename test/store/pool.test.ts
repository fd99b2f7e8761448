// A server that takes no more connections leaves us those we have: who asks waits for one of them, and they are not given up before there is room for others.
import assert from 'node:assert/strict';
import { sql } from 'kysely';
import pg from 'pg';
import { pino } from 'pino';
import { DatabaseAway } from '../../src/errors.ts';
import { overPostgres, type Connection } from '../../src/store/connect.ts';
import { onPostgres } from '../support/database.ts';
import { postgresUrl } from '../support/environment.ts';

const role = `la_desk_few_${process.pid}`;
const log = pino({ level: 'silent' });

onPostgres('a server that takes no more connections', () => {
  let opened: Connection[] = [];

  before(() => asOwner(`create role ${role} login`));
  beforeEach(() => asOwner(`alter role ${role} connection limit -1`));
  afterEach(async () => {
    await Promise.all(opened.map(one => one.close()));
    opened = [];
  });
  after(() => asOwner(`drop role ${role}`));

  function open(more: { renewedAfterMs?: number; connectMs?: number } = {}): Connection {
    const one = overPostgres(Object.assign(new URL(postgresUrl ?? ''), { username: role }).href, log, { askedAgainMs: 200, ...more });
    opened.push(one);
    return one;
  }

  const pid = async ({ db }: Pick<Connection, 'db'>) => (await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db)).rows[0]?.pid;

  /** So many statements at once, each holding its connection for a moment; then no more are taken. */
  async function haveOnly(connection: Connection, count: number): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => sql`select pg_sleep(0.2)`.execute(connection.db)));
    await asOwner(`alter role ${role} connection limit ${count}`);
  }

  it('makes nobody fail who could wait for one of them', async () => {
    const connection = open();
    await haveOnly(connection, 2);
    const pids = await Promise.all(Array.from({ length: 30 }, () => connection.db.transaction().execute(tx => pid({ db: tx }))));
    assert.equal(new Set(pids).size, 2);
  });

  it('is said to be away once one limit of waiting is over, however often it was tried, where none becomes free', async () => {
    const connectMs = 400;
    const connection = open({ connectMs });
    await haveOnly(connection, 1);
    const mayEnd = Promise.withResolvers<undefined>();
    const begun = Promise.withResolvers<undefined>();
    const holding = connection.db.transaction().execute(async tx => (await pid({ db: tx }), begun.resolve(undefined), mayEnd.promise));
    await begun.promise;
    const asked = performance.now();
    await assert.rejects(pid(connection), DatabaseAway);
    const waitedMs = performance.now() - asked;
    assert.ok(waitedMs > connectMs - 5 && waitedMs < 2 * connectMs, `${waitedMs} ms`);
    mayEnd.resolve(undefined);
    await holding;
    assert.ok(await pid(connection));
  });

  it('is said to be away at once where we have none', async () => {
    await asOwner(`alter role ${role} connection limit 0`);
    const connection = open();
    for (const one of await Promise.allSettled(Array.from({ length: 20 }, () => pid(connection)))) assert.ok(one.status === 'rejected' && one.reason instanceof DatabaseAway && one.reason.code === '53300');
  });

  it('takes none from us by their age, which are renewed once it takes more again', async () => {
    const connection = open({ renewedAfterMs: 0 });
    await asOwner(`alter role ${role} connection limit 1`);
    const first = await pid(connection);
    // Somebody else's takes the place of each that we give up.
    await asOwner(`alter role ${role} connection limit 0`);
    for (let n = 0; n < 20; n += 1) assert.equal(await pid(connection), first);
    await asOwner(`alter role ${role} connection limit -1`);
    while ((await pid(connection)) === first) await new Promise(resolve => setImmediate(resolve));
  });

  it('is asked for more again after a while', async () => {
    const connection = open();
    await haveOnly(connection, 1);
    const both = () => Promise.all([1, 2].map(() => connection.db.transaction().execute(async tx => (await sql`select pg_sleep(0.05)`.execute(tx), pid({ db: tx })))));
    assert.equal(new Set(await both()).size, 1);
    await asOwner(`alter role ${role} connection limit -1`);
    while (new Set(await both()).size < 2);
  });
});

async function asOwner(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: postgresUrl });
  await client.connect();
  await client.query(statement).finally(() => client.end());
}
