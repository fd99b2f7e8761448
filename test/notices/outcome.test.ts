// What each answer of Teams means for a delivery.
import assert from 'node:assert/strict';
import { outcomeOf, updateOutcomeOf, type Outcome } from '../../src/notices/outcome.ts';
import type { SendResult, UpdateResult } from '../../src/services.ts';

const first = { failures: 0, random: 1 };
const inASecond: Outcome = { is: 'again', afterMs: 1_000, pauseMs: 0 };

describe('what becomes of a delivery', () => {
  const sends: [what: string, result: SendResult, outcome: Outcome][] = [
    ['201', { is: 'sent', activityId: 'm1' }, { is: 'delivered', activityId: 'm1' }],
    ['no answer', { is: 'unknown' }, { is: 'unknown' }],
    ['500, which says nothing', { is: 'unknown', status: 500 }, { is: 'unknown' }],
    ['502', { is: 'unknown', status: 502 }, inASecond],
    ['503', { is: 'unknown', status: 503 }, inASecond],
    ['504', { is: 'unknown', status: 504 }, inASecond],
    ['412', { is: 'later', status: 412 }, inASecond],
    ['nobody listening', { is: 'later', status: 0 }, inASecond],
    ['429 with Retry-After', { is: 'later', status: 429, afterMs: 7_000 }, { is: 'again', afterMs: 7_000, pauseMs: 7_000 }],
    ['429 without', { is: 'later', status: 429 }, { is: 'again', afterMs: 1_000, pauseMs: 1_000 }],
    ['403 BotNotInConversationRoster', { is: 'gone', reason: 'BotNotInConversationRoster' }, { is: 'failed', reason: 'not-installed' }],
    ['403 ForbiddenOperationException', { is: 'gone', reason: 'ForbiddenOperationException' }, { is: 'failed', reason: 'not-installed' }],
    ['403 ConversationBlockedByUser', { is: 'gone', reason: 'ConversationBlockedByUser' }, { is: 'failed', reason: 'blocked' }],
    ['403 BotDisabledByAdmin', { is: 'gone', reason: 'BotDisabledByAdmin' }, { is: 'failed', reason: 'blocked' }],
    ['404 ConversationNotFound', { is: 'gone', reason: 'ConversationNotFound' }, { is: 'failed', reason: 'gone' }],
    ['403 with a word of its own', { is: 'gone', reason: 'TenantSuspended' }, { is: 'failed', reason: 'TenantSuspended' }],
  ];
  for (const [what, result, outcome] of sends) it(`after ${what}: ${outcome.is}`, () => assert.deepEqual(outcomeOf(result, first), outcome));

  const updates: [what: string, result: UpdateResult, outcome: Outcome][] = [
    ['200', { is: 'updated' }, { is: 'drawn' }],
    ['a card that somebody deleted', { is: 'missing' }, { is: 'drawn' }],
    ['a chat that is gone', { is: 'gone', reason: 'ConversationNotFound' }, { is: 'drawn' }],
    ['502', { is: 'later', status: 502 }, inASecond],
    ['429', { is: 'later', status: 429, afterMs: 2_000 }, { is: 'again', afterMs: 2_000, pauseMs: 2_000 }],
  ];
  for (const [what, result, outcome] of updates) it(`of a card that is there, after ${what}: ${outcome.is}`, () => assert.deepEqual(updateOutcomeOf(result, first), outcome));

  it('waits twice as long after each failure, up to a minute, spread over its upper half', () => {
    const waits = (random: number) => [0, 1, 2, 5, 6].map(failures => { const it = outcomeOf({ is: 'later', status: 412 }, { failures, random }); return it.is === 'again' ? it.afterMs : null; });
    assert.deepEqual([waits(1), waits(0)], [[1_000, 2_000, 4_000, 32_000, 60_000], [500, 1_000, 2_000, 16_000, 30_000]]);
  });

  it('fails after the eighth refusal, and says which it was', () => {
    const last = { failures: 7, random: 1 };
    assert.deepEqual(outcomeOf({ is: 'later', status: 429, afterMs: 1_000 }, last), { is: 'failed', reason: 'status-429' });
    assert.deepEqual(outcomeOf({ is: 'unknown', status: 503 }, last), { is: 'failed', reason: 'status-503' });
    assert.deepEqual(outcomeOf({ is: 'later', status: 0 }, last), { is: 'failed', reason: 'not-taken' });
    assert.deepEqual(updateOutcomeOf({ is: 'later', status: 503 }, last), { is: 'drawn' }, 'the card stays as it is');
  });
});
