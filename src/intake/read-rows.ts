// An upload -> decoded -> columns found -> rows checked, in batches: the one reader in intake, all else there is pure.
import { checkAddress } from './address.ts';
import { breathe } from './breathe.ts';
import { findColumns, type Columns } from './columns.ts';
import type { Encoding } from './decode.ts';
import { FileProblemError, type FileProblem } from './file-problem.ts';
import { rowMender } from './mend-rows.ts';
import { readRecords, type FileRecord } from './read-records.ts';
import { judgeRow, type IntakeRow } from './rules.ts';

export { checkAddress, FileProblemError };
export type { FileProblem, IntakeRow };

export type FoundColumns = {
  /** Names as in the header, as plain text; "column B" where there is none. Several when it could be any of them. */
  address: string[];
  /** The other columns that the rules read. */
  read: string[];
  ignoredCount: number;
  hasMailboxType: boolean;
  encoding: Encoding;
};

export type Limits = { maxBytes: number; maxRows: number };

const LIMITS: Limits = { maxBytes: 100 * 1024 * 1024, maxRows: 200_000 };
const MOST_IN_BATCH = 500;
/** Records looked at before the columns are settled: the lines that may stand above a header, the header, and 20 rows. */
const SAMPLE = 26;

const settle = (records: readonly FileRecord[]): Columns => {
  if (records.length === 0) throw new FileProblemError({ problem: 'empty' });
  const columns = findColumns(records.map(({ cells }) => cells));
  if ('none' in columns) throw new FileProblemError({ problem: 'no-address-column', columns: columns.none });
  if (columns.recordsBefore >= records.length) throw new FileProblemError({ problem: 'header-only' });
  return columns;
};

const describe = (columns: Columns, encoding: Encoding): FoundColumns => ({
  address: columns.addressNames,
  read: columns.read,
  ignoredCount: columns.ignoredCount,
  hasMailboxType: columns.mailboxType >= 0,
  encoding,
});

/**
 * Gives every row that is not blank, in batches of at most 500, and lets everything else run between them.
 * `onColumns` is called before the first batch; and once more, with another encoding, where the first byte that is no UTF-8 comes later.
 * @throws FileProblemError also after batches were given: those rows then do not count either
 */
export async function* readRows(
  bytes: AsyncIterable<Uint8Array>,
  onColumns: (columns: FoundColumns) => void,
  { maxBytes, maxRows }: Limits = LIMITS,
): AsyncGenerator<IntakeRow[]> {
  let waiting: FileRecord[] = [];
  let columns: Columns | null = null;
  let mend = rowMender(0);
  let told: Encoding | null = null;
  let given = 0;
  const tell = (settled: Columns, encoding: Encoding): void => {
    if (told === encoding) return;
    told = encoding;
    onColumns(describe(settled, encoding));
  };
  for await (const { records, encoding, isLast } of readRecords(bytes, maxBytes)) {
    waiting = waiting.length > 0 ? [...waiting, ...records] : records;
    if (!columns && (isLast || waiting.length >= SAMPLE)) {
      columns = settle(waiting);
      mend = rowMender(columns.width);
      waiting = waiting.slice(columns.recordsBefore);
    }
    if (!columns) continue;
    tell(columns, encoding);
    const rows = mend(waiting, isLast);
    waiting = [];
    given += rows.length;
    if (given > maxRows) throw new FileProblemError({ problem: 'too-many-rows' });
    yield* inBatches(rows, columns);
  }
}

async function* inBatches(records: readonly FileRecord[], columns: Columns): AsyncGenerator<IntakeRow[]> {
  for (let from = 0; from < records.length; from += MOST_IN_BATCH) {
    if (from > 0) await breathe();
    yield records.slice(from, from + MOST_IN_BATCH).map(({ number, cells }) => judgeRow(number, cells, columns));
  }
}
