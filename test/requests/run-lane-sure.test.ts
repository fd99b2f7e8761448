// Whose doing "already" is: ours where an earlier attempt may have been done, somebody else's where it certainly was not. Undo takes back only ours.
import assert from 'node:assert/strict';
import { WorldError } from '../../src/errors.ts';
import { runLane, toEffect } from '../../src/requests/run-lane.ts';
import type { Outcome } from '../../src/services.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, press, resolvers, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, started } from '../support/journey.ts';

/** What becomes of the attempts before the one that finds the person in the group. */
type Attempt = Outcome | 'no outcome' | 'rules away' | 'killed' | WorldError;

const throttled: Outcome = { is: 'again', afterMs: 500 };
const unanswered: Outcome = { is: 'again', afterMs: 500, isUnsure: true };

const cases: [name: string, attempts: Attempt[], action: 'already' | 'applied'][] = [
  ['nothing', [], 'already'],
  ['a 429', [throttled], 'already'],
  ['many', [throttled, throttled, throttled], 'already'],
  ['a call that was throttled as a whole', [new WorldError('throttled', 'slow down', { retryAfterMs: 500 })], 'already'],
  ['a call that was refused as a whole', [new WorldError('refused', 'not permitted')], 'already'],
  ['a slice all of whom were forbidden', [{ is: 'refused', reason: 'forbidden' }], 'already'],
  ['rules that could not be asked', ['rules away'], 'already'],
  ['a request that nobody answered', [unanswered], 'applied'],
  ['a call that failed', [new WorldError('unavailable', 'no answer', { retryAfterMs: 500 })], 'applied'],
  ['an answer that does not name them', ['no outcome'], 'applied'],
  ['a part of it', [{ is: 'partial', steps: ['join-group'] }], 'applied'],
  ['a process that died', ['killed'], 'applied'],
  ['no answer, then a 429', [unanswered, throttled], 'applied'],
  ['no answer, then rules that could not be asked', [unanswered, 'rules away'], 'applied'],
  ['a death, then a 429', ['killed', throttled], 'applied'],
  ['a 429, then a death', [throttled, 'killed'], 'applied'],
];

describe('somebody in the group already', () => {
  async function attempted(desk: Desk, attempt: Attempt): Promise<void> {
    if (attempt === 'rules away') desk.world.faults.push(new WorldError('unavailable', 'no answer'));
    desk.world.add = ids => {
      if (attempt instanceof WorldError) return Promise.reject(attempt);
      if (typeof attempt === 'string') return attempt === 'no outcome' ? Promise.resolve(new Map<string, Outcome>()) : Promise.reject(new Error('killed'));
      return Promise.resolve(new Map(ids.map(id => [id, attempt])));
    };
    await runLane(desk.services, { lane: `group:${desk.settings.MFA_GROUP}` }).catch((error: unknown) => assert.match(String(error), /killed|no answer/));
    desk.clock.pass(5_000);
  }

  for (const [name, attempts, action] of cases) {
    it(`after ${name} is audited as ${action}`, async () => {
      const desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' });
      const { add } = desk.world;
      const request = await started(desk, addressesOf(addPeople(desk, 2)));
      for (const attempt of attempts) {
        await attempted(desk, attempt);
        await press(desk, 'dan', 'request.continue', request, { in: resolvers(desk) });
      }
      desk.world.add = add;
      desk.world.group.add('person-001');
      await runDue(desk, 'run-lane');
      const audited = (await desk.store.audit.ofRequest(request.id)).filter(row => row.person_id !== null);
      assert.deepEqual(audited.map(row => [row.person_id, row.action]).toSorted(), [['person-001', action], ['person-002', 'applied']]);
    });
  }

  it('counts as ours by what was unsure before this attempt, not by how many there were', () => {
    const state = (attempt: number, isUnsure: boolean) => toEffect({ personId: 'jo', step: 'join-group', attempt, isUnsure }, { is: 'already' }, 0).state;
    assert.deepEqual([state(1, false), state(7, false), state(2, true)], ['already', 'already', 'done']);
  });
});
