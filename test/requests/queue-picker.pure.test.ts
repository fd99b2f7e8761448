// The picker: what can be ticked, what a tick proves, and what is said of each request afterwards.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { idOn } from '../../src/requests/desk-button.ts';
import { mostChoices } from '../../src/requests/queue.ts';
import { cameOf, pickerCard, ticksIn, versionOf, type Verdict } from '../../src/requests/queue-picker.ts';
import type { ServiceRequest, Status } from '../../src/requests/service-request.ts';
import { aRequest, at, dataOf } from '../support/requests.ts';

const now = at('2022-09-23T12:00:00Z');
const names = new Map([['ZZ101', 'Ashdown Vale Trust']]);
const open = (count: number): ServiceRequest[] => Array.from({ length: count }, (_, index) => aRequest('submitted', { id: randomUUID(), number: 2041 + index }));
const drawn = (requests: readonly ServiceRequest[], personId = 'dan') => dataOf(pickerCard({ key: 'key', personId, now, open: requests, names, waiting: new Map() }), 'queue-picker');
const done = (reference: string, note?: string): Verdict => ({ reference, isDone: true, ...(note === undefined ? {} : { note }) });
const not = (reference: string, why: string): Verdict => ({ reference, isDone: false, why });

describe('the picker', () => {
  for (const [what, request, words] of [
    ['one that nobody has', aRequest('submitted'), 'R-2041, Ashdown Vale Trust: 271 people, submitted, due in 23 hours 30 minutes, no owner'],
    ['one that somebody has', aRequest('in-progress'), 'R-2041, Ashdown Vale Trust: 271 people, in progress, due in 23 hours 30 minutes, Dan Ferris has it'],
    ['one on hold', aRequest('on-hold'), 'R-2041, Ashdown Vale Trust: 271 people, on hold, clock stopped, Dan Ferris has it'],
    ['a late one', aRequest('submitted', { targetAt: at('2022-09-23T11:30:00Z') }), 'R-2041, Ashdown Vale Trust: 271 people, submitted, late by 30 minutes, no owner'],
  ] as const) it(`says of ${what} all that the queue says`, () => assert.equal(drawn([request]).choices[0]?.title, words));

  it('shows fifteen and counts the rest; none where none is open', () => {
    const many = drawn(open(30));
    assert.deepEqual([many.choices.length, many.lines], [mostChoices, ['These are the 15 oldest. 15 more are open.']]);
    const none = drawn([]);
    assert.deepEqual([none.heading, none.choices, none.take, none.start, none.hold], ['No requests are open', [], undefined, undefined, undefined]);
  });

  it('is one person’s: its buttons count for nobody else, nor for another button, nor another form', () => {
    const { take } = drawn(open(1));
    assert.equal(idOn(take, 'key', 'queue.take', ['dan']), take?.id);
    assert.deepEqual([idOn(take, 'key', 'queue.take', ['amara']), idOn(take, 'key', 'queue.start', ['dan']), idOn({ ...take, id: randomUUID() }, 'key', 'queue.take', ['dan']), idOn(take, 'other', 'queue.take', ['dan'])], [null, null, null, null]);
  });
});

describe('a tick', () => {
  const [request = aRequest(), other = aRequest()] = open(2);
  const { choices } = drawn([request, other]);
  const [tick] = ticksIn(choices[0]?.value ?? '');

  it('proves in which version it was offered, to whom', () => {
    assert.ok(tick);
    assert.equal(versionOf('key', tick, request, 'dan'), 7);
    assert.equal(versionOf('key', tick, { ...request, version: 9 }, 'dan'), 7);
    for (const wrong of [versionOf('key', tick, request, 'amara'), versionOf('key', tick, other, 'dan'), versionOf('key', tick, { ...request, version: 6 }, 'dan')]) assert.equal(wrong, null);
  });

  it('counts once for a request, and what is none of ours is passed over', () => {
    const value = choices[0]?.value ?? '';
    assert.equal(ticksIn([value, value, 'x', '', `${request.id}.short`, 'constructor'].join(',')).length, 1);
    assert.equal(ticksIn(drawn(open(15)).choices.map(one => one.value).join(',')).length, 15);
  });

  it('never throws, whatever is sent', () => fc.assert(fc.property(fc.string({ maxLength: 300 }), text => ticksIn(text).length <= mostChoices)));
});

describe('what came of those chosen', () => {
  for (const [verb, verdicts, heading, lines] of [
    ['queue.start', [done('R-1'), done('R-2')], 'Started 2 requests', ['Started: R-1 and R-2.']],
    ['queue.start', [done('R-1')], 'Started 1 request', ['Started: R-1.']],
    ['queue.start', [done('R-1'), not('R-2', 'is your own request')], 'Started 1 of 2 requests', ['Started: R-1.', 'R-2 is your own request.']],
    ['queue.start', [not('R-2', 'is your own request')], 'Nothing was started', ['R-2 is your own request.']],
    ['queue.take', [done('R-1', 'was with Dan Ferris until now')], 'Took 1 request', ['Yours now: R-1.', 'R-1 was with Dan Ferris until now.']],
    ['queue.hold', [done('R-1'), not('R-2', 'cannot be put on hold: it is confirming')], 'Put 1 of 2 requests on hold', ['On hold: R-1.', 'R-2 cannot be put on hold: it is confirming.']],
    ['queue.hold', [], 'Nothing was put on hold', ['Choose at least one request, then press the button again.']],
  ] as const) it(`${verb}: ${heading}`, () => assert.deepEqual(cameOf(verb, verdicts), { heading, lines }));
});

describe('every request that is open', () => {
  const underWay: Status[] = ['submitted', 'in-progress', 'on-hold', 'confirming'];
  it('can be ticked, in whatever state', () => assert.equal(drawn(underWay.map(status => aRequest(status))).choices.length, 4));
});
