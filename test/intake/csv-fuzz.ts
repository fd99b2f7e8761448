// Random uploads. The properties take the number of runs, so that a long run can ask for more than the usual tests do.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkAddress } from '../../src/intake/address.ts';
import { readAll } from './csv-files.ts';

/** In the usual tests. */
export const RUNS = 2_000;

/** In turn from line to line: files joined by hand have several. */
const LINE_ENDS = [['\n'], ['\r\n'], ['\r'], ['\r\n', '\n'], ['\n', '\r\n', '\r\n']] as const;
const ENCODINGS = ['utf8', 'utf8-marked', 'utf16le-marked', 'utf16be-marked', 'windows-1252'] as const;
type Encoding = (typeof ENCODINGS)[number];

const person = fc
  .tuple(fc.stringMatching(/^[a-z]{1,8}$/), fc.stringMatching(/^[a-z]{1,8}\d?$/))
  .map(([first, last]) => `${first}.${last}@nhs.example`);

/** Text as it may stand in a cell. A NUL says that a file is no text, and a cell that begins with a quote and ends a line says that one was never closed. */
const cell = fc
  .oneof(
    fc.string({ maxLength: 12 }),
    fc.string({ unit: 'binary', maxLength: 6 }),
    fc.constantFrom('', ' ', 'a,b', 'a;b', 'a\tb', 'say "so"', 'two\nlines', 'two\r\nlines', '=1+1', '__proto__', '\u202Eabc', "O'Neil", '5" pipe'),
  )
  .map((text) => text.toWellFormed().replaceAll('\0', ''))
  .filter((text) => !/^"[^]*[\r\n]/.test(text));

const addressCell = fc.oneof({ weight: 4, arbitrary: person }, { weight: 1, arbitrary: cell }, { weight: 1, arbitrary: person.map((text) => `<${text}>`) });

const table = fc.record({
  rows: fc.array(fc.tuple(cell, addressCell, cell, cell), { minLength: 1, maxLength: 40 }),
  addressAt: fc.nat(3),
  delimiter: fc.constantFrom(',', ';', '\t'),
  lineEnds: fc.constantFrom(...LINE_ENDS),
  encoding: fc.constantFrom(...ENCODINGS),
  quoteAll: fc.boolean(),
  endsWithLine: fc.boolean(),
  blankAfter: fc.nat(5),
  chunk: fc.integer({ min: 1, max: 200 }),
});

type Table = typeof table extends fc.Arbitrary<infer T> ? T : never;

const bytesOf = (text: string, encoding: Encoding): Buffer => {
  const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le');
  if (encoding === 'utf16le-marked') return utf16;
  if (encoding === 'utf16be-marked') return utf16.swap16();
  if (encoding === 'windows-1252') return Buffer.from(text, 'latin1');
  return Buffer.from(encoding === 'utf8-marked' ? `\uFEFF${text}` : text);
};

const written = ({ rows, addressAt, delimiter, lineEnds, quoteAll, endsWithLine, blankAfter }: Table, text: (cell: string) => string): string => {
  const quoted = (cell: string): string => (quoteAll || /[",;\t\r\n]/.test(cell) || /^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
  const line = (cells: string[]): string => cells.map((cell) => quoted(text(cell))).join(delimiter);
  const inOrder = ([a, address, b, c]: string[]): string[] => [a ?? '', b ?? '', c ?? ''].toSpliced(addressAt, 0, address ?? '');
  const lines = [line(inOrder(['Name', 'EmailAddress', 'Notes', 'Ward'])), ...rows.map((row) => line(inOrder(row)))];
  const all = lines.toSpliced(1 + Math.min(blankAfter, rows.length), 0, '');
  const isEnded = (index: number): boolean => endsWithLine || index < all.length - 1;
  return all.map((text, index) => text + (isEnded(index) ? (lineEnds[index % lineEnds.length] ?? '') : '')).join('');
};

/** Every row that is not blank comes out once, in order, with its row number in Excel, and judged by its own cell. */
export const neverLosesARow = (runs: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(table, async (given) => {
      const isLatin = given.encoding === 'windows-1252';
      const text = (cell: string): string => (isLatin ? cell.replace(/[^\x20-\x7e\xa1-\xac\xae-\xff\t\r\n]/gu, '') : cell);
      const blankAt = 2 + Math.min(given.blankAfter, given.rows.length);
      const expected = given.rows
        .map((row, index) => ({ cells: row.map(text), number: index + 2 < blankAt ? index + 2 : index + 3 }))
        .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''));
      const result = await readAll(bytesOf(written(given, text), given.encoding), { chunk: given.chunk });
      if (expected.length === 0) return assert.equal(result.problem?.problem, 'header-only');
      assert.equal(result.problem, null);
      assert.deepEqual(result.rows.map(({ number }) => number), expected.map(({ number }) => number));
      // Bytes of Windows-1252 that happen to be UTF-8 are read as that: the cell is another then, the row is not.
      if (isLatin) return;
      for (const [index, row] of result.rows.entries()) {
        const checked = checkAddress(expected[index]?.cells[1] ?? '');
        assert.deepEqual([row.fileCause, 'address' in checked ? row.address : ''], 'address' in checked ? [null, checked.address] : [checked.cause, '']);
      }
    }),
    { numRuns: runs },
  );

const shred = fc.constantFrom('"', '""', ',', ';', '\t', '\n', '\r\n', '\r', '\0', ' ', 'sep=;', '\uFEFF', 'EmailAddress', 'Work email', 'Status', 'a.b@nhs.example', 'Deleted', '=', 'PK', '@', 'é');

const anyBytes = fc.oneof(
  fc.array(shred, { maxLength: 60 }).map((parts) => Buffer.from(parts.join(''))),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  fc.array(fc.oneof(shred.map((part) => Buffer.from(part)), fc.uint8Array({ maxLength: 3 })), { maxLength: 40 }).map((parts) => Buffer.concat(parts)),
);

/** Any bytes give rows in order or a problem with a name, never another error, and the same however they are cut. */
export const neverCrashes = (runs: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(anyBytes, fc.integer({ min: 1, max: 50 }), async (bytes, chunk) => {
      const result = await readAll(bytes, { chunk });
      assert.deepEqual(result, await readAll(bytes, { chunk: 1 }));
      assert.ok(result.problem !== null || result.rows.length > 0);
      assert.ok(result.rows.every(({ number }, index) => index === 0 || number > (result.rows[index - 1]?.number ?? 0)));
    }),
    { numRuns: runs },
  );
