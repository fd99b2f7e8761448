// Work that may only be done by a few at once: never more, in the order they came, and a failure gives its place back.
import assert from 'node:assert/strict';
import { fewAtOnce } from '../../src/requests/few-at-once.ts';

describe('a few at once', () => {
  it('are never more, go in the order they came, and a failure gives its place back', async () => {
    const inTurn = fewAtOnce(2);
    const begun: number[] = [];
    let [running, most] = [0, 0];
    const work = (n: number) => inTurn(async () => {
      begun.push(n);
      most = Math.max(most, running += 1);
      await new Promise(resolve => setImmediate(resolve));
      running -= 1;
      if (n % 3 === 0) throw new Error('Failed.');
      return n;
    });
    const ended = await Promise.allSettled(Array.from({ length: 9 }, (_, n) => work(n)));
    assert.deepEqual(ended.map(one => one.status === 'fulfilled'), [false, true, true, false, true, true, false, true, true]);
    assert.deepEqual(begun, [0, 1, 2, 3, 4, 5, 6, 7, 8]);
    assert.equal(most, 2);
    assert.equal(await work(10), 10);
  });
});
