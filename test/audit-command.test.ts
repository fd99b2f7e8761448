// npm run audit: what it says of a whole trail, of a damaged one and of none, and what it writes out. Run as a person would, on a folder of its own.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { pino } from 'pino';
import { anchorAudit } from '../src/access/anchors.ts';
import { connect } from '../src/store/connect.ts';
import { createStore } from '../src/store/tables.ts';
import { prepareFolder } from './support/migrated.ts';
import { testClock } from './support/clock.ts';
import { testSettings } from './support/requests.ts';

const first = '00000000-0000-4000-8000-000000000001';
const log = pino({ level: 'silent' });

describe('npm run audit', function () {
  this.timeout(120_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'audit-'));
    await prepareFolder(folder);
    await withFolder(async (store, settings) => {
      const clock = testClock();
      for (const action of ['submitted', 'started']) await store.transaction(tx => tx.audit.append({ requestId: first, at: clock.calendar(), actorId: 'dan', action, detail: { note: '=1+1' } }));
      await anchorAudit({ store, settings, clock, log });
      await store.transaction(tx => tx.audit.append({ requestId: first, at: clock.calendar(), actorId: 'la-desk', action: 'applied', personId: 'p1', detail: {} }));
    });
  });
  after(() => rm(folder, { recursive: true }));

  async function withFolder(work: (store: ReturnType<typeof createStore>, settings: ReturnType<typeof testSettings>, db: Awaited<ReturnType<typeof connect>>['db']) => Promise<void>): Promise<void> {
    const connection = await connect({ databaseUrl: undefined, dataFolder: folder, log });
    await work(createStore(connection.db, { clock: testClock(), wake: () => Promise.resolve() }), testSettings({ DATA_DIR: folder, DATABASE_URL: undefined }), connection.db).finally(() => connection.close());
  }

  /** What it wrote, and how it ended. */
  const audit = (args: string[], dataDir = folder): Promise<{ code: number; out: string; err: string }> =>
    new Promise(resolve => {
      const env = { ...process.env, DATA_DIR: dataDir, DATABASE_URL: '', AUDIT_ANCHOR_FILE: '' };
      const child = execFile(process.execPath, ['src/audit-command.ts', ...args], { env }, (_error, out, err) => resolve({ code: child.exitCode ?? -1, out, err }));
    });

  it('says that the trail is whole, and how far the last anchor reaches', async () => {
    const { code, out } = await audit(['verify']);
    assert.match(out, /^Whole: 3 rows of 1 request, 1 seal, 1 anchor\.\nThe last anchor is of \S+ and holds seal 1: /);
    assert.equal(code, 0);
  });

  it('writes each row out, as lines of JSON or as a CSV without formulas', async () => {
    const lines = (await audit(['export'])).out.trim().split('\n').map(line => JSON.parse(line) as Record<string, unknown>);
    assert.deepEqual(lines.map(({ seq, action, person_id }) => [seq, action, person_id]), [[1, 'submitted', null], [2, 'started', null], [3, 'applied', 'p1']]);
    const rows = parse((await audit(['export', '--csv'])).out, { columns: true, bom: true });
    assert.deepEqual(rows.map(row => (row as Record<string, string>)['hash']), lines.map(({ hash }) => hash));
  });

  it('says what it can do where it is asked for something else', async () => {
    for (const args of [[], ['mend'], ['verify', '--csv'], ['export', '--xml']]) {
      const { code, out, err } = await audit(args);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, /audit -- verify/);
    }
  });

  it('makes no empty trail where there is none', async () => {
    const { code, err } = await audit(['verify'], join(folder, 'nothing'));
    assert.equal(code, 2);
    assert.match(err, /There is no audit trail in .*Set DATABASE_URL or DATA_DIR/);
  });

  it('names each damaged place, in both chains, and answers with 1', async () => {
    await withFolder(async (_store, _settings, db) => {
      await sql`update audit set actor_id = 'somebody else' where seq = 2`.execute(db);
      await sql`delete from audit_seal`.execute(db);
      await sql`delete from setting where name = 'audit-seal'`.execute(db);
    });
    const { code, out } = await audit(['verify']);
    assert.equal(code, 1);
    assert.match(out, new RegExp(`^Damaged in 2 places: 3 rows of 1 request, 0 seals, 1 anchor\\.\nseals, 1: truncated\nrequest ${first}, row 2: edited\n`));
  });
});
