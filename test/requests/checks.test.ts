// A check before it is submitted: stopped, deleted, left for later, done again.
import assert from 'node:assert/strict';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, press, requestOf, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, checked, received } from '../support/journey.ts';
import { saidBy } from '../support/requests.ts';

describe('presses on a check', () => {
  let desk: Desk;
  let people: string[];
  beforeEach(async () => {
    desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' });
    people = addPeople(desk, 60);
  });
  const aCheck = () => checked(desk, addressesOf(people));

  describe('before submitting', () => {
    it('a check can be deleted, and nothing of it is kept', async () => {
      const request = await aCheck();
      assert.equal(saidBy(await press(desk, 'priya', 'check.delete', request)), 'Deleted: nothing of this check was kept');
      assert.deepEqual(await desk.store.rows.outcomes(request.id, 1, 0, 10), []);
    });

    it('a check can be stopped', async () => {
      const request = await received(desk, addressesOf(people));
      assert.equal(saidBy(await press(desk, 'priya', 'check.stop', request)), 'Stopped: nothing was kept');
      await runDue(desk, 'check-list');
      assert.equal((await requestOf(desk, request)).status, 'dropped');
    });

    it('the form can be left and is not spent', async () => {
      const request = await aCheck();
      assert.match(saidBy(await press(desk, 'priya', 'request.form', request)), /^Not submitted yet: 60 people/);
      assert.match(saidBy(await press(desk, 'priya', 'request.form-cancel', request)), /^Checked, not submitted/);
      assert.match(saidBy(await press(desk, 'priya', 'request.form', request)), /^Not submitted yet/);
    });

    it('checking again sees what was done in the Portal', async () => {
      const request = await aCheck();
      for (const id of people.slice(0, 58)) desk.world.group.add(id);
      await press(desk, 'priya', 'check.again', request);
      await runDue(desk, 'check-list');
      assert.deepEqual(await desk.store.rows.totals(request.id), { total: 60, wouldChange: 2, already: 58 });
    });
  });
});
