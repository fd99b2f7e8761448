// Reading uploads in tests: samples from disk, text in memory, and bytes cut anywhere.
import { readFileSync } from 'node:fs';
import { FileProblemError, readRows, type FileProblem, type FoundColumns, type IntakeRow, type Limits } from '../../src/intake/read-rows.ts';

export type ReadResult = { rows: IntakeRow[]; batches: number[]; columns: FoundColumns[]; problem: FileProblem | null };

// eslint-disable-next-line @typescript-eslint/require-await -- a stream is asynchronous by its shape
async function* cut(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

export const sample = (name: string): Buffer => readFileSync(new URL(`../fixtures/csv/${name}`, import.meta.url));

/** Everything that reading gave; a problem with the file is a result, any other error is thrown on. */
export const readAll = async (bytes: Uint8Array | string, { chunk = 16_384, limits }: { chunk?: number; limits?: Limits } = {}): Promise<ReadResult> => {
  const result: ReadResult = { rows: [], batches: [], columns: [], problem: null };
  const source = cut(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, chunk);
  try {
    for await (const batch of readRows(source, (columns) => result.columns.push(columns), limits)) {
      result.rows.push(...batch);
      result.batches.push(batch.length);
    }
  } catch (error) {
    if (!(error instanceof FileProblemError)) throw error;
    result.problem = error.problem;
  }
  return result;
};

/** One line for each row, to compare at a glance: number, address, then what was said about it. */
export const inShort = ({ rows }: ReadResult): string[] =>
  rows.map(({ number, address, fileCause, doubts }) => [number, address, fileCause ?? '', ...doubts].filter((part) => part !== '').join(' '));
