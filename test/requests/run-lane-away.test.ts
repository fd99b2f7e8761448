// A directory that is away, or refuses us, while people are applied: they are told at once, nobody is called refused for it, and it goes on.
import assert from 'node:assert/strict';
import { WorldError } from '../../src/errors.ts';
import { runLane } from '../../src/requests/run-lane.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import type { Outcome } from '../../src/services.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, press, requestOf, resolvers, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, started } from '../support/journey.ts';
import { dataOf } from '../support/requests.ts';

const away: Outcome = { is: 'again', afterMs: 30_000, isUnsure: true };
const forbidden: Outcome = { is: 'refused', reason: 'forbidden' };

describe('a directory that does not let us apply', () => {
  let desk: Desk;
  let called: number[];
  let add: Desk['world']['add'];
  beforeEach(async () => {
    desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' });
    called = [];
    const { add: real } = desk.world;
    add = ids => (called.push(ids.length), real(ids));
    desk.world.add = add;
  });

  const answering = (outcome: Outcome, only?: string) => {
    desk.world.add = async ids => (called.push(ids.length), new Map(await Promise.all(ids.map(async id => [id, only === undefined || id === only ? outcome : ((await add([id])).get(id) ?? outcome)] as const))));
  };
  const run = () => runDue(desk, 'run-lane');
  const progressOf = ({ id, round }: ServiceRequest) => desk.store.effects.progress(id, round, 6);
  const lineFor = async (personId: string, request: ServiceRequest) => {
    const answer = await press(desk, personId, 'request.show', request);
    return dataOf('card' in answer && answer.card.is === 'card' ? answer.card.card : assert.fail(), 'status').lines.join(' ');
  };

  it('is told on the card while it is away, and no more when it answers', async () => {
    const request = await started(desk, addressesOf(addPeople(desk, 60)));
    answering(away);
    await run();
    assert.match(await lineFor('priya', request), /^The directory does not answer at the moment\. We go on by ourselves as soon as it does\. You do not need/);
    desk.world.add = add;
    desk.clock.pass(30_000);
    await run();
    assert.deepEqual([(await requestOf(desk, request)).status, (await requestOf(desk, request)).triesAgainAt], ['confirming', null]);
  });

  it('still meets only the first 25 people with the first call that is answered', async () => {
    await started(desk, addressesOf(addPeople(desk, 60)));
    answering(away);
    await run();
    desk.clock.pass(30_000);
    desk.world.add = add;
    called = [];
    await run();
    assert.deepEqual(called, [25, 35]);
  });

  it('is told too where the rules cannot be asked, and the job is tried again', async () => {
    const request = await started(desk, addressesOf(addPeople(desk, 60)));
    desk.world.faults.push(new WorldError('unavailable', 'no answer'));
    await assert.rejects(runLane(desk.services, { lane: `group:${desk.settings.MFA_GROUP}` }), WorldError);
    assert.match(await lineFor('priya', request), /does not answer/);
    await run();
    assert.equal((await requestOf(desk, request)).triesAgainAt, null);
  });

  it('stops the request at once where the rules may not be read, and goes on by Continue', async () => {
    const request = await started(desk, addressesOf(addPeople(desk, 60)));
    desk.world.faults.push(new WorldError('refused', 'no permission', { code: 'sign-in-refused' }));
    await run();
    const stopped = await requestOf(desk, request);
    assert.deepEqual([stopped.halted, stopped.reason, (await progressOf(request)).waiting, called.length], ['stopped', 'refused', 60, 0]);
    await press(desk, 'dan', 'request.continue', request, { in: resolvers(desk) });
    await run();
    assert.equal((await requestOf(desk, request)).status, 'confirming');
  });

  it('is asked three times before "forbidden" is believed of one person among others', async () => {
    const request = await started(desk, addressesOf(addPeople(desk, 20)));
    answering(forbidden, 'person-007');
    await run();
    assert.deepEqual([(await progressOf(request)).waiting, (await progressOf(request)).applied], [1, 19]);
    for (let again = 0; again < 2; again++) {
      desk.clock.pass(30_000);
      await run();
    }
    assert.deepEqual((await progressOf(request)).refused, [{ reason: 'forbidden', count: 1 }]);
  });

  it('stops where several are forbidden and nobody was changed, though some were so already', async () => {
    const request = await started(desk, addressesOf(addPeople(desk, 20)));
    desk.world.group.add('person-003');
    desk.world.add = ids => Promise.resolve(new Map(ids.map(id => [id, desk.world.group.has(id) ? { is: 'already' } : forbidden])));
    await run();
    const { applied, waiting, refused } = await progressOf(request);
    assert.deepEqual([applied, waiting, refused, (await requestOf(desk, request)).halted], [1, 19, [], 'stopped']);
  });
});
