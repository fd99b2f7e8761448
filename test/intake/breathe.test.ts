// Reading gives way to whoever waits for an answer, and still goes on.
import assert from 'node:assert/strict';
import { breathe } from '../../src/intake/breathe.ts';
import { isSomebodyWaiting, peopleFirst } from '../../src/people-first.ts';

/** How often the loop goes round until this many pieces were read. */
async function roundsFor(pieces: number): Promise<number> {
  let [rounds, isOver] = [0, false];
  const count = (): void => {
    rounds += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  for (let piece = 0; piece < pieces; piece += 1) await breathe();
  isOver = true;
  return rounds;
}

describe('breathing between pieces', () => {
  it('gives whoever waits for an answer many rounds of the loop for each piece, and goes on', async () => {
    const alone = await roundsFor(4);
    const answer = Promise.withResolvers<undefined>();
    const answering = peopleFirst(() => answer.promise);
    assert.equal(isSomebodyWaiting(), true);
    const beside = await roundsFor(4);
    answer.resolve(undefined);
    await answering;
    assert.equal(isSomebodyWaiting(), false);
    assert.ok(alone <= 12 && beside > 10 * alone, `${alone} rounds alone, ${beside} beside somebody who waits`);
  });

  it('counts nobody twice, and nobody whose answer failed', async () => {
    await assert.rejects(peopleFirst(() => Promise.reject(new Error('Not today.'))), /Not today/);
    assert.equal(isSomebodyWaiting(), false);
  });
});
