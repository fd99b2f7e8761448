// Rows cut in two by a line end inside a cell that whoever wrote the file did not quote, put together again.
import type { FileRecord } from './read-records.ts';

const MOST_PARTS = 50;

const together = (parts: readonly FileRecord[]): string[] =>
  parts.reduce<string[]>((cells, part) => {
    if (cells.length === 0) return [...part.cells];
    return [...cells.slice(0, -1), `${cells.at(-1) ?? ''}\n${part.cells[0] ?? ''}`, ...part.cells.slice(1)];
  }, []);

/**
 * Only where every part ends unlike the file's other lines and all together are exactly as wide as the header: else each stays a row.
 * `width` is 0 without a header, and then nothing is put together. Give all records in order; the last call gives what was held back.
 */
export const rowMender = (width: number): ((records: readonly FileRecord[], isLast: boolean) => FileRecord[]) => {
  let held: FileRecord[] = [];
  const take = (record: FileRecord): FileRecord[] => {
    const parts = [...held, record];
    const cells = held.length > 0 ? together(parts) : record.cells;
    if (held.length > 0 && cells.length === width) {
      const [first = record] = held;
      held = [];
      return [{ ...record, number: first.number, cells }];
    }
    const isPart = record.isCutShort && cells.length < width && held.length < MOST_PARTS;
    const given = isPart ? [] : parts;
    held = isPart ? parts : [];
    return given;
  };
  return (records, isLast) => {
    const mended = records.flatMap((record) => (held.length === 0 && !record.isCutShort ? [record] : take(record)));
    return isLast ? [...mended, ...held] : mended;
  };
};
