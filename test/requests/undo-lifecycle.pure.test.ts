// Undoing a request, and taking one person out of it, as the lifecycle has them; what each event does in each state is tabled in lifecycle.pure.test.ts.
import assert from 'node:assert/strict';
import { advance, type Event } from '../../src/requests/lifecycle.ts';
import { aRequest, at } from '../support/requests.ts';

const now = at('2022-09-27T09:00:00Z');

const events = {
  approved: { is: 'approved', by: 'tom', listHash: 'abc' },
  started: { is: 'started', by: 'dan', byName: 'Dan Ferris' },
  held: { is: 'held', why: 'incident', words: null },
  resumed: { is: 'resumed' },
  applied: { is: 'applied' },
  completed: { is: 'completed' },
  reopened: { is: 'reopened' },
  'closing-time': { is: 'closing-time' },
  withdrawn: { is: 'withdrawn' },
  rejected: { is: 'rejected', reason: 'wrong list' },
  'undo-asked': { is: 'undo-asked', by: 'tom', byName: 'Tom Ashworth', reason: 'the wrong list', count: 269 },
  'undo-started': { is: 'undo-started', by: 'dan', byName: 'Dan Ferris' },
  'take-out-asked': { is: 'take-out-asked', isRound: true },
} as const satisfies Partial<Record<Event['is'], Event>>;

describe('undoing', () => {
  const resolved = aRequest('resolved', { portalMarkedCount: 269, acceptedUnconfirmed: 2, lastRound: 3 });
  const asked = advance(resolved, events['undo-asked'], now)?.request ?? assert.fail();
  const moved = (request: typeof asked, event: Event, date = now) => advance(request, event, date) ?? assert.fail(`${event.is} means nothing there`);

  it('waits for a resolver with a new 24 hours, and does not close meanwhile; what was marked and confirmed stands', () => {
    assert.deepEqual([asked.status, asked.closesAt, asked.targetAt, asked.round, asked.portalMarkedCount], ['submitted', null, at('2022-09-28T09:00:00Z'), 1, 269]);
    assert.equal(advance(asked, events['closing-time'], at('2022-12-01T09:00:00Z')), null);
  });

  it('is not the start of the request again, nor an approval of it', () => {
    assert.deepEqual([advance(asked, events.started, now), advance(asked, events.approved, now), advance(asked, events.reopened, now)], [null, null, null]);
  });

  it('is a round after every other, those of one person among them, with nothing marked yet', () => {
    const { request, follows } = moved(asked, events['undo-started']);
    assert.deepEqual([request.status, request.round, request.lastRound, request.undo?.round, request.portalMarkedCount, request.acceptedUnconfirmed], ['in-progress', 4, 4, 4, 0, 0]);
    assert.deepEqual(follows, ['new-round', 'apply', 'ticket']);
  });

  for (const [event, declined] of [[events.withdrawn, undefined], [events.rejected, 'wrong list']] as const) {
    it(`${event.is} before its start leaves the request as resolved as it was, for three days from then, held or not`, () => {
      for (const from of [asked, moved(asked, events.held).request]) {
        const { request, follows } = moved(from, event, at('2022-10-05T09:00:00Z'));
        assert.deepEqual([request.status, request.hold, request.round, request.portalMarkedCount, request.ticketWanted], ['resolved', null, 1, 269, 'resolved']);
        assert.deepEqual([request.closesAt, request.undo?.declined], [at('2022-10-08T09:00:00Z'), declined]);
        assert.deepEqual(follows, ['close', 'ticket', 'unwatch', 'week', ...(declined === undefined ? [] : ['tell-undo-declined'])]);
        assert.equal(advance(request, events['undo-started'], now), null);
        assert.equal(moved(request, events['undo-asked']).request.undo?.declined, null);
      }
    });
  }

  it('is asked for once, of what is left: not of nobody, not of what is undone', () => {
    assert.equal(advance(resolved, { ...events['undo-asked'], count: 0 }, now), null);
    const undone = moved(moved(moved(asked, events['undo-started']).request, events.applied).request, events.completed).request;
    assert.equal(advance(undone, events['undo-asked'], now), null);
    const again = moved(undone, events.reopened).request;
    assert.deepEqual([again.round, again.undo], [5, null]);
  });

  it('held before its start is not begun by the resume', () => {
    const { request } = moved(moved(asked, events.held).request, events.resumed);
    assert.deepEqual([request.status, request.ticketWanted, request.undo?.round], ['submitted', 'in-progress', null]);
  });
});

describe('taking one person out', () => {
  it('takes the next number for its round, and moves the request nowhere', () => {
    const move = advance(aRequest('confirming', { round: 3, lastRound: 2 }), events['take-out-asked'], now);
    assert.deepEqual([move?.request.round, move?.request.lastRound, move?.request.status], [3, 4, 'confirming']);
    assert.equal(advance(aRequest('confirming'), { is: 'take-out-asked', isRound: false }, now)?.request.lastRound, 1);
  });

  it('begins with the start: before it there is nobody to take out, and while an undo waits there is', () => {
    assert.equal(advance(aRequest('submitted'), events['take-out-asked'], now), null);
    const asked = advance(aRequest('resolved'), events['undo-asked'], now)?.request ?? assert.fail();
    assert.equal(advance(asked, events['take-out-asked'], now)?.request.status, 'submitted');
  });

  it('leaves re-opening the number after it', () => {
    assert.equal(advance(aRequest('resolved', { lastRound: 2 }), events.reopened, now)?.request.round, 3);
  });
});
