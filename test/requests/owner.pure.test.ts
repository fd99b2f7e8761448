// Whose a request is after each change of hands, as the lifecycle decides it.
import assert from 'node:assert/strict';
import { yoursNow } from '../../src/requests/hand-over-cards.ts';
import { advance, type Event } from '../../src/requests/lifecycle.ts';
import type { Undo } from '../../src/requests/service-request.ts';
import { aRequest, at, dataOf } from '../support/requests.ts';

const now = at('2022-09-27T09:00:00Z');
const started: Event = { is: 'started', by: 'dan', byName: 'Dan Ferris' };
const taken: Event = { is: 'taken', by: 'amara', byName: 'Amara Cole' };
const handedOver: Event = { is: 'handed-over', to: 'amara', toName: 'Amara Cole' };
const held: Event = { is: 'held', why: 'incident', words: null };

describe('who has a request', () => {
  const owners = (event: Event, more: Parameters<typeof aRequest>[1] = {}) => {
    const move = advance(aRequest('submitted', more), event, now);
    return move && [move.request.ownerId, move.request.ownerName];
  };

  for (const [what, event, more, owner] of [
    ['whoever starts one that nobody has', started, {}, ['dan', 'Dan Ferris']],
    ['whoever had it before somebody else started it', started, { ownerId: 'amara', ownerName: 'Amara Cole' }, ['amara', 'Amara Cole']],
    ['nobody, where one who is no resolver approves', { ...started, isOwner: false }, {}, [null, null]],
    ['whoever takes it', taken, { ownerId: 'dan', ownerName: 'Dan Ferris' }, ['amara', 'Amara Cole']],
    ['whoever it is handed over to', handedOver, {}, ['amara', 'Amara Cole']],
    ['never the requester by taking', { is: 'taken', by: 'priya', byName: 'Priya Nair' }, {}, null],
    ['never the requester by handing over', { is: 'handed-over', to: 'priya', toName: 'Priya Nair' }, {}, null],
  ] as const) it(`is ${what}`, () => assert.deepEqual(owners(event, more), owner));

  it('stays the same while it waits for the directory, and through hold, resume and re-opening', () => {
    const away = advance(aRequest('in-progress', { triesAgainAt: now }), taken, now);
    assert.deepEqual(away?.request.triesAgainAt, now);
    for (const [status, event] of [['in-progress', held], ['on-hold', { is: 'resumed' }], ['resolved', { is: 'reopened' }]] as const) assert.equal(advance(aRequest(status), event, now)?.request.ownerId, 'dan');
  });
});

describe('whoever it is handed over to', () => {
  const undo: Undo = { askedBy: 'tom', askedByName: 'Tom Ashworth', askedAt: now, reason: 'the wrong list', count: 269, round: null, declined: null };
  const targetAt = at('2022-09-28T09:00:00Z');
  const item = (more: Parameters<typeof aRequest>[1]) => dataOf(yoursNow(aRequest('submitted', { targetAt, ...more }), { title: 'Open R-2041', id: 'r', nonce: 'n' }, 'Dan Ferris'), 'requests').items[0];

  for (const [what, more, title, line] of [
    ['one that waits to be started', {}, 'R-2041: submitted', '271 people. Finish by Wednesday 28 September 2022, 10am.'],
    ['an undo that waits, with those it is about', { undo }, 'R-2041: undo asked', '269 people. Finish by Wednesday 28 September 2022, 10am.'],
    ['a late one', { lateAt: targetAt }, 'R-2041: submitted', '271 people. Was due Wednesday 28 September 2022, 10am.'],
  ] as const) it(`reads of ${what}`, () => assert.deepEqual([item(more)?.title, item(more)?.line], [title, line]));
});
