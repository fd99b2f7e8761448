// What stands between the cells: a comma, a semicolon (Excel where the comma is the decimal mark) or a tab (text from Excel, UTF-16).

export type Delimiter = ',' | ';' | '\t';

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t'];

/** Excel's own first line, which says so and which Excel shows as no row. */
const SEP_LINE = /^\s*"?sep=([,;\t])"?[ \t]*(?:\r\n|\r|\n|$)/i;

const outsideQuotes = (line: string): string => line.replace(/"[^"]*"/g, '');

const mostIn = (line: string): Delimiter | undefined =>
  DELIMITERS.map((delimiter) => ({ delimiter, count: line.split(delimiter).length - 1 }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count)[0]?.delimiter;

/** A line that is the header or already a row. What comes after it has no say: text in a list of one column may hold any of the three. */
const TELLING = /@|mail|upn|principal/i;
const MOST_LINES = 5;

/** `start` is the beginning of the file as text. The first line with any of the three outside quotes tells; in a list of one column none does. */
export const findDelimiter = (start: string): { delimiter: Delimiter; skipBytes: number } => {
  const [sepLine, named] = SEP_LINE.exec(start) ?? [];
  const told = DELIMITERS.find((delimiter) => delimiter === named);
  if (sepLine !== undefined && told) return { delimiter: told, skipBytes: Buffer.byteLength(sepLine) };
  const lines = start.trimStart().split(/[\r\n]+/, MOST_LINES);
  const telling = lines.findIndex((line) => TELLING.test(line));
  const asked = telling < 0 ? lines : lines.slice(0, telling + 1);
  return { delimiter: asked.map((line) => mostIn(outsideQuotes(line))).find((found) => found !== undefined) ?? ',', skipBytes: 0 };
};
