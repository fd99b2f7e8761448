// The words of a week later for each count, and when they are due.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Undo } from '../../src/requests/service-request.ts';
import { goodLine, weekCard, whenToTell } from '../../src/requests/week-later.ts';
import { aRequest, at, dataOf } from '../support/requests.ts';

const about = { request: aRequest('closed'), organisationName: 'Ashdown Vale Trust', reader: { key: 'key', personId: 'priya' } };
const asOf = at('2022-09-30T05:00:00Z');
const card = (total: number, without: number, unknown: number) => dataOf(weekCard(about, { total, without, unknown, asOf }), 'week-later');

describe('a week later, in words', () => {
  const table: [total: number, without: number, unknown: number, heading: string, counts: string[]][] = [
    [271, 38, 0, '38 of 271 people still have no sign-in method', ['38', '233']],
    [271, 1, 2, '1 of 271 people still has no sign-in method', ['1', '268', '2']],
    [1, 1, 0, '1 of 1 person still has no sign-in method', ['1']],
    [12_000, 1_200, 0, '1,200 of 12,000 people still have no sign-in method', ['1,200', '10,800']],
    [271, 0, 2, '269 of 271 people have a sign-in method', ['269', '2']],
    [2, 0, 1, '1 of 2 people has a sign-in method', ['1', '1']],
  ];
  for (const [total, without, unknown, heading, counts] of table) {
    it(heading, () => {
      const data = card(total, without, unknown);
      assert.deepEqual([data.heading, data.counts.map(({ title }) => title)], [`A week after R-2041: ${heading}`, counts]);
      assert.equal(goodLine(about.request, { total, without, unknown, asOf }), null);
    });
  }

  it('says what it means to have none', () => assert.equal(card(271, 38, 0).counts[0]?.value, 'no sign-in method yet: asked to set one up when they next sign in'));

  it('has nobody to chase where nobody is left, and is one line where all are known', () => {
    assert.deepEqual([card(271, 0, 2).list, card(271, 0, 2).message], [undefined, undefined]);
    assert.equal(goodLine(about.request, { total: 271, without: 0, unknown: 0, asOf }), 'A week after R-2041: all 271 people have a sign-in method. As of Friday 30 September 2022, 6am.');
    assert.match(goodLine(about.request, { total: 1, without: 0, unknown: 0, asOf }) ?? '', /^A week after R-2041: its 1 person has a sign-in method\./);
  });

  it('adds up', () => fc.assert(fc.property(fc.nat(500), fc.nat(500), fc.nat(500), (without, known, unknown) => {
    const { counts } = card(without + known + unknown, without, unknown);
    assert.equal(counts.reduce((sum, { title }) => sum + Number(title.replaceAll(',', '')), 0), without + known + unknown);
  })));
});

describe('a week later, by the calendar', () => {
  const undo: Undo = { askedBy: 'tom', askedByName: 'Tom', askedAt: asOf, reason: '', count: 3, round: 2, declined: null };

  it('is seven days, at the same time of day over the night the clocks go back, and given up three days on', () => {
    assert.deepEqual(whenToTell(aRequest('closed', { resolvedAt: at('2022-10-28T12:00:00+01:00') })), { from: at('2022-11-04T12:00:00Z'), until: at('2022-11-07T12:00:00Z') });
  });

  for (const [what, request] of [
    ['in progress again', aRequest('in-progress')],
    ['withdrawn', aRequest('withdrawn')],
    ['told', aRequest('closed', { weekToldAt: asOf })],
    ['undone', aRequest('resolved', { round: 2, undo })],
    ['asked to be undone', aRequest('submitted', { undo: { ...undo, round: null } })],
  ] as const) it(`is never for one that is ${what}`, () => assert.equal(whenToTell(request), null));

  it('is there for one whose undo was rejected', () => assert.notEqual(whenToTell(aRequest('resolved', { undo: { ...undo, round: null, declined: 'no' } })), null));
});
