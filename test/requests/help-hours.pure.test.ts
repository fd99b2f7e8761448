// When people who meet MFA have somebody to ask: by when the list was sent, over weekends and the nights the clocks change.
import assert from 'node:assert/strict';
import { helpFrom, hoursPoint } from '../../src/requests/help-hours.ts';
import { resolverCard } from '../../src/requests/resolver-card.ts';
import { formatDateTime } from '../../src/words.ts';
import { aRequest, at, aView, dataOf } from '../support/requests.ts';

describe('a list sent', () => {
  for (const [sent, from] of [
    ['2022-09-20T09:00+01:00', null],
    ['2022-09-20T08:00+01:00', null],
    ['2022-09-20T07:59+01:00', 'Tuesday 20 September 2022, 8am'],
    ['2022-09-20T15:59+01:00', null],
    ['2022-09-20T16:00+01:00', 'Wednesday 21 September 2022, 8am'],
    ['2022-09-23T13:59+01:00', null],
    ['2022-09-23T14:00+01:00', 'Monday 26 September 2022, 8am'],
    ['2022-09-23T17:10+01:00', 'Monday 26 September 2022, 8am'],
    ['2022-09-24T10:00+01:00', 'Monday 26 September 2022, 8am'],
    ['2022-09-25T23:59+01:00', 'Monday 26 September 2022, 8am'],
    ['2022-09-26T00:00+01:00', 'Monday 26 September 2022, 8am'],
    ['2022-10-28T17:00+01:00', 'Monday 31 October 2022, 8am'],
    ['2023-03-24T17:00+00:00', 'Monday 27 March 2023, 8am'],
  ] as const) it(`${formatDateTime(at(sent))}: ${from ?? 'there is help'}`, () => {
    const found = helpFrom(at(sent));
    assert.equal(found && formatDateTime(found), from);
    assert.equal(hoursPoint(at(sent)).length, from === null ? 0 : 1);
  });

  it('says the day and the time, which stay true on a card that stands still', () => {
    assert.deepEqual(hoursPoint(at('2022-09-23T17:10+01:00')), ['sent Friday 23 September 2022 at 5:10pm: few people are there to help before Monday 26 September 2022, 8am']);
  });

  it('is a point to check before Start', () => {
    const card = dataOf(resolverCard(aView(aRequest('submitted', { submittedAt: at('2022-09-23T17:10+01:00') })), true), 'resolver');
    assert.equal(card.heading, 'New: R-2041, 271 people. Check 1 point, then start');
    assert.match(card.facts[0]?.value ?? '', /^sent Friday/);
  });
});
