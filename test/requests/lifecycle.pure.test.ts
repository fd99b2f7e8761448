// What may happen to a request in each state, and what follows; the expected table is written here apart from the code.
import assert from 'node:assert/strict';
import { advance, type Event, type Follows } from '../../src/requests/lifecycle.ts';
import { statuses, type Status } from '../../src/requests/service-request.ts';
import { events } from '../support/lifecycle-events.ts';
import { aRequest, at } from '../support/requests.ts';

const now = at('2022-09-27T09:00:00Z');

/** Where each event leads, from each status in which it means anything. Every pair not named here must change nothing. */
const expected: { [N in Event['is']]: { from: Partial<Record<Status, Status>>; follows: Follows[] } } = {
  received: { from: { receiving: 'checking' }, follows: ['check'] },
  'column-chosen': { from: { choosing: 'checking' }, follows: ['check'] },
  checked: { from: { checking: 'checked' }, follows: ['forget'] },
  'check-again': { from: { checked: 'checking' }, follows: ['check'] },
  'doubt-confirmed': { from: { checked: 'checked' }, follows: [] },
  dropped: { from: { receiving: 'dropped', choosing: 'dropped', checking: 'dropped', checked: 'dropped' }, follows: ['forget'] },
  submitted: { from: { checked: 'submitted' }, follows: ['ticket', 'watch', 'mention'] },
  approved: { from: { submitted: 'submitted' }, follows: [] },
  started: { from: { submitted: 'in-progress' }, follows: ['new-round', 'apply', 'ticket'] },
  taken: { from: { submitted: 'submitted', 'in-progress': 'in-progress', 'on-hold': 'on-hold', confirming: 'confirming' }, follows: [] },
  'handed-over': { from: { submitted: 'submitted', 'in-progress': 'in-progress', 'on-hold': 'on-hold', confirming: 'confirming' }, follows: [] },
  waits: { from: { 'in-progress': 'in-progress' }, follows: [] },
  'goes-on': { from: { 'in-progress': 'in-progress' }, follows: [] },
  'hours-waived': { from: { 'in-progress': 'in-progress' }, follows: ['apply'] },
  'not-before-lifted': { from: {}, follows: [] },
  paused: { from: { 'in-progress': 'in-progress' }, follows: [] },
  stopped: { from: { 'in-progress': 'in-progress' }, follows: [] },
  continued: { from: {}, follows: ['apply'] },
  held: { from: { submitted: 'on-hold', 'in-progress': 'on-hold' }, follows: ['ticket', 'unwatch'] },
  resumed: { from: { 'on-hold': 'in-progress' }, follows: ['apply', 'ticket', 'watch'] },
  applied: { from: { 'in-progress': 'confirming' }, follows: ['confirm'] },
  'portal-marked': { from: { confirming: 'confirming', 'in-progress': 'in-progress' }, follows: [] },
  accepted: { from: { confirming: 'confirming' }, follows: [] },
  completed: { from: { confirming: 'resolved' }, follows: ['close', 'ticket', 'unwatch', 'week'] },
  reopened: { from: { resolved: 'in-progress' }, follows: ['new-round', 'apply', 'ticket', 'watch', 'unweek'] },
  'undo-asked': { from: { resolved: 'submitted' }, follows: ['ticket', 'watch', 'unweek'] },
  // Only where one was asked for: none of these was.
  'undo-started': { from: {}, follows: [] },
  'take-out-asked': { from: { 'in-progress': 'in-progress', 'on-hold': 'on-hold', confirming: 'confirming', resolved: 'resolved' }, follows: ['apply'] },
  'taken-out': { from: { 'in-progress': 'in-progress', 'on-hold': 'on-hold', confirming: 'confirming', resolved: 'resolved', closed: 'closed' }, follows: [] },
  late: { from: { submitted: 'submitted', 'in-progress': 'in-progress', confirming: 'confirming' }, follows: [] },
  explained: { from: {}, follows: ['watch'] },
  'late-again': { from: {}, follows: [] },
  'closing-time': { from: { resolved: 'closed' }, follows: ['ticket', 'forget'] },
  withdrawn: { from: { submitted: 'withdrawn' }, follows: ['ticket', 'forget', 'unwatch'] },
  rejected: { from: { submitted: 'rejected' }, follows: ['ticket', 'forget', 'unwatch'] },
};

describe('the lifecycle', () => {
  for (const status of statuses) {
    for (const event of Object.values(events)) {
      const to = expected[event.is].from[status];
      it(`${status}, ${event.is}: ${to ?? 'nothing'}`, () => {
        const before = aRequest(status);
        const move = advance(before, event, now);
        assert.equal(move?.request.status, to);
        if (move === null) return;
        assert.deepEqual(move.follows, expected[event.is].follows);
        assert.equal(move.request.version, before.version + 1);
      });
    }
  }

  it('never changes the request it was given', () => {
    for (const status of statuses) for (const event of Object.values(events)) {
      const before = Object.freeze({ ...aRequest(status), confirmedDoubts: Object.freeze([]) as unknown as string[] });
      assert.doesNotThrow(() => advance(before, event, now));
    }
  });

  it('asks which column when it could be several', () => {
    assert.equal(advance(aRequest('receiving'), { is: 'received', ambiguous: true }, now)?.request.status, 'choosing');
  });

  const once: Event['is'][] = ['received', 'column-chosen', 'checked', 'check-again', 'doubt-confirmed', 'dropped', 'submitted', 'approved', 'started', 'taken', 'handed-over', 'hours-waived', 'paused', 'stopped', 'applied', 'held', 'resumed', 'completed', 'reopened', 'undo-asked', 'late', 'explained', 'late-again', 'closing-time', 'withdrawn', 'rejected'];
  for (const name of once) {
    it(`${name} happens once: the same again changes nothing`, () => {
      for (const status of statuses) {
        const first = advance(aRequest(status), events[name], now);
        if (first) assert.equal(advance(first.request, events[name], now), null);
      }
    });
  }

  it('continues only what halted, and only once', () => {
    assert.equal(advance(aRequest('in-progress'), events.continued, now), null);
    const move = advance(aRequest('in-progress', { halted: 'paused' }), events.continued, now);
    assert.equal(move?.request.halted, null);
    assert.deepEqual(move.follows, ['apply']);
    assert.equal(advance(move.request, events.continued, now), null);
  });

  it('after a stop by failures it does not stop for them again; after a pause or a refusing directory it still would', () => {
    const told = (halted: 'paused' | 'stopped', reason: string | null) => advance(aRequest('in-progress', { halted, reason }), events.continued, now)?.request.isToldToContinue;
    assert.equal(told('stopped', 'failures'), true);
    assert.equal(told('stopped', 'refused'), false);
    assert.equal(told('paused', null), false);
  });
});
