// What is read about the coming slices while one is written: each person once, never too old, and nothing lost where it fails.
import assert from 'node:assert/strict';
import { WorldError } from '../../src/errors.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, requestOf, runDue, runJob, type Desk } from '../support/desk.ts';
import { addressesOf, started } from '../support/journey.ts';

describe('looking ahead in a lane', () => {
  let desk: Desk;
  let read: string[][];
  let called: string[][];
  beforeEach(async () => {
    desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' });
    [read, called] = [[], []];
    const directory = { ...desk.services.directory };
    desk.services.directory.people = ids => (read.push([...ids]), directory.people(ids));
    const { add } = desk.world;
    desk.world.add = ids => (called.push([...ids]), add(ids));
  });

  it('reads each person once, in as few batches as there can be', async () => {
    const ids = addPeople(desk, 2_000);
    await started(desk, addressesOf(ids));
    await runDue(desk, 'run-lane');
    assert.deepEqual(read.flat().toSorted(), ids.toSorted());
    // 15 in a request, 20 requests in a batch: 300 fill one, so blocks of 600 leave no gaps.
    assert.deepEqual(read.map(block => block.length), [25, 600, 600, 600, 175]);
  });

  it('reads about them again where the lane has waited since', async () => {
    await started(desk, addressesOf(addPeople(desk, 1_000)));
    await runJob(desk, 'run-lane');
    desk.world.people.delete('person-500');
    desk.clock.pass(10_001);
    await runDue(desk, 'run-lane');
    assert.ok(!called.flat().includes('person-500'));
    assert.equal(desk.world.group.size, 999);
  });

  it('does not call those who are there already, once there are many of them', async () => {
    const ids = addPeople(desk, 1_500);
    const request = await started(desk, addressesOf(ids));
    for (const id of ids.filter((_, n) => n % 5 === 0)) desk.world.group.add(id);
    await runDue(desk, 'run-lane');
    const inVain = called.flat().filter(id => ids.indexOf(id) % 5 === 0);
    // The first 25 are how it is found out.
    assert.equal(inVain.length, 5);
    assert.equal((await desk.store.effects.progress(request.id, request.round, 6)).applied, 1_500);
    const rows = (await desk.store.audit.ofRequest(request.id)).filter(row => row.person_id !== null);
    assert.deepEqual([rows.filter(row => row.action === 'already').length, rows.filter(row => row.action === 'applied').length], [300, 1_200]);
  });

  it('calls them all where it cannot be read who is there already', async () => {
    const ids = addPeople(desk, 600);
    const request = await started(desk, addressesOf(ids));
    for (const id of ids.filter((_, n) => n % 5 === 0)) desk.world.group.add(id);
    desk.services.directory.membership = () => Promise.reject(new WorldError('throttled', 'slow down'));
    await runDue(desk, 'run-lane');
    assert.equal(called.flat().length, 600);
    assert.equal((await requestOf(desk, request)).status, 'confirming');
  });

  it('loses nothing where reading ahead fails: they are read in their turn', async () => {
    const ids = addPeople(desk, 1_000);
    const directory = { ...desk.services.directory };
    desk.services.directory.people = block => (block.length === 600 ? Promise.reject(new WorldError('unavailable', 'no answer')) : directory.people(block));
    const request = await started(desk, addressesOf(ids));
    await runDue(desk, 'run-lane');
    assert.deepEqual(called.map(slice => slice.length), [25, 400, 400, 175]);
    assert.equal((await requestOf(desk, request)).status, 'confirming');
  });
});
