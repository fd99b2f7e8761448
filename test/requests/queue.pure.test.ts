// The resolvers' queue: what is urgent is in the heading, and each row says how long is left, how far it is and who has it.
import assert from 'node:assert/strict';
import { queueCard, type Waiting } from '../../src/requests/queue.ts';
import type { ServiceRequest, Status } from '../../src/requests/service-request.ts';
import { aRequest, at, dataOf, someProgress } from '../support/requests.ts';

const now = at('2022-09-23T12:00:00Z');
const due = (status: Status, targetAt: string, more: Partial<ServiceRequest> = {}): ServiceRequest => aRequest(status, { targetAt: at(targetAt), ...more });
const waiting = (request: ServiceRequest): Waiting => ({ request, organisationName: 'Ashdown Vale Trust', waitsUntil: null, progress: request.startedAt === null ? null : someProgress({ total: 60, applied: 13, waiting: 45, refused: [{ reason: 'gone', count: 2 }] }) });
const drawn = (...requests: ServiceRequest[]) => dataOf(queueCard(requests, requests.slice(0, 4).map(waiting), now, null), 'queue');

const soon = due('submitted', '2022-09-23T13:40:00Z');
const later = due('in-progress', '2022-09-23T18:00:00Z');
const late = due('confirming', '2022-09-23T11:30:00Z', { lateAt: at('2022-09-23T11:30:00Z') });
const held = due('on-hold', '2022-09-23T12:30:00Z');

describe('the queue', () => {
  for (const [what, requests, heading] of [
    ['none', [], 'No requests are open'],
    ['one', [later], '1 request open'],
    ['urgent ones', [late, soon, later], '3 requests open, 1 late, 1 due within 2 hours'],
    ['one whose clock stands still', [held], '1 request open'],
    ['exactly two hours left', [due('submitted', '2022-09-23T14:00:00Z')], '1 request open, 1 due within 2 hours'],
    ['no time left', [due('submitted', '2022-09-23T12:00:00Z')], '1 request open, 1 late'],
  ] as const) it(`of ${what}: ${heading}`, () => assert.equal(drawn(...requests).heading, heading));

  for (const [what, request, title, line] of [
    ['submitted', soon, 'R-2041: due in 1 hour 40 minutes', 'Ashdown Vale Trust. 271 people, submitted. Owner: nobody yet.'],
    ['in progress', later, 'R-2041: due in 6 hours', 'Ashdown Vale Trust. 271 people, in progress (15 of 60). Owner: Dan Ferris.'],
    ['paused', due('in-progress', '2022-09-23T18:00:00Z', { halted: 'paused' }), 'R-2041: due in 6 hours', 'Ashdown Vale Trust. 271 people, paused (15 of 60). Owner: Dan Ferris.'],
    ['late', late, 'R-2041: late by 30 minutes', 'Ashdown Vale Trust. 271 people, confirming (15 of 60). Owner: Dan Ferris.'],
    ['on hold', held, 'R-2041: clock stopped, on hold', 'Ashdown Vale Trust. 271 people, on hold (15 of 60). Owner: Dan Ferris.'],
    ['behind an incident', { ...held, hold: { why: 'incident', words: 'slow', incidentId: 'i', reference: 'INC31020388', link: null, since: now, from: 'in-progress' } } satisfies ServiceRequest, 'R-2041: clock stopped, on hold', 'Ashdown Vale Trust. 271 people, behind INC31020388. Owner: Dan Ferris.'],
  ] as const) it(`says of one that is ${what} how long, how far and whose`, () => assert.deepEqual(drawn(request).items, [{ title, line }]));

  it('shows four and counts the rest', () => {
    const card = drawn(soon, soon, later, later, later, held);
    assert.deepEqual([card.items.length, card.more], [4, 'And 2 more.']);
    assert.equal(drawn(soon).more, '');
  });
});
