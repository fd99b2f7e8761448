// Waiting rules, by table.
import assert from 'node:assert/strict';
import { backoffMs, isPassing, isUnsure, parseRetryAfter } from '../../src/graph/retry.ts';

const now = Date.parse('2022-09-20T08:00:00Z');

describe('parseRetryAfter', () => {
  const table: [string | null | undefined, number | null][] = [
    ['0', 0],
    ['7', 7_000],
    ['300', 300_000],
    ['0.5', 500],
    ['-3', 0],
    ['Tue, 20 Sep 2022 08:01:30 GMT', 90_000],
    ['Tue, 20 Sep 2022 07:00:00 GMT', 0],
    ['soon', null],
    ['', null],
    [null, null],
    [undefined, null],
  ];
  for (const [header, expected] of table) {
    it(`reads ${JSON.stringify(header)} as ${expected} ms`, () => assert.equal(parseRetryAfter(header, now), expected));
  }
});

describe('backoffMs', () => {
  it('doubles with each attempt and stops at ten seconds', () => {
    assert.deepEqual([1, 2, 3, 4, 5, 6, 20].map((attempt) => backoffMs(attempt, () => 1)), [500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
  });

  it('leaves half to chance', () => {
    assert.equal(backoffMs(3, () => 0), 1_000);
    assert.equal(backoffMs(3, () => 0.5), 1_500);
  });
});

describe('which answers pass', () => {
  it('repeats conflicts, throttling, failures and silence, and nothing else', () => {
    const statuses = [0, 200, 204, 400, 401, 403, 404, 408, 409, 412, 423, 424, 429, 500, 501, 502, 503, 504, 507, 509];
    assert.deepEqual(statuses.filter(isPassing), [0, 408, 409, 412, 423, 424, 429, 500, 502, 503, 504, 507, 509]);
  });

  it('cannot tell after silence or a failure of Graph whether it was done', () => {
    assert.deepEqual([0, 204, 400, 408, 409, 424, 429, 500, 503, 504].filter(isUnsure), [0, 408, 500, 503, 504]);
  });
});
