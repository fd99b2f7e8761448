// How long and how often applying and checking wait for the directory.
import assert from 'node:assert/strict';
import { checkAgainMs, isWorthTelling, maxAttempts, waitMs } from '../../src/requests/patience.ts';

describe('waiting for the directory', () => {
  it('keeps a wait that Graph gave, and doubles where Graph was away for long, up to five minutes', () => {
    assert.deepEqual([1, 2, 3, 4, 5, 6, 50].map(attempt => waitMs(30_000, attempt)), [30_000, 60_000, 120_000, 240_000, 300_000, 300_000, 300_000]);
    assert.deepEqual([1, 40].map(attempt => waitMs(5_000, attempt)), [5_000, 5_000]);
    assert.equal(waitMs(900_000, 7), 900_000);
  });

  it('outlasts an outage of three hours before it calls anybody failed', () => {
    const all = Array.from({ length: maxAttempts - 1 }, (_, n) => waitMs(30_000, n + 1)).reduce((sum, ms) => sum + ms, 0);
    assert.ok(all > 3 * 3_600_000, `${all / 3_600_000} hours`);
  });

  it('comes back to a check sooner while it is young', () => {
    assert.deepEqual([0, 120_000, 600_000, 7_200_000].map(checkAgainMs), [30_000, 30_000, 150_000, 300_000]);
  });

  it('tells nobody of a short wait', () => assert.deepEqual([5_000, 19_999, 20_000].map(isWorthTelling), [false, false, true]));
});
