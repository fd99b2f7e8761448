// Whoever reads an upload holds a lease: kept however long the reader waits while it lives, and soon missed once it is dead.
import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { react } from '../../src/dispatch.ts';
import { DatabaseAway, WorldError } from '../../src/errors.ts';
import { receiveUpload } from '../../src/requests/receive-upload.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import { afterTurns, type AfterTurns } from '../support/after-turns.ts';
import { openTestStore } from '../support/database.ts';
import { openDesk, press, requestOf, runDue, runJob, type Desk } from '../support/desk.ts';
import { turnOf } from '../support/journey.ts';

const file = { name: 'March mailbox report.csv', downloadUrl: 'https://nhs.example/secret' };
const header = 'EmailAddress,Status,MailboxType,AccountType\n';

describe('the lease of an upload', () => {
  let desk: Desk;
  let after: AfterTurns['after'];
  let finished: AfterTurns['finished'];
  let kill: AfterTurns['kill'];
  beforeEach(async () => {
    desk = await openDesk(await openTestStore());
    ({ after, finished, kill } = afterTurns());
  });

  async function latest(): Promise<ServiceRequest> {
    const { rows } = await sql<{ id: string }>`select id from request`.execute(desk.connection.db);
    return requestOf(desk, rows[0] ?? assert.fail());
  }

  const savedRows = async ({ id }: ServiceRequest) => (await desk.store.rows.outcomes(id, 1, 0, 5_000)).map(row => row.address);

  /** A file of which nothing has come yet, being read. */
  async function waiting(): Promise<{ request: ServiceRequest; goOn: () => void }> {
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    desk.services.uploads.open = (_file, signal) => {
      signal.addEventListener('abort', () => reject(new WorldError('unavailable', 'stopped')));
      return Promise.resolve((async function* () { await promise; yield new TextEncoder().encode(`${header}a@nhs.example,Active,User,\n`); })());
    };
    const turn = turnOf('priya', { file });
    await react(desk.services, turn, await receiveUpload({ ...desk.services, renewEveryMs: 1 }, turn), after);
    return { request: await latest(), goOn: () => resolve(undefined) };
  }

  /** Resolves when the lease was renewed by itself. */
  async function renewed(): Promise<void> {
    const { requests } = desk.store;
    const before = { ...requests };
    const done = Promise.withResolvers<undefined>();
    requests.renewLease = async (...of) => before.renewLease(...of).finally(() => done.resolve(undefined));
    await done.promise;
    Object.assign(requests, before);
  }

  /** Time enough for a reader that does nothing to be taken for dead. */
  async function lapse(): Promise<void> {
    for (const ms of [8_101, 4_000]) {
      desk.clock.pass(ms);
      await runJob(desk, 'watch-upload');
    }
  }

  describe('a process that dies while reading', () => {
    async function halfRead(): Promise<ServiceRequest> {
      const rows = header + 'a@nhs.example,Active,User,\n'.repeat(8_000);
      desk.world.open = () => Promise.resolve((async function* () { for (const part of [rows, rows.replace(header, '')]) yield await Promise.resolve(new TextEncoder().encode(part)); kill.abort(); throw new Error('killed'); })());
      const turn = turnOf('priya', { file });
      await react(desk.services, turn, await receiveUpload({ ...desk.services, renewEveryMs: 1 }, turn), after);
      await finished();
      return await latest();
    }

    it('leaves partial rows until its lease has lapsed, then they go, and within 12 seconds the file is asked for again', async () => {
      const request = await halfRead();
      assert.equal(request.status, 'receiving');
      assert.ok((await savedRows(request)).length > 0);
      await runJob(desk, 'watch-upload');
      assert.equal((await requestOf(desk, request)).status, 'receiving');
      for (let s = 0; s < 12; s += 1) {
        desk.clock.pass(1_000);
        await runJob(desk, 'watch-upload');
      }
      const lapsed = await requestOf(desk, request);
      assert.deepEqual([lapsed.status, lapsed.reason], ['dropped', 'lapsed']);
      assert.deepEqual(await savedRows(request), []);
    });

    it('is not taken for dead because somebody winds the calendar', async () => {
      const request = await halfRead();
      desk.clock.windTo('2022-12-24T09:00:00Z');
      await runJob(desk, 'watch-upload');
      assert.equal((await requestOf(desk, request)).status, 'receiving');
    });

    it('and yet comes back late writes nothing more', async () => {
      const { request, goOn } = await waiting();
      // It stands still: nothing of it runs.
      desk.store.requests.renewLease = () => new Promise(() => undefined);
      await lapse();
      goOn();
      await finished();
      assert.deepEqual([(await requestOf(desk, request)).status, await savedRows(request)], ['dropped', []]);
    });
  });

  describe('a process that reads a file whose rest is long in coming', () => {
    it('keeps its lease and saves the rest', async () => {
      const { request, goOn } = await waiting();
      for (let beat = 0; beat < 2; beat += 1) {
        desk.clock.pass(7_000);
        await renewed();
        await runJob(desk, 'watch-upload');
      }
      goOn();
      await finished();
      assert.deepEqual([(await requestOf(desk, request)).status, (await savedRows(request)).length], ['checking', 1]);
    });

    it('keeps it where the database was away and the watch looks first afterwards', async () => {
      const { request, goOn } = await waiting();
      const { requests } = desk.store;
      const before = { ...requests };
      const refused = Promise.withResolvers<undefined>();
      requests.renewLease = () => (refused.resolve(undefined), Promise.reject(new DatabaseAway('ECONNREFUSED', undefined)));
      desk.clock.pass(60_000);
      await refused.promise;
      await runJob(desk, 'watch-upload');
      Object.assign(requests, before);
      await renewed();
      desk.clock.pass(4_000);
      await runJob(desk, 'watch-upload');
      goOn();
      await finished();
      assert.equal((await requestOf(desk, request)).status, 'checking');
    });

    it('stops waiting once its lease is lost', async () => {
      const { request } = await waiting();
      await press(desk, 'priya', 'check.stop', request);
      await finished();
      await runDue(desk, 'deliver-post', 'watch-upload');
      assert.equal((await desk.store.jobs.stats()).open, 0);
    });
  });
});
