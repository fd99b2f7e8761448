// Statements about several rounds and requests at once, as each engine understands them.
import assert from 'node:assert/strict';
import { onEachEngine } from '../support/database.ts';
import { addPeople, openDesk, press, requestOf, resolvers, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, checked, resolved, started } from '../support/journey.ts';

onEachEngine('what is asked of several rounds and requests', open => {
  let desk: Desk;
  let people: string[];
  beforeEach(async () => {
    desk = await openDesk(await open(), { SMALL_LIST: 'submit' });
    people = addPeople(desk, 5);
  });
  const monday = new Date('2022-09-26T08:00:00+01:00');

  it('waiting: those that are started, with a time that is still to come', async () => {
    const [waits, goes, held] = [await started(desk, addressesOf(people.slice(0, 1))), await started(desk, addressesOf(people.slice(1, 2))), await started(desk, addressesOf(people.slice(2, 3)))];
    for (const { id } of [waits, held]) await desk.store.rounds.waitUntil(id, 1, monday);
    await press(desk, 'dan', 'request.hold', held, { in: resolvers(desk), inputs: { why: 'answer' } });
    const ids = [waits, goes, held].map(({ id }) => id);
    assert.deepEqual([...(await desk.store.rounds.waiting(ids, desk.clock.calendar()))], [[waits.id, monday]]);
    assert.equal((await desk.store.rounds.waiting(ids, monday)).size, 0);
    assert.equal((await desk.store.rounds.waiting([], desk.clock.calendar())).size, 0);
  });

  it('done before: whom a request changed and has not put back, and whether it is being undone', async () => {
    const first = await resolved(desk, addressesOf(people));
    await press(desk, 'tom', 'request.take-out', first, { inputs: { row: '2' } });
    await runDue(desk, 'run-lane');
    desk.world.group.add(people[0] ?? '');
    const again = await checked(desk, addressesOf(people));
    const number = (await requestOf(desk, first)).number ?? 0;
    assert.deepEqual(await desk.store.overlaps.doneBefore(again.id), [{ number, count: 4, isUndone: false }]);
    await press(desk, 'tom', 'request.undo', first, { inputs: { reason: 'the wrong list' } });
    assert.deepEqual(await desk.store.overlaps.doneBefore(again.id), [{ number, count: 4, isUndone: true }]);
    assert.equal(await desk.store.rows.copyable(first.id), 4);
  });
});
