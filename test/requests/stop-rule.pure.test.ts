// When applying stops by itself, how slices grow, when people are read again, how far the bar is.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { firstSlice, mustStop, nextRead, quarterOf, sliceSize } from '../../src/requests/stop-rule.ts';
import { at, someProgress } from '../support/requests.ts';

describe('the stop rule', () => {
  const stops = (failed: number, tried: number) => mustStop(someProgress({ applied: tried - failed, waiting: 1_000, refused: [{ reason: 'gone', count: failed }] }));

  for (const [failed, tried, is] of [
    [0, 0, false], [4, 4, false], [5, 5, true], [4, 25, false], [5, 25, true],
    [5, 249, true], [5, 250, false], [6, 250, true], [8, 400, false], [9, 400, true], [200, 10_000, false], [201, 10_000, true],
  ] as const) {
    it(`${failed} of ${tried} failed: ${is ? 'stops' : 'goes on'}`, () => assert.equal(stops(failed, tried), is));
  }

  it('counts every reason together', () => {
    assert.equal(mustStop(someProgress({ applied: 20, refused: [{ reason: 'gone', count: 3 }, { reason: 'protected', count: 2 }] })), true);
  });

  it('does not count those who still wait', () => {
    assert.equal(mustStop(someProgress({ applied: 0, waiting: 10_000, refused: [{ reason: 'gone', count: 5 }] })), true);
  });
});

describe('slices', () => {
  it('start with 25 people, then are as large as the kind can do', () => {
    assert.equal(firstSlice, 25);
    assert.deepEqual([0, 1, 2].map(done => sliceSize(done, 400)), [25, 400, 400]);
  });

  it('are never larger than the kind can do', () => {
    assert.deepEqual([0, 1].map(done => sliceSize(done, 1)), [1, 1]);
  });
});

describe('reading back', () => {
  const applied = at('2022-09-23T12:00:00Z');

  for (const [reads, seconds] of [[0, 0], [1, 5], [2, 15], [3, 45], [4, 120], [5, 300], [6, 300 + 1800], [7, 300 + 3600], [16, 300 + 11 * 1800]] as const) {
    it(`after ${reads} reads the next is ${seconds} seconds after applying`, () => {
      assert.equal((nextRead(applied, reads, null).getTime() - applied.getTime()) / 1000, seconds);
    });
  }

  it('is always later than the read before', () => {
    fc.assert(fc.property(fc.nat(1_000), reads => nextRead(applied, reads + 1, null) > nextRead(applied, reads, null)));
  });
});

describe('the quarter', () => {
  for (const [done, total, quarter] of [[0, 271, 0], [67, 271, 0], [68, 271, 1], [135, 271, 1], [136, 271, 2], [203, 271, 2], [204, 271, 3], [270, 271, 3], [271, 271, 4], [0, 1, 0], [1, 1, 4]] as const) {
    it(`of ${done} of ${total} is ${quarter}`, () => assert.equal(quarterOf(done, total), quarter));
  }

  it('never goes back and reaches 4 only at the end', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 200_000 }), fc.nat(), (total, some) => {
      const done = some % total;
      return quarterOf(done, total) < 4 && quarterOf(done, total) <= quarterOf(done + 1, total) && quarterOf(total, total) === 4;
    }));
  });
});
