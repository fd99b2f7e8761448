// An upload: accepted means that every row is saved; whatever else happens, nothing half read is kept.
import assert from 'node:assert/strict';
import { react } from '../../src/dispatch.ts';
import { sql } from 'kysely';
import { UserError, WorldError } from '../../src/errors.ts';
import { receiveUpload } from '../../src/requests/receive-upload.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import type { Turn } from '../../src/services.ts';
import { afterTurns, type AfterTurns } from '../support/after-turns.ts';
import { openTestStore } from '../support/database.ts';
import { openDesk, press, requestOf, runDue, runJob, type Desk } from '../support/desk.ts';
import { turnOf } from '../support/journey.ts';

describe('receiveUpload', () => {
  let desk: Desk;
  let after: AfterTurns['after'];
  let finished: AfterTurns['finished'];
  beforeEach(async () => {
    desk = await openDesk(await openTestStore());
    ({ after, finished } = afterTurns());
  });

  const file = { name: 'March mailbox report.csv', downloadUrl: 'https://nhs.example/secret' };
  const bytes = (...chunks: string[]) => () => Promise.resolve((async function* () { for (const chunk of chunks) yield await Promise.resolve(new TextEncoder().encode(chunk)); })());
  const header = 'EmailAddress,Status,MailboxType,AccountType\n';

  /** Sends it and waits until everything that followed is done. */
  async function sent(turn: Partial<Turn>): Promise<ServiceRequest | null> {
    const whole = turnOf('priya', turn);
    await react(desk.services, whole, await receiveUpload(desk.services, whole), after);
    await finished();
    return latest();
  }

  const all = async (table: string) => (await sql<{ id?: string }>`select * from ${sql.table(table)}`.execute(desk.connection.db)).rows;

  async function latest(): Promise<ServiceRequest | null> {
    const [found] = await all('request');
    return found?.id === undefined ? null : desk.store.requests.find(found.id);
  }

  const savedRows = async ({ id }: ServiceRequest) => (await desk.store.rows.outcomes(id, 1, 0, 5_000)).map(row => row.address);

  describe('an upload', () => {
    it('by somebody on no list is not read at all, and they are told whom to ask', async () => {
      desk.world.open = () => assert.fail('It was read.');
      const turn = turnOf('noor', { file });
      const reaction = await receiveUpload(desk.services, turn);
      assert.ok('say' in reaction);
      await react(desk.services, turn, reaction, after);
      assert.equal(await latest(), null);
      const said: string[] = [];
      desk.world.send = (_to, content) => (said.push(content.is === 'card' ? content.card.name : content.is), Promise.resolve({ is: 'sent', activityId: '1' }));
      await runDue(desk, 'deliver-post');
      assert.deepEqual(said, ['not-on-roster']);
    });

    it('is accepted when all its rows are saved, and is then checked', async () => {
      desk.world.open = bytes(header, 'a@nhs.example,Active,User,\nb@nhs', '.example,Active,Shared,\n');
      const request = (await sent({ file })) ?? assert.fail();
      assert.deepEqual([request.status, request.totalRows, request.fileName], ['checking', 2, file.name]);
      assert.deepEqual(await savedRows(request), ['a@nhs.example', 'b@nhs.example']);
      assert.notEqual(await runJob(desk, 'check-list'), null);
    });

    for (const [otherFiles, text] of [[1, '1 more file was not read. Send each file in a message of its own.'], [2, '2 more files were not read. Send each file in a message of its own.']] as const) {
      it(`says what it left unread: ${otherFiles}`, async () => {
        desk.world.open = bytes(header, 'a@nhs.example,Active,User,\n');
        assert.equal((await sent({ file, otherFiles }))?.totalRows, 1);
        const said: string[] = [];
        desk.world.send = (_to, content) => (said.push(content.is === 'text' ? content.text : content.is), Promise.resolve({ is: 'sent', activityId: '1' }));
        await runDue(desk, 'deliver-post');
        assert.deepEqual(said.toSorted(), [text, 'card']);
      });
    }

    it('is seen at once: the card is asked for before the file is read', async () => {
      desk.world.open = () => assert.fail('It was read in the turn.');
      const turn = turnOf('priya', { file });
      const reaction = await receiveUpload(desk.services, turn);
      await react(desk.services, turn, { ...reaction, afterwards: () => Promise.resolve() }, after);
      const request = (await latest()) ?? assert.fail();
      assert.equal(request.status, 'receiving');
      assert.equal((await desk.store.posts.cardOf(request.id, 'a:priya', 'status'))?.state, 'waiting');
    });

    it('keeps neither the address it came from nor anything but addresses', async () => {
      desk.world.open = bytes(`${header}a@nhs.example,Active,User,Standard Account 99\n`);
      await sent({ file });
      const everything = JSON.stringify(await Promise.all(['request', 'request_row', 'job', 'audit', 'activity', 'post'].map(all)));
      assert.doesNotMatch(everything, /secret|Standard Account 99/);
    });

    it('asks which column where several could hold the addresses, and reads the chosen one', async () => {
      desk.world.open = bytes('Main,Second\na@nhs.example,x@nhs.example\nb@nhs.example,y@nhs.example\n');
      const request = (await sent({ file })) ?? assert.fail();
      assert.deepEqual([request.status, request.columns?.address], ['choosing', ['Main', 'Second']]);
      await press(desk, 'priya', 'check.use-column', request, { inputs: { column: '1' } });
      const chosen = await requestOf(desk, request);
      assert.deepEqual([chosen.status, chosen.columns?.address], ['checking', ['Second']]);
      assert.deepEqual(await savedRows(request), ['x@nhs.example', 'y@nhs.example']);
    });

    for (const column of ['2', '-1', 'Email', '', undefined]) {
      it(`asks again for a column that was not offered: ${String(column)}`, async () => {
        desk.world.open = bytes('Main,Second\na@nhs.example,x@nhs.example\n');
        const request = (await sent({ file })) ?? assert.fail();
        await press(desk, 'priya', 'check.use-column', request, { inputs: { column } }).catch((error: unknown) => assert.ok(error instanceof UserError));
        assert.equal((await requestOf(desk, request)).status, 'choosing');
      });
    }
  });

  describe('pasted addresses', () => {
    for (const text of ['a@nhs.example\nb@nhs.example', 'a@nhs.example, b@nhs.example', 'a@nhs.example; b@nhs.example;', '  a@nhs.example   b@nhs.example']) {
      it(`are a list: ${JSON.stringify(text)}`, async () => {
        const request = (await sent({ text })) ?? assert.fail();
        assert.deepEqual([request.status, request.fileName, request.columns?.hasMailboxType], ['checking', null, false]);
        assert.deepEqual(await savedRows(request), ['a@nhs.example', 'b@nhs.example']);
      });
    }
  });

  describe('a file that cannot be read', () => {
    const cases: [string, () => Promise<AsyncIterable<Uint8Array>>, string, string | null][] = [
      ['empty', bytes(''), 'unreadable', 'empty'],
      ['no addresses in it', bytes('Name,Phone\nJo,1\n'), 'unreadable', 'no-address-column'],
      ['a quote never closed, after rows were saved', bytes(header, `${'a@nhs.example,Active,User,\n'.repeat(2_000)}"`, 'x'.repeat(100)), 'unreadable', 'open-quote'],
      ['its link has run out', () => Promise.reject(new UserError('The link has run out. Attach the file again.')), 'The link has run out. Attach the file again.', null],
      ['Teams is away', () => Promise.reject(new WorldError('unavailable', 'no answer')), 'Microsoft Teams did not give us the file. Nothing was kept. Wait a minute, then attach it again.', null],
      ['a fault of ours', () => Promise.reject(new Error('secret detail')), 'Something went wrong on our side while reading it. Nothing was kept. Attach it again, and tell the helpdesk if it happens twice.', null],
    ];

    for (const [name, open, reason, problem] of cases) {
      it(`${name}: one cause is told and nothing is kept`, async () => {
        desk.world.open = open;
        const request = (await sent({ file })) ?? assert.fail();
        assert.deepEqual([request.status, request.reason, request.problem?.problem ?? null], ['dropped', reason, problem]);
        assert.deepEqual(await savedRows(request), []);
      });
    }
  });

  describe('a check stopped while its file is read', () => {
    it('keeps nothing, and what is read later is not saved', async () => {
      const { promise: goOn, resolve } = Promise.withResolvers<undefined>();
      const many = 'a@nhs.example,Active,User,\n'.repeat(1_000);
      desk.world.open = () => Promise.resolve((async function* () { yield new TextEncoder().encode(header + many); await goOn; yield new TextEncoder().encode(many); })());
      const turn = turnOf('priya', { file });
      await react(desk.services, turn, await receiveUpload(desk.services, turn), after);
      const request = (await latest()) ?? assert.fail();
      await press(desk, 'priya', 'check.stop', request);
      resolve(undefined);
      await finished();
      assert.deepEqual([(await requestOf(desk, request)).status, (await requestOf(desk, request)).reason, await savedRows(request)], ['dropped', 'stopped', []]);
    });
  });

  describe('the watch over an upload', () => {
    it('ends with the reading, so that nothing stays open for a minute', async () => {
      const { promise: goOn, resolve } = Promise.withResolvers<undefined>();
      desk.world.open = () => Promise.resolve((async function* () { await goOn; yield new TextEncoder().encode(`${header}a@nhs.example,Active,User,\n`); })());
      const turn = turnOf('priya', { file });
      await react(desk.services, turn, await receiveUpload(desk.services, turn), after);
      await runDue(desk, 'watch-upload');
      resolve(undefined);
      await finished();
      await runDue(desk, 'check-list', 'deliver-post', 'watch-upload');
      assert.equal((await desk.store.jobs.stats()).open, 0);
    });
  });
});
