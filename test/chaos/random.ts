// Chance that can be had again: the same seed gives the same numbers.
import { createHash } from 'node:crypto';

/** From 0 to 1, 1 left out. */
export function randomFrom(seed: number): () => number {
  let drawn = 0;
  return () => createHash('sha256').update(`${seed} ${(drawn += 1)}`).digest().readUInt32BE() / 2 ** 32;
}
