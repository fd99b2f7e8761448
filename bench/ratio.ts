// Ratios that hold on a loaded machine: two things measured in turn within one run, pair by pair, and the median of the pairs.

export type Pairs = { ratio: number; ratios: readonly number[] };

/** Each of the two answers its cost. Warmed up once; who goes first changes from pair to pair, so that neither has the better place. */
export async function medianRatio(pairs: number, ours: () => Promise<number>, theirs: () => Promise<number>): Promise<Pairs> {
  await ours();
  await theirs();
  const ratios: number[] = [];
  for (let pair = 0; pair < pairs; pair += 1) {
    const [first, second] = pair % 2 === 0 ? [ours, theirs] : [theirs, ours];
    const [one, other] = [await first(), await second()];
    ratios.push(pair % 2 === 0 ? one / other : other / one);
  }
  return { ratio: quantile(ratios, 0.5), ratios };
}

/** The smallest value that at least this share of the values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? NaN;
}

export const spread = (values: readonly number[]): string => `${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)}`;
