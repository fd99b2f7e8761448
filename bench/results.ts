// What a run says: a table for people, or an array for programs.
import type { Bench, Engine, Reading, Result } from './bench.ts';

/** Targets bind on PostgreSQL. @throws Error for a figure that was not measured */
export function resultsOf(bench: Bench, engine: Engine['is'], readings: Readonly<Record<string, Reading>>): Result[] {
  const isBeside = bench.engines === 'each' && engine === 'pglite';
  return bench.figures.map(({ name, unit, target: bound, isLeast = false }) => {
    const reading = readings[name];
    if (!reading || !Number.isFinite(reading.value)) throw new Error(`${name} was not measured.`);
    const target = isBeside ? null : bound;
    const value = rounded(reading.value);
    return { name: isBeside ? `${name}-pglite` : name, value, unit, target, isLeast, ok: target === null || (isLeast ? value >= target : value <= target), note: reading.note };
  });
}

/** Three decimals: a target is met by what is said. */
const rounded = (value: number): number => Math.round(value * 1_000) / 1_000;

export const asJson = (results: readonly Result[]): string => JSON.stringify(results.map(({ name, value, unit, target, ok }) => ({ name, value, unit, target, ok })), null, 2);

const verdict = ({ target, ok }: Result): string => (target === null ? '' : ok ? 'met' : 'MISSED');

export function asTable(results: readonly Result[]): string {
  const lines = [['figure', 'value', 'target', '', 'of what'], ...results.map(one => [one.name, `${one.value} ${one.unit}`, one.target === null ? '' : `at ${one.isLeast === true ? 'least' : 'most'} ${one.target} ${one.unit}`, verdict(one), one.note])];
  const widths = [0, 1, 2, 3].map(column => Math.max(...lines.map(line => line[column]?.length ?? 0)));
  return lines.map(line => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n');
}
