// {column} in a notice's text stands for a value of the reader's own organisation: what is put there, and what is wrong with the columns a text names. Pure.
import { forMarkdown, joined, plural, unescaped } from '../words.ts';
import type { Audience } from './audience.ts';
import type { Face } from './kind.ts';

/** As a text holds it once it is escaped. */
const column = /\\\{([^{}]{1,60})\\\}/g;

const texts = ({ lines, list, sections }: Face): string[] => [...lines, list, ...sections.flatMap(section => section.lines)];

/** The value is data: it is escaped, and brings no column with it. */
export function merged(face: Face, merge: Readonly<Record<string, string>> | null): Face {
  if (merge === null) return face;
  const put = (text: string): string => text.replace(column, (whole, name: string) => (Object.hasOwn(merge, unescaped(name)) ? forMarkdown(merge[unescaped(name)] ?? '', { most: 300 }) : whole));
  return { ...face, lines: face.lines.map(put), list: put(face.list), sections: face.sections.map(({ title, lines }) => ({ title, lines: lines.map(put) })) };
}

/** The columns a text names, once each. */
const named = (parts: readonly string[]): string[] => [...new Set(parts.flatMap(text => [...text.matchAll(column)].map(([, name = '']) => unescaped(name))))];

/** {connections} and {contact}, escaped. */
export const columnWords = (names: readonly string[]): string => joined(names.map(name => forMarkdown(`{${name}}`)));

const outsideText = ({ heading, subtle, facts }: Face): string[] => [heading, subtle, ...facts.flatMap(({ title, value }) => [title, value])];

/** Of a correction, whose file and channels are settled. `alert`: its short message, escaped, which is the same for everybody. */
export function correctionWarnings(face: Face, alert: string, { merge, channels }: Pick<Audience, 'merge' | 'channels'>): string[] {
  const isPutIn = (name: string): boolean => channels.length === 0 && Object.values(merge ?? {}).some(row => Object.hasOwn(row, name));
  const raw = new Set([...named(texts(face)).filter(name => !isPutIn(name)), ...named([...outsideText(face), alert])]);
  return raw.size === 0 ? [] : [`Some would read ${columnWords([...raw])} as it stands: columns are put into the text of people's own cards alone, from the file that the notice was sent with.`];
}

/** What its author should know before it is sent, as Markdown, escaped; none where all is well. */
export function mergeWarnings(face: Face, { merge, channels }: Pick<Audience, 'merge' | 'channels'>): string[] {
  const used = named(texts(face));
  if (merge === null) return used.length === 0 ? [] : [`${columnWords(used)} would be shown as it stands: no file says what it is for each organisation. Attach a CSV with the word **audience**.`];
  const rows = Object.values(merge);
  const columns = [...new Set(rows.flatMap(row => Object.keys(row)))];
  const unknown = used.filter(name => !columns.includes(name));
  const elsewhere = named(outsideText(face));
  const unused = columns.filter(name => !used.includes(name));
  const gaps = used.flatMap(name => {
    const count = rows.filter(row => row[name]?.trim() === '').length;
    return count === 0 ? [] : [`${columnWords([name])} is empty for ${plural(count, 'organisation', 'organisations')}.`];
  });
  return [
    ...(unknown.length === 0 ? [] : [`${columnWords(unknown)} would be shown as it stands: the file has no such column. It has ${columns.length === 0 ? 'none but the code' : columnWords(columns)}.`]),
    ...(elsewhere.length === 0 ? [] : [`${columnWords(elsewhere)} would be shown as it stands: columns are put into the text, not into the heading or the facts.`]),
    ...gaps,
    ...(used.length > 0 && channels.length > 0 ? [`In a channel ${columnWords(used)} would be shown as it stands: it has no organisation. Take the channel off.`] : []),
    ...(unused.length === 0 ? [] : [`Not used in the text: ${columnWords(unused)}.`]),
  ];
}
