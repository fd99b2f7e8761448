// Anchors: the newest seal noted outside the database, once for each time that there is a newer one.
import assert from 'node:assert/strict';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { anchorAudit, anchorFile, readAnchors } from '../../src/access/anchors.ts';
import { UserError } from '../../src/errors.ts';
import { openTestStore } from '../support/database.ts';
import { openDesk, type Desk } from '../support/desk.ts';

const requestId = '00000000-0000-4000-8000-000000000001';

describe('anchors of the audit trail', () => {
  let desk: Desk;
  let folder: string;
  let path: string;
  let told: string[];
  before(async () => void (folder = await mkdtemp(join(tmpdir(), 'anchors-'))));
  after(() => rm(folder, { recursive: true }));
  beforeEach(async () => {
    path = join(folder, 'anchors.jsonl');
    await rm(path, { force: true });
    desk = await openDesk(await openTestStore(), { AUDIT_ANCHOR_FILE: path });
    told = [];
    const tell = (...[facts, words]: unknown[]) => void told.push(String(words ?? facts));
    desk.services.log.error = tell;
    desk.services.log.warn = tell;
  });
  const decide = () => desk.store.transaction(tx => tx.audit.append({ requestId, at: desk.clock.calendar(), actorId: 'a', action: 'started', detail: {} }));

  it('seal what was written and note the newest seal, by the clock of the machine', async () => {
    await decide();
    await anchorAudit(desk.services);
    const { seq, hash } = await desk.store.audit.lastSeal();
    assert.deepEqual(await readAnchors(path), [{ at: new Date(desk.clock.machine()).toISOString(), seq, hash }]);
    assert.equal(seq, 1);
  });

  it('are not repeated where nothing was sealed since, by another process either', async () => {
    await anchorAudit(desk.services);
    await assert.rejects(readFile(path), { code: 'ENOENT' });
    await decide();
    await Promise.all([anchorAudit(desk.services)]);
    await anchorAudit(desk.services);
    await decide();
    await anchorAudit(desk.services);
    assert.deepEqual((await readAnchors(path)).map(({ seq }) => seq), [1, 2]);
    assert.deepEqual(told, []);
  });

  it('say at once when the trail is not what the last one holds', async () => {
    await decide();
    await anchorAudit(desk.services);
    await sql`truncate audit, audit_seal, audit_head`.execute(desk.connection.db);
    await desk.store.settings.write('audit-seal', JSON.stringify({ seq: 0, hash: '' }));
    await anchorAudit(desk.services);
    assert.match(told.join(), /not what its last anchor says/);
    assert.deepEqual((await desk.store.audit.verify(await readAnchors(path))).damage, [{ where: 'seals', seq: 1, kind: 'truncated' }]);
  });

  it('are not believed where a line was changed or half written', async () => {
    await decide();
    await anchorAudit(desk.services);
    for (const broken of ['{"at":"2022', '{"at":"2022-09-20T09:00:00.000Z","seq":0,"hash":"00"}', 'null']) {
      await writeFile(path, `${(await readFile(path, 'utf8')).split('\n')[0] ?? ''}\n`);
      await appendFile(path, `${broken}\n`);
      await assert.rejects(readAnchors(path), (error: unknown) => error instanceof UserError && error.message.includes('line 2'));
    }
  });

  it('ask for a file that can be written to', async () => {
    await decide();
    await assert.rejects(anchorAudit({ ...desk.services, settings: { ...desk.settings, AUDIT_ANCHOR_FILE: join(folder, 'nowhere', 'a.jsonl') } }), /AUDIT_ANCHOR_FILE cannot be used \(ENOENT\)/);
  });

  it('are asked for where PostgreSQL has no file for them, and kept beside the embedded database', async () => {
    await anchorAudit({ ...desk.services, settings: { ...desk.settings, AUDIT_ANCHOR_FILE: undefined } });
    assert.match(told.join(), /AUDIT_ANCHOR_FILE is not set/);
    assert.equal(anchorFile({ AUDIT_ANCHOR_FILE: undefined, DATABASE_URL: undefined, DATA_DIR: 'data' }), join('data', 'audit-anchors.jsonl'));
  });
});
