// The clock of a request's life: what a hold, a target, closing and another round do to its times.
import assert from 'node:assert/strict';
import { advance } from '../../src/requests/lifecycle.ts';
import { leftOnHoldMs } from '../../src/requests/service-request.ts';
import { events } from '../support/lifecycle-events.ts';
import { aRequest, at } from '../support/requests.ts';

const now = at('2022-09-27T09:00:00Z');

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
