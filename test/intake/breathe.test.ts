// Many files read at once leave room for everything else: between two turns of the event loop one of them goes on, not all.
import assert from 'node:assert/strict';
import { readRows } from '../../src/intake/read-rows.ts';

const file = Buffer.from(`EmailAddress\n${Array.from({ length: 3_000 }, (_, n) => `person${n}@nhs.example`).join('\n')}`);

// eslint-disable-next-line @typescript-eslint/require-await -- a stream is asynchronous by its shape
async function* stream(): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < file.length; from += 16_384) yield file.subarray(from, from + 16_384);
}

describe('reading many files at once', () => {
  it('lets everything else run after each piece of each file', async () => {
    const perTurn: number[] = [];
    let batches = 0;
    let isOver = false;
    const turn = (): void => {
      perTurn.push(batches);
      batches = 0;
      if (!isOver) setImmediate(turn);
    };
    setImmediate(turn);
    const counts = await Promise.all(Array.from({ length: 30 }, async () => {
      let rows = 0;
      for await (const batch of readRows(stream(), () => undefined)) {
        batches += 1;
        rows += batch.length;
      }
      return rows;
    }));
    isOver = true;
    assert.deepEqual(counts, Array<number>(30).fill(3_000));
    assert.ok(Math.max(...perTurn) <= 2, `${Math.max(...perTurn)} batches in one turn of the loop`);
  });
});
