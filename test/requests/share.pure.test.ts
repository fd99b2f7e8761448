// How much of its organisation a list would change: figures for resolvers, a number to type above a fifth, nothing where the size is not known.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { submitForm } from '../../src/requests/submit-form.ts';
import { resolverCard } from '../../src/requests/resolver-card.ts';
import { countProblem, countToType, shareOf } from '../../src/requests/share.ts';
import { aRequest, at, aView, dataOf, someCounts } from '../support/requests.ts';

const counts = (wouldChange: number, organisationSize: number | null) => someCounts({ wouldChange, organisationSize });

describe('the share of the organisation', () => {
  for (const [wouldChange, size, words, isLarge] of [
    [271, 2_400, '271 of 2,400 people of the organisation, 11%', false],
    [271, 1_355, '271 of 1,355 people of the organisation, 20%', false],
    [272, 1_355, '272 of 1,355 people of the organisation, 21%', true],
    [271, 700, '271 of 700 people of the organisation, 39%', true],
    [271, 271, '271, and the organisation has 271 people', true],
    [271, 250, '271, and the organisation has 250 people', true],
    [1, 0, '1, and the organisation has 0 people', true],
  ] as const) it(`of ${wouldChange} of ${size}: ${words}`, () => assert.deepEqual(shareOf(counts(wouldChange, size)), { words, isLarge }));

  it('is not spoken of where it is not known', () => {
    assert.equal(shareOf(counts(271, null)), null);
    assert.equal(countToType(counts(271, null)), null);
    assert.equal(countProblem(counts(271, null), ''), null);
  });

  it('is a point to check for resolvers above a fifth, and a fact below', () => {
    const facts = (size: number | null) => dataOf(resolverCard(aView(aRequest('submitted', { shown: counts(271, size) })), true), 'resolver').facts.filter(({ value }) => /organisation, \d|organisation has/.test(value));
    assert.deepEqual(facts(700), [{ title: 'Check', value: '271 of 700 people of the organisation, 39%' }]);
    assert.deepEqual(facts(2_400), [{ title: 'OK', value: '271 of 2,400 people of the organisation, 11%' }]);
    assert.deepEqual(facts(null), []);
  });

  it('asks on the form for the number above a fifth, never prefilled, and keeps what was typed', () => {
    const form = (size: number | null, typedCount?: string) => dataOf(submitForm(aView(aRequest('checked'), { counts: counts(1_271, size) }), at('2022-09-23T11:30:00Z'), typedCount === undefined ? null : { problems: ['Type it'], typed: { contactNumber: '07700 900123', typedCount, notBeforeDate: '', notBeforeTime: '', message: 'true' } }), 'submit-form');
    assert.deepEqual([form(2_000).typedCountLabel, form(2_000).typedCount, form(2_000).lines[0]], ['Type 1271 to confirm', '', 'This is a large part: 1,271 of 2,000 people of the organisation, 64%.']);
    assert.equal(form(2_000, '12').typedCount, '12');
    for (const size of [null, 20_000]) assert.deepEqual([form(size).typedCountLabel, form(size).typedCount], [undefined, undefined]);
  });

  it('takes the number as people write it, and nothing else', () => {
    for (const typed of ['1271', ' 1271 ', '1,271', '1 271']) assert.equal(countProblem(counts(1_271, 2_000), typed), null, typed);
    for (const typed of ['', '127', '12710', 'all', '1271.0', '-1271', '1e3']) assert.equal(countProblem(counts(1_271, 2_000), typed), 'Type 1271, the number of people who would change', typed);
    fc.assert(fc.property(fc.string(), typed => countProblem(counts(1_271, 2_000), typed) === null || !/^1,?271$/.test(typed)));
  });
});
