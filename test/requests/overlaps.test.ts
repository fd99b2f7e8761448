// A list sent again says what was done before, and people who are in another open request are named, with their rows.
import assert from 'node:assert/strict';
import { draw } from '../../src/requests/draw.ts';
import { gather } from '../../src/requests/gather.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, press, requestOf, resolvers, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, checked, resolved, started, submitted } from '../support/journey.ts';
import { aView, dataOf, someCounts } from '../support/requests.ts';
import { reportCard } from '../../src/requests/report-card.ts';

describe('people of a list in other requests', () => {
  let desk: Desk;
  let people: string[];
  beforeEach(async () => {
    desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' });
    people = addPeople(desk, 10);
  });

  const linesOf = async (request: ServiceRequest) => dataOf(draw(await gather(desk.store, desk.services, await requestOf(desk, request), 'priya'), 'status'), 'report').lines;
  const done = async (addresses: string[]) => {
    const request = await started(desk, addresses);
    await runDue(desk, 'run-lane');
    return requestOf(desk, request);
  };

  it('says from which request they have it, so that a file sent twice does nothing twice', async () => {
    const first = await done(addressesOf(people));
    const again = await checked(desk, addressesOf(people));
    assert.deepEqual(await linesOf(again), [`All 10 have it from R-${first.number ?? 0}, so nothing is done twice.`]);
  });

  it('says so of nobody whom that request has taken off again, by an undo or one by one, and who has it from elsewhere since', async () => {
    const first = await resolved(desk, addressesOf(people));
    await press(desk, 'tom', 'request.take-out', first, { inputs: { row: '2' } });
    await runDue(desk, 'run-lane');
    desk.world.group.add(people[0] ?? '');
    assert.deepEqual(await linesOf(await checked(desk, addressesOf(people))), [`Of the 10 who already have MFA, 9 from R-${first.number ?? 0}. Nothing is done twice.`]);
    await press(desk, 'tom', 'request.undo', first, { inputs: { reason: 'the wrong list' } });
    await press(desk, 'dan', 'request.start', first, { in: resolvers(desk) });
    await runDue(desk, 'run-lane');
    for (const id of people) desk.world.group.add(id);
    assert.deepEqual(await linesOf(await checked(desk, addressesOf(people))), []);
  });

  it('warns that those lose it again whose request is being undone, and no more once that was withdrawn', async () => {
    const first = await resolved(desk, addressesOf(people));
    const again = await checked(desk, addressesOf(people));
    const has = `All 10 have it from R-${first.number ?? 0}, so nothing is done twice.`;
    const warned = [has, `An undo of R-${first.number ?? 0} is under way: it takes MFA off them again, and this list does not change that.`];
    await press(desk, 'tom', 'request.undo', first, { inputs: { reason: 'the wrong list' } });
    assert.deepEqual(await linesOf(again), warned);
    await press(desk, 'tom', 'request.withdraw', first);
    assert.deepEqual(await linesOf(again), [has]);
    await press(desk, 'tom', 'request.undo', first, { inputs: { reason: 'the wrong list' } });
    await press(desk, 'dan', 'request.start', first, { in: resolvers(desk) });
    assert.deepEqual(await linesOf(again), warned);
  });

  it('says so again once it was re-opened after that', async () => {
    const first = await resolved(desk, addressesOf(people));
    await press(desk, 'tom', 'request.undo', first, { inputs: { reason: 'the wrong list' } });
    await press(desk, 'dan', 'request.start', first, { in: resolvers(desk) });
    await runDue(desk, 'run-lane', 'confirm-round');
    await press(desk, 'dan', 'request.portal-marked', first, { in: resolvers(desk) });
    await press(desk, 'priya', 'request.reopen', first);
    await runDue(desk, 'run-lane');
    assert.deepEqual(await linesOf(await checked(desk, addressesOf(people))), [`All 10 have it from R-${first.number ?? 0}, so nothing is done twice.`]);
  });

  it('counts each person for the newest request, and those who had it before for none', async () => {
    for (const id of people.slice(8)) desk.world.group.add(id);
    const first = await done(addressesOf(people.slice(0, 5)));
    const second = await done(addressesOf(people.slice(5, 8)));
    const lines = await linesOf(await checked(desk, addressesOf(people)));
    assert.deepEqual(lines, [`Of the 10 who already have MFA, 3 from R-${second.number ?? 0} and 5 from R-${first.number ?? 0}. Nothing is done twice.`]);
  });

  it('names the open request that some are in, and their rows, until it is closed or withdrawn', async () => {
    const open = await submitted(desk, addressesOf(people.slice(2, 5)));
    const check = await checked(desk, addressesOf(people));
    assert.equal((await linesOf(check))[0], `3 people are also in R-${open.number ?? 0}, which is open: rows 4, 5 and 6.`);
    await press(desk, 'priya', 'request.withdraw', open);
    assert.doesNotMatch((await linesOf(check)).join(' '), /also in/);
  });

  it('keeps what was shown when it was submitted, and tells the resolvers without a name', async () => {
    const open = await submitted(desk, addressesOf(people.slice(2, 5)));
    const second = await submitted(desk, addressesOf(people));
    const card = draw(await gather(desk.store, desk.services, second, 'resolvers'), 'resolver');
    assert.ok(dataOf(card, 'resolver').facts.some(({ title, value }) => title === 'Check' && value === `3 people are also in R-${open.number ?? 0}, which is open`));
    await press(desk, 'dan', 'request.reject', open, { in: resolvers(desk), inputs: { reason: 'Sent twice.' } });
    assert.equal((await requestOf(desk, second)).shown?.alsoOpen.length, 1);
  });

  it('leaves other organisations and other kinds out of it', async () => {
    addPeople(desk, 3, { organisation: 'ZZ202' }, 'harbour');
    await submitted(desk, addressesOf(people.slice(0, 2)));
    const [row] = await desk.store.overlaps.alsoOpen((await checked(desk, addressesOf(people))).id, 20);
    assert.deepEqual(row?.rows, [2, 3]);
    const theirs = await checked(desk, ['harbour-001@nhs.example', ...addressesOf(people)], { requesterId: 'lena', requesterName: 'Lena Marsh', conversationId: 'a:lena' });
    assert.deepEqual(await desk.store.overlaps.alsoOpen(theirs.id, 20), []);
  });

  it('stays short where there are many', () => {
    const counts = someCounts({ alsoOpen: [{ number: 2041, count: 30, rows: [2, 3, 4, 5, 6, 7] }, { number: 2042, count: 1, rows: [9] }, { number: 2043, count: 4, rows: [1, 2, 3, 4] }], doneBefore: [{ number: 2040, count: 9, isUndone: false }, { number: 2039, count: 4, isUndone: false }, { number: 2038, count: 2, isUndone: false }, { number: 2037, count: 1, isUndone: false }] });
    const { lines } = dataOf(reportCard(aView(undefined, { counts })), 'report');
    assert.deepEqual(lines.slice(0, 4), [
      'Of the 17 who already have MFA, 9 from R-2040, 4 from R-2039 and 3 from earlier requests. Nothing is done twice.',
      '30 people are also in R-2041, which is open: rows 2, 3, 4, 5, 6 and 25 more.',
      '1 person is also in R-2042, which is open: row 9.',
      'And 1 more open request holds some of them.',
    ]);
  });
});
