// What became of each row, in words that mean one thing each.
import assert from 'node:assert/strict';
import { descriptionOf, nameOf, outcomeWords } from '../../src/requests/files.ts';
import type { OutcomeRow } from '../../src/store/rows.ts';
import { aRequest } from '../support/requests.ts';

const row = (more: Partial<OutcomeRow> = {}): OutcomeRow => ({ number: 2, address: 'jo@nhs.example', cause: null, isAlready: false, duplicateOf: null, doubts: [], personId: 'jo', state: null, reason: null, isConfirmed: false, contradicted: null, undo: null, ...more });
const undone = (more: Partial<NonNullable<OutcomeRow['undo']>>) => ({ state: 'done', isConfirmed: true, undo: { state: 'done', reason: null, isConfirmed: false, contradicted: null, ...more } });

const cases: [string, Partial<OutcomeRow>, [string, string]][] = [
  ['left out', { cause: 'shared', personId: null }, ['left out', 'shared mailboxes']],
  ['a repeated row', { cause: 'duplicate', duplicateOf: 14 }, ['left out', 'the same person as row 14']],
  ['a repeated row whose person was applied', { cause: 'duplicate', duplicateOf: 14, state: 'done', isConfirmed: true }, ['left out', 'the same person as row 14']],
  ['already so', { isAlready: true }, ['was so already', '']],
  ['not started', {}, ['not started', '']],
  ['waiting', { state: 'waiting' }, ['waiting', '']],
  ['being called', { state: 'calling' }, ['waiting', '']],
  ['refused', { state: 'refused', reason: 'gone' }, ['refused', 'deleted after your check']],
  ['given up on', { state: 'failed', reason: 'failed' }, ['refused', 'the directory kept refusing']],
  ['applied', { state: 'done' }, ['applied, not yet confirmed', '']],
  ['found to be so while applying', { state: 'already' }, ['applied, not yet confirmed', '']],
  ['confirmed', { state: 'done', isConfirmed: true }, ['confirmed', '']],
  ['confirmed, and so before', { state: 'already', isConfirmed: true }, ['confirmed', '']],
  ['excluded by the policy', { state: 'done', contradicted: 'excluded' }, ['applied, not confirmed', 'the policy leaves this person out']],
  ['taken out one by one', { state: 'taken-out', reason: 'Priya Nair' }, ['taken out', 'by Priya Nair']],
  ['to be undone', undone({ state: 'waiting' }), ['waiting to be taken off', '']],
  ['undone', undone({}), ['taken off, not yet confirmed', '']],
  ['undone and read back', undone({ isConfirmed: true }), ['taken off, confirmed', '']],
  ['undone and so all the same', undone({ contradicted: 'still-so' }), ['taken off, not confirmed', 'still in the policy group: another group may put this person there']],
  ['not undone', undone({ state: 'refused', reason: 'protected' }), ['not taken off', 'became a protected account after your check']],
  ['taken out while the others wait to be undone', undone({ state: 'taken-out', reason: 'Tom Ashworth' }), ['taken out', 'by Tom Ashworth']],
  ['the policy off', { state: 'done', contradicted: 'policy-off' }, ['applied, not confirmed', 'the policy is off']],
];

describe('the outcome of a row', () => {
  for (const [name, of, words] of cases) {
    it(`${name}: ${words.filter(Boolean).join(', ')}`, () => assert.deepEqual(outcomeWords(row(of)), words));
  }
});

describe('a file we hand back', () => {
  it('is named after what it is about', () => {
    assert.equal(nameOf(aRequest('checked'), 'ready'), 'Check ready to send.csv');
    assert.equal(nameOf(aRequest('resolved'), 'outcome'), 'R-2041 outcome.csv');
  });

  it('is described with its rows', () => {
    assert.equal(descriptionOf(aRequest('resolved'), 'problems', 1), '1 row: refused of R-2041 (MFA).');
    assert.equal(descriptionOf(aRequest('checked'), 'left-out', 24), '24 rows: not included of your check (MFA).');
  });
});
