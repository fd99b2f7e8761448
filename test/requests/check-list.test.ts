// A list against the directory: who each address is, whether they may be changed, whether they are so already. Nothing is lost on the way.
import assert from 'node:assert/strict';
import { UserError, WorldError } from '../../src/errors.ts';
import { checkList } from '../../src/requests/check-list.ts';
import { countRows } from '../../src/requests/gather.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, giveUp, openDesk, requestOf, runDue, runJob, type Desk } from '../support/desk.ts';
import { addressesOf, checked, received } from '../support/journey.ts';
import { laOf } from '../support/requests.ts';

describe('checkList', () => {
  const run = { signal: new AbortController().signal };
  let desk: Desk;
  beforeEach(async () => void (desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' })));

  const outcomes = async (id: string) => (await desk.store.rows.outcomes(id, 1, 0, 5_000)).map(row => row.cause ?? (row.isAlready ? 'already' : (row.personId ?? 'nobody')));

  describe('checking a list', () => {
    it('gives every row one answer', async () => {
      const [a = '', b = ''] = addPeople(desk, 2);
      addPeople(desk, 1, { organisation: 'ZZ202' }, 'other');
      addPeople(desk, 1, { isGuest: true, organisation: null }, 'guest');
      addPeople(desk, 1, { organisation: null }, 'unknown');
      const [admin = ''] = addPeople(desk, 1, {}, 'admin');
      desk.world.privileged.add(admin);
      desk.world.group.add(b);
      desk.world.aliases.set('shared-name@nhs.example', [a, b]);
      const rows = [...addressesOf([a, b, 'other-001', 'guest-001', 'unknown-001', admin, 'nobody']), 'shared-name@nhs.example', { address: 'team@nhs.example', fileCause: 'shared' as const }, { address: 'x', fileCause: 'bad-address' as const }];
      const request = await checked(desk, rows);
      assert.equal(request.status, 'checked');
      assert.deepEqual(await outcomes(request.id), [a, 'already', 'other-organisation', 'guest', 'no-organisation', 'protected', 'not-found', 'ambiguous', 'shared', 'bad-address']);
      const counts = await countRows(desk.store, request);
      assert.equal(counts.wouldChange + counts.already + counts.leftOut.reduce((sum, { count }) => sum + count, 0), rows.length);
      assert.equal(counts.total, rows.length);
    });

    it('asks the directory for no row that the file itself speaks against', async () => {
      addPeople(desk, 1);
      await checked(desk, ['person-001@nhs.example', { address: 'team@nhs.example', fileCause: 'shared' }]);
      assert.deepEqual(desk.world.resolved, [['person-001@nhs.example']]);
    });

    it('counts one person once, whatever address they are reached by', async () => {
      const [a = ''] = addPeople(desk, 1);
      desk.world.aliases.set('old.name@nhs.example', [a]);
      const request = await checked(desk, ['old.name@nhs.example', 'person-001@nhs.example', 'person-001@nhs.example']);
      assert.deepEqual(await outcomes(request.id), [a, 'duplicate', 'duplicate']);
      assert.deepEqual((await desk.store.rows.outcomes(request.id, 1, 0, 10)).map(row => row.duplicateOf), [null, 2, 2]);
    });

    it('counts one person once over several batches too', async () => {
      const ids = addPeople(desk, 2_401);
      const request = await checked(desk, addressesOf([...ids, ids[0] ?? '']));
      assert.equal((await countRows(desk.store, request)).wouldChange, 2_401);
      assert.equal((await outcomes(request.id)).at(-1), 'duplicate');
      assert.deepEqual(desk.world.resolved.map(batch => batch.length), [2_400, 2]);
    });

    it('belongs to one organisation: that of the first person the requester looks after', async () => {
      desk.world.roles.set('priya', laOf('ZZ101', 'ZZ303'));
      addPeople(desk, 1, { organisation: 'ZZ202' }, 'other');
      addPeople(desk, 2, { organisation: 'ZZ303' }, 'west');
      addPeople(desk, 1);
      const request = await checked(desk, addressesOf(['other-001', 'west-001', 'person-001', 'west-002']));
      assert.equal(request.organisation, 'ZZ303');
      assert.deepEqual(await outcomes(request.id), ['other-organisation', 'west-001', 'second-organisation', 'west-002']);
    });

    it('changes nobody of an organisation the requester does not look after', async () => {
      addPeople(desk, 3, { organisation: 'ZZ202' }, 'other');
      const request = await checked(desk, addressesOf(['other-001', 'other-002', 'other-003']));
      assert.deepEqual([request.organisation, (await countRows(desk.store, request)).wouldChange], [null, 0]);
    });

    it('binds the check to exactly these people, in whatever order they were listed', async () => {
      const ids = addPeople(desk, 3);
      const hashes = [];
      for (const list of [ids, ids.toReversed(), ids.slice(0, 2)]) hashes.push((await checked(desk, addressesOf(list))).listHash);
      assert.equal(hashes[0], hashes[1]);
      assert.notEqual(hashes[0], hashes[2]);
    });

    it('checks the addresses of a column that was chosen only now', async () => {
      addPeople(desk, 1);
      const request = await checked(desk, [{ address: ' Person-001@NHS.example', alternatives: [] }, { address: 'rubbish', alternatives: [] }]);
      assert.deepEqual(await outcomes(request.id), ['person-001', 'bad-address']);
    });
  });

  describe('a directory that is slow or away', () => {
    for (const [name, fault, waitMs] of [
      ['throttled, with a time', new WorldError('throttled', 'slow down', { retryAfterMs: 120_000 }), 120_000],
      ['throttled, with a shorter time than ours', new WorldError('throttled', 'slow down', { retryAfterMs: 1_000 }), 30_000],
      ['away', new WorldError('unavailable', 'no answer'), 30_000],
    ] as const) {
      it(`${name}: the rows are kept, the card says when, and it is tried again`, async () => {
        addPeople(desk, 1);
        const request = await received(desk, ['person-001@nhs.example']);
        desk.world.faults.push(fault);
        assert.deepEqual(await checkList(desk.services, { requestId: request.id }, run), { againAfterMs: waitMs });
        const waiting = await requestOf(desk, request);
        assert.equal(waiting.status, 'checking');
        assert.deepEqual(waiting.triesAgainAt, new Date(desk.clock.calendar().getTime() + waitMs));
        assert.equal(await checkList(desk.services, { requestId: request.id }, run), undefined);
        const after = await requestOf(desk, request);
        assert.deepEqual([after.status, after.triesAgainAt], ['checked', null]);
      });
    }

    it('is not asked again for batches that were saved', async () => {
      const ids = addPeople(desk, 2_410);
      const request = await received(desk, addressesOf(ids));
      const directory = { ...desk.services.directory };
      let calls = 0;
      desk.services.directory.resolve = addresses => ((calls += 1) === 2 ? Promise.reject(new WorldError('unavailable', 'no answer')) : directory.resolve(addresses));
      assert.deepEqual(await checkList(desk.services, { requestId: request.id }, run), { againAfterMs: 30_000 });
      assert.equal(await desk.store.rows.checkedCount(request.id), 2_400);
      await checkList(desk.services, { requestId: request.id }, run);
      assert.deepEqual(desk.world.resolved.map(batch => batch.length), [2_400, 10]);
      assert.equal((await requestOf(desk, request)).status, 'checked');
    });

    it('that refuses for good is told to the job runner, and when it gives up, on the card', async () => {
      addPeople(desk, 1);
      const request = await received(desk, ['person-001@nhs.example']);
      desk.world.faults.push(new WorldError('refused', 'no permission'));
      await assert.rejects(checkList(desk.services, { requestId: request.id }, run), WorldError);
      const told = await requestOf(desk, request);
      assert.deepEqual([told.status, told.reason, told.triesAgainAt], ['checking', 'refused', new Date(desk.clock.calendar().getTime() + 300_000)]);
      await giveUp(desk, 'check-list', { requestId: request.id });
      const dropped = await requestOf(desk, request);
      assert.equal(dropped.status, 'dropped');
      assert.match(dropped.reason ?? '', /Nothing was changed/);
      assert.equal(await desk.store.rows.checkedCount(request.id), 0);
    });
  });

  describe('a check that is stopped', () => {
    it('between batches checks nothing more', async () => {
      addPeople(desk, 1);
      const request = await received(desk, ['person-001@nhs.example']);
      const stopping = new AbortController();
      stopping.abort();
      assert.equal(await checkList(desk.services, { requestId: request.id }, { signal: stopping.signal }), undefined);
      assert.equal((await requestOf(desk, request)).status, 'checking');
    });

    it('while the directory answers saves nothing of the answer', async () => {
      addPeople(desk, 1);
      const request = await received(desk, ['person-001@nhs.example']);
      const directory = { ...desk.services.directory };
      desk.services.directory.resolve = async addresses => {
        const found = await directory.resolve(addresses);
        await desk.store.requests.save({ ...(await requestOf(desk, request)), status: 'dropped', version: 9 });
        return found;
      };
      await checkList(desk.services, { requestId: request.id }, run);
      assert.equal(await desk.store.rows.checkedCount(request.id), 0);
      assert.equal((await requestOf(desk, request)).status, 'dropped');
    });

    it('or is long gone is no error', async () => {
      await assert.doesNotReject(async () => checkList(desk.services, { requestId: '00000000-0000-4000-8000-000000000000' }, run));
    });
  });

  describe('the job', () => {
    it('is done after one run, and the card is drawn', async () => {
      addPeople(desk, 1);
      const request = await received(desk, ['person-001@nhs.example']);
      assert.notEqual(await runJob(desk, 'check-list'), null);
      assert.equal(await runJob(desk, 'check-list'), null);
      await runDue(desk, 'deliver-post');
      const post = await desk.store.posts.cardOf(request.id, 'a:priya', 'status');
      assert.deepEqual([post?.state, post?.drawn], ['posted', post?.wanted]);
    });

    it('fails aloud for a fault of ours', async () => {
      addPeople(desk, 1);
      const request = await received(desk, ['person-001@nhs.example']);
      desk.world.faults.push(new UserError('not theirs'));
      await assert.rejects(checkList(desk.services, { requestId: request.id }, run));
      assert.equal((await requestOf(desk, request)).status, 'checking');
    });
  });
});
