// What may happen to a request in each state, and what follows; the expected table is written here apart from the code.
import assert from 'node:assert/strict';
import { advance, type Event, type Follows } from '../../src/requests/lifecycle.ts';
import { leftOnHoldMs, statuses, type Status } from '../../src/requests/service-request.ts';
import { aRequest, at } from '../support/requests.ts';

const now = at('2022-09-27T09:00:00Z');

const events: { [N in Event['is']]: Extract<Event, { is: N }> } = {
  received: { is: 'received', ambiguous: false },
  'column-chosen': { is: 'column-chosen' },
  checked: { is: 'checked' },
  'check-again': { is: 'check-again' },
  'doubt-confirmed': { is: 'doubt-confirmed', doubt: 'application' },
  dropped: { is: 'dropped', reason: 'stopped' },
  submitted: { is: 'submitted', contactNumber: '+447700900123' },
  approved: { is: 'approved', by: 'tom', listHash: 'abc' },
  started: { is: 'started', by: 'dan', byName: 'Dan Ferris' },
  paused: { is: 'paused' },
  stopped: { is: 'stopped', reason: 'failures' },
  continued: { is: 'continued' },
  held: { is: 'held', why: 'incident', words: 'Slow sign-in for some people' },
  resumed: { is: 'resumed' },
  applied: { is: 'applied' },
  'portal-marked': { is: 'portal-marked', count: 271 },
  accepted: { is: 'accepted', count: 2 },
  completed: { is: 'completed' },
  reopened: { is: 'reopened' },
  'undo-asked': { is: 'undo-asked', by: 'tom', byName: 'Tom Ashworth', reason: 'the wrong list', count: 269 },
  'undo-started': { is: 'undo-started', by: 'dan', byName: 'Dan Ferris' },
  'take-out-asked': { is: 'take-out-asked', isRound: true },
  'taken-out': { is: 'taken-out' },
  late: { is: 'late' },
  'closing-time': { is: 'closing-time' },
  withdrawn: { is: 'withdrawn' },
  rejected: { is: 'rejected', reason: 'wrong list' },
};

/** Where each event leads, from each status in which it means anything. Every pair not named here must change nothing. */
const expected: { [N in Event['is']]: { from: Partial<Record<Status, Status>>; follows: Follows[] } } = {
  received: { from: { receiving: 'checking' }, follows: ['check'] },
  'column-chosen': { from: { choosing: 'checking' }, follows: ['check'] },
  checked: { from: { checking: 'checked' }, follows: ['forget'] },
  'check-again': { from: { checked: 'checking' }, follows: ['check'] },
  'doubt-confirmed': { from: { checked: 'checked' }, follows: [] },
  dropped: { from: { receiving: 'dropped', choosing: 'dropped', checking: 'dropped', checked: 'dropped' }, follows: ['forget'] },
  submitted: { from: { checked: 'submitted' }, follows: ['ticket', 'watch'] },
  approved: { from: { submitted: 'submitted' }, follows: [] },
  started: { from: { submitted: 'in-progress' }, follows: ['new-round', 'apply', 'ticket'] },
  paused: { from: { 'in-progress': 'in-progress' }, follows: [] },
  stopped: { from: { 'in-progress': 'in-progress' }, follows: [] },
  continued: { from: {}, follows: ['apply'] },
  held: { from: { submitted: 'on-hold', 'in-progress': 'on-hold' }, follows: ['ticket', 'unwatch'] },
  resumed: { from: { 'on-hold': 'in-progress' }, follows: ['apply', 'ticket', 'watch'] },
  applied: { from: { 'in-progress': 'confirming' }, follows: ['confirm'] },
  'portal-marked': { from: { confirming: 'confirming', 'in-progress': 'in-progress' }, follows: [] },
  accepted: { from: { confirming: 'confirming' }, follows: [] },
  completed: { from: { confirming: 'resolved' }, follows: ['close', 'ticket', 'unwatch'] },
  reopened: { from: { resolved: 'in-progress' }, follows: ['new-round', 'apply', 'ticket', 'watch'] },
  'undo-asked': { from: { resolved: 'submitted' }, follows: ['ticket', 'watch'] },
  // Only where one was asked for: none of these was.
  'undo-started': { from: {}, follows: [] },
  'take-out-asked': { from: { 'in-progress': 'in-progress', 'on-hold': 'on-hold', confirming: 'confirming', resolved: 'resolved' }, follows: ['apply'] },
  'taken-out': { from: { 'in-progress': 'in-progress', 'on-hold': 'on-hold', confirming: 'confirming', resolved: 'resolved', closed: 'closed' }, follows: [] },
  late: { from: { submitted: 'submitted', 'in-progress': 'in-progress', confirming: 'confirming' }, follows: [] },
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

  const once: Event['is'][] = ['received', 'column-chosen', 'checked', 'check-again', 'doubt-confirmed', 'dropped', 'submitted', 'approved', 'started', 'paused', 'stopped', 'applied', 'held', 'resumed', 'completed', 'reopened', 'undo-asked', 'late', 'closing-time', 'withdrawn', 'rejected'];
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

describe('holding', () => {
  const held = (from: 'submitted' | 'in-progress', date: string, more = {}) => advance(aRequest(from, more), events.held, at(date))?.request ?? assert.fail();

  for (const [what, targetAt, from, until, moved] of [
    ['two hours', '2022-09-24T12:30:00+01:00', '2022-09-23T15:05:00+01:00', '2022-09-23T17:05:00+01:00', '2022-09-24T14:30:00+01:00'],
    ['the night the clocks go back', '2022-10-30T11:30:00Z', '2022-10-29T20:00:00+01:00', '2022-10-30T08:00:00Z', '2022-10-31T00:30:00Z'],
    ['the night the clocks go forward', '2023-03-26T12:30:00+01:00', '2023-03-25T20:00:00Z', '2023-03-26T08:00:00+01:00', '2023-03-26T23:30:00+01:00'],
  ] as const) {
    it(`for ${what} moves the target by the time the clock stood still, no more and no less`, () => {
      const request = held('in-progress', from, { targetAt: at(targetAt) });
      assert.equal(leftOnHoldMs(request), at(targetAt).getTime() - at(from).getTime());
      assert.deepEqual(advance(request, events.resumed, at(until))?.request.targetAt, at(moved));
    });
  }

  it('keeps who is late as late as they were', () => {
    const request = held('submitted', '2022-09-24T13:30:00Z');
    assert.deepEqual(advance(request, events.resumed, at('2022-09-25T13:30:00Z'))?.request.targetAt, at('2022-09-25T11:30:00Z'));
  });

  it('goes back to where it was: one not begun is not begun by it', () => {
    const move = advance(held('submitted', '2022-09-23T14:00:00Z'), events.resumed, now);
    assert.deepEqual([move?.request.status, move?.request.hold, move?.request.ticketWanted, move?.follows], ['submitted', null, 'new', ['ticket', 'watch']]);
  });

  it('of one that was paused leaves it paused', () => {
    const move = advance(held('in-progress', '2022-09-23T14:00:00Z', { halted: 'paused' }), events.resumed, now);
    assert.deepEqual([move?.request.halted, move?.follows], ['paused', ['ticket', 'watch']]);
  });

  it('before the start leaves the Local Administrator free to withdraw it, and a resolver to reject it', () => {
    for (const event of [events.withdrawn, events.rejected]) {
      const move = advance(held('submitted', '2022-09-23T14:00:00Z'), event, now);
      assert.deepEqual([move?.request.status, move?.request.hold], [event.is, null]);
    }
  });
});

describe('being late', () => {
  it('begins with the target, not before', () => {
    assert.equal(advance(aRequest('in-progress'), events.late, at('2022-09-24T11:29:59Z')), null);
    assert.deepEqual(advance(aRequest('in-progress'), events.late, at('2022-09-24T11:30:00Z'))?.request.lateAt, at('2022-09-24T11:30:00Z'));
  });

  it('stays through a hold, and is over with a new round', () => {
    const late = advance(aRequest('in-progress'), events.late, now)?.request ?? assert.fail();
    const resumed = advance(advance(late, events.held, now)?.request ?? assert.fail(), events.resumed, at('2022-09-28T09:00:00Z'))?.request;
    assert.deepEqual(resumed?.lateAt, now);
    assert.deepEqual(advance(aRequest('resolved', { lateAt: now, dueSoonAt: now }), events.reopened, now)?.request.lateAt, null);
  });
});

describe('submitting', () => {
  const submittedAt = (date: string) => advance(aRequest('checked'), events.submitted, at(date))?.request;

  for (const [submitted, target] of [
    ['2022-09-23T12:30:00+01:00', '2022-09-24T12:30:00+01:00'],
    ['2022-10-29T12:30:00+01:00', '2022-10-30T11:30:00Z'],
    ['2023-03-25T12:30:00Z', '2023-03-26T13:30:00+01:00'],
  ] as const) {
    it(`at ${submitted} aims at ${target}, 24 hours later`, () => {
      assert.deepEqual(submittedAt(submitted)?.targetAt, at(target));
    });
  }

  it('keeps the number to ring and wants a ticket', () => {
    const request = submittedAt('2022-09-23T12:30:00+01:00');
    assert.equal(request?.contactNumber, '+447700900123');
    assert.equal(request.ticketWanted, 'new');
  });
});

describe('closing', () => {
  const resolved = (date: string) => advance(aRequest('confirming'), events.completed, at(date))?.request ?? assert.fail();

  for (const [day, from, until] of [
    ['ordinary days', '2022-09-23T18:40:00+01:00', '2022-09-26T18:40:00+01:00'],
    ['the clocks going back', '2022-10-28T18:40:00+01:00', '2022-10-31T18:40:00Z'],
    ['the clocks going forward', '2023-03-24T18:40:00Z', '2023-03-27T18:40:00+01:00'],
  ] as const) {
    it(`comes 3 calendar days after resolving at the same time of day, over ${day}`, () => {
      assert.deepEqual(resolved(from).closesAt, at(until));
    });
  }

  it('does not come a millisecond early, and does come on time', () => {
    const request = resolved('2022-10-28T18:40:00+01:00');
    assert.equal(advance(request, events['closing-time'], at('2022-10-31T18:39:59.999Z')), null);
    assert.equal(advance(request, events['closing-time'], at('2022-10-31T18:40:00Z'))?.request.status, 'closed');
  });
});

describe('re-opening', () => {
  const before = aRequest('resolved', { portalMarkedCount: 269, acceptedUnconfirmed: 2, isToldToContinue: true, halted: null });
  const after = advance(before, events.reopened, now)?.request ?? assert.fail();

  it('is a new round with a new 24 hours, and nothing marked or accepted yet', () => {
    assert.equal(after.round, 2);
    assert.deepEqual(after.targetAt, at('2022-09-28T09:00:00Z'));
    assert.deepEqual([after.portalMarkedCount, after.acceptedUnconfirmed, after.resolvedAt, after.closesAt], [0, 0, null, null]);
  });

  it('stops by itself again: being told to continue was for the round before', () => {
    assert.equal(after.isToldToContinue, false);
  });
});

describe('checking again', () => {
  it('asks again what was confirmed, because the numbers may be others', () => {
    assert.deepEqual(advance(aRequest('checked', { confirmedDoubts: ['application'] }), events['check-again'], now)?.request.confirmedDoubts, []);
  });
});

describe('the last person applied during a pause', () => {
  it('leaves nothing paused behind', () => {
    assert.equal(advance(aRequest('in-progress', { halted: 'paused' }), events.applied, now)?.request.halted, null);
  });
});
