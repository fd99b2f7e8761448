// A stream of bytes -> records of cells, with the row each is in Excel. Flat in memory: one piece of the file at a time.
import { CsvError, Parser } from 'csv-parse';
import { breathe } from './breathe.ts';
import { decoderFor, withoutMark, type Decoder, type Encoding } from './decode.ts';
import { findDelimiter, type Delimiter } from './delimiter.ts';
import { FileProblemError } from './file-problem.ts';
import { isBlankRow } from './rules.ts';
import { signatureOf } from './signature.ts';

export type FileRecord = {
  number: number;
  cells: string[];
  /** Its line ends otherwise than this file's lines do: perhaps it is the first part of a row with a line end in a cell that nobody quoted. */
  isCutShort: boolean;
};
export type Piece = { records: FileRecord[]; encoding: Encoding; isLast: boolean };

/** How much is decoded at once, and looked at to tell what the file is. */
const PIECE = 64 * 1024;
/** Parsed in one go; small enough that nothing else waits long for it. */
const SLICE = 16 * 1024;
/** A line, or a quoted cell over several lines, that is longer is no row of a report: 8 of the longest cells that Excel can hold. */
const MOST_IN_RECORD = 256 * 1024;
const [LF, CR, QUOTE] = [10, 13, 34];

/** Cuts into pieces of one size, so that how the network cut the file changes nothing. The last one may be empty. */
async function* inPieces(bytes: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<{ piece: Buffer; isLast: boolean }> {
  let held: Uint8Array[] = [];
  let length = 0;
  let total = 0;
  for await (const chunk of bytes) {
    total += chunk.length;
    if (total > maxBytes) throw new FileProblemError({ problem: 'too-large' });
    held.push(chunk);
    length += chunk.length;
    if (length <= PIECE) continue;
    const all = Buffer.concat(held);
    let from = 0;
    // One byte is always kept back: only the end of the file knows which piece is the last.
    for (; all.length - from > PIECE; from += PIECE) yield { piece: all.subarray(from, from + PIECE), isLast: false };
    held = [Buffer.from(all.subarray(from))];
    length = all.length - from;
  }
  yield { piece: Buffer.concat(held), isLast: true };
}

/** What swallowed the rows after it shows as a cell that begins with a quote and has another on a later line. */
const isSwallowed = (cell: string): boolean => {
  if (cell.charCodeAt(0) !== QUOTE) return false;
  const lineEnd = cell.search(/[\r\n]/);
  return lineEnd >= 0 && cell.includes('"', lineEnd);
};

/** Remembers enough of what was written to tell how a line ended: in CRLF or otherwise. */
const watchLineEnds = () => {
  let window = Buffer.alloc(0);
  let windowStart = 0;
  let [crlf, others] = [0, 0];
  return {
    /** The parser keeps a few bytes of each piece back for the next. */
    add: (text: Buffer): void => {
      const kept = window.subarray(-16);
      windowStart += window.length - kept.length;
      window = Buffer.concat([kept, text]);
    },
    /** `end`: bytes before the next line. True where the line is an exception among lines that end in CRLF. */
    isException: (end: number): boolean => {
      const isCrlf = window[end - windowStart - 2] === CR && window[end - windowStart - 1] === LF;
      const isException = !isCrlf && crlf > others;
      if (isCrlf) crlf += 1;
      else others += 1;
      return isException;
    },
  };
};

/** Old Macs ended lines in CR alone. Looking for it costs 6 % of the time, so only where the start of the file has one. */
const lineEndsIn = (start: string): string[] => (/\r[^\n]/.test(start) ? ['\r\n', '\n', '\r'] : ['\r\n', '\n']);

const openParser = (delimiter: Delimiter, recordEnds: string[]) => {
  const lineEnds = watchLineEnds();
  let records: FileRecord[] = [];
  let count = 0;
  const parser = new Parser({
    delimiter,
    columns: false,
    // csv-parse takes the first line end it meets for the only one, and files joined by hand have several.
    record_delimiter: recordEnds,
    relax_column_count: true,
    // A stray quote in a cell is text, as in Excel.
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: MOST_IN_RECORD,
    // Taken here rather than read from the stream: no waiting for each record, and nothing is held twice.
    on_record: (cells: string[], { bytes }) => {
      count += 1;
      const isCutShort = lineEnds.isException(bytes);
      const number = count + parser.info.empty_lines;
      if (cells.some(isSwallowed)) throw new FileProblemError({ problem: 'open-quote', row: number });
      if (!isBlankRow(cells)) records.push({ number, cells, isCutShort });
      return null;
    },
  });
  // The same error comes to the callback of the write that met it.
  parser.on('error', () => undefined);
  const nextRow = (): number => count + parser.info.empty_lines + 1;
  const settle = (resolve: (records: FileRecord[]) => void, reject: (error: Error) => void) => (error?: Error | null) => {
    const taken = records;
    records = [];
    if (!error) resolve(taken);
    // All that csv-parse still refuses (a quote never closed, a record too long) begins with a quote that nothing closes.
    else reject(error instanceof CsvError ? new FileProblemError({ problem: 'open-quote', row: nextRow() }) : error);
  };
  return {
    nextRow,
    write: (text: Buffer) => {
      lineEnds.add(text);
      return new Promise<FileRecord[]>((resolve, reject) => parser.write(text, settle(resolve, reject)));
    },
    end: () => new Promise<FileRecord[]>((resolve, reject) => parser.end(settle(resolve, reject))),
  };
};

type Reading = { decoder: Decoder; parser: ReturnType<typeof openParser> };

/** Tells from the first piece what the file is and how to read it, and gives the piece's text without its mark and Excel's "sep=" line. */
const begin = (head: Buffer, isLast: boolean): Reading & { text: Buffer } => {
  const kind = signatureOf(head);
  if (kind) throw new FileProblemError({ problem: kind });
  const decoder = decoderFor(head);
  const marked = decoder.decode(head, isLast);
  if (marked.includes(0)) throw new FileProblemError({ problem: 'not-text' });
  const start = withoutMark(marked);
  const startText = start.toString('utf8');
  const { delimiter, skipBytes } = findDelimiter(startText);
  return { decoder, parser: openParser(delimiter, lineEndsIn(startText)), text: start.subarray(skipBytes) };
};

const continued = (reading: Reading | null, piece: Buffer, isLast: boolean): Reading & { text: Buffer } =>
  reading ? { ...reading, text: reading.decoder.decode(piece, isLast) } : begin(piece, isLast);

/** Bytes since the last line end, this piece included. */
const lineSoFar = (text: Buffer, before: number): number => {
  const lineEnd = Math.max(text.lastIndexOf(LF), text.lastIndexOf(CR));
  return lineEnd < 0 ? before + text.length : text.length - lineEnd - 1;
};

/**
 * Blank rows are counted but not given. Lets everything else run before each slice.
 * @throws FileProblemError for what the file is as a whole
 */
export async function* readRecords(bytes: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Piece> {
  let reading: Reading | null = null;
  let lineLength = 0;
  for await (const { piece, isLast } of inPieces(bytes, maxBytes)) {
    const { decoder, parser, text } = continued(reading, piece, isLast);
    reading = { decoder, parser };
    lineLength = lineSoFar(text, lineLength);
    // No row is that long. The parser itself bounds what is in quotes, but not how many empty cells a line may have.
    if (lineLength > MOST_IN_RECORD) throw new FileProblemError({ problem: 'not-text', row: parser.nextRow() });
    for (let from = 0; from < text.length; from += SLICE) {
      await breathe();
      yield { records: await parser.write(text.subarray(from, from + SLICE)), encoding: decoder.encoding(), isLast: false };
    }
  }
  if (reading) yield { records: await reading.parser.end(), encoding: reading.decoder.encoding(), isLast: true };
}
