// Signing one person out everywhere: done once, confirmed by the directory's own audit, and by nothing else.
import assert from 'node:assert/strict';
import { revokeActivity, revokeSessions } from '../../src/kinds/revoke-sessions.ts';
import type { Outcome, Services } from '../../src/services.ts';
import { at, testSettings } from '../support/requests.ts';

const approvedAt = at('2022-09-23T12:00:00Z');
const slice = [{ personId: 'jo', step: 'revoke', attempt: 1, appliedSince: approvedAt }];

const asked: unknown[] = [];
const needs = (audits: { at: Date; result: string }[], outcome: Outcome = { is: 'done' }) =>
  ({
    settings: testSettings(),
    sessions: { revoke: (id: string) => (asked.push(id), Promise.resolve(outcome)) },
    directory: { audits: (activity: string, id: string, since: Date) => (asked.push([activity, id, since]), Promise.resolve(audits.filter(entry => entry.at >= since))) },
  }) as unknown as Services;

async function confirmed(audits: { at: Date; result: string }[]) {
  if (typeof revokeSessions.confirm !== 'function') assert.fail();
  return (await revokeSessions.confirm(needs(audits), slice)).get('jo');
}

describe('signing somebody out', () => {
  beforeEach(() => void (asked.length = 0));

  for (const outcome of [{ is: 'done' }, { is: 'refused', reason: 'gone' }, { is: 'again', afterMs: 3_000 }] satisfies Outcome[]) {
    it(`passes on what became of it: ${outcome.is}`, async () => {
      assert.deepEqual(await revokeSessions.apply(needs([], outcome), slice), new Map([['jo', outcome]]));
      assert.deepEqual(asked, ['jo']);
    });
  }

  it('is confirmed by an audit entry of success since the approval', async () => {
    assert.deepEqual(await confirmed([{ at: at('2022-09-23T12:00:05Z'), result: 'success' }]), { is: 'confirmed' });
    assert.deepEqual(asked, [[revokeActivity, 'jo', approvedAt]]);
  });

  for (const [name, audits] of [
    ['no entry', []],
    ['an entry from before', [{ at: at('2022-09-23T11:59:59Z'), result: 'success' }]],
    ['an entry of failure', [{ at: at('2022-09-23T12:00:05Z'), result: 'failure' }]],
  ] as const) {
    it(`is not confirmed yet by ${name}`, async () => assert.deepEqual(await confirmed([...audits]), { is: 'not-yet' }));
  }

  it('needs a second person, has one writer per person, cannot be undone and is nobody’s already', async () => {
    assert.equal(revokeSessions.approval, 'second-approver');
    assert.equal(revokeSessions.lane({ settings: testSettings() }, 'jo'), 'person:jo');
    assert.ok('cannot' in revokeSessions.undo);
    assert.equal((await revokeSessions.already(needs([]), ['jo'])).size, 0);
  });
});
