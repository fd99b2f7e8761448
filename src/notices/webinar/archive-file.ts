// What a line of the archive's CSV means: a date, a topic, what was said, a link, a recording. Pure.
import { z } from 'zod';
import { normaliseName } from '../../intake/columns.ts';
import { forPlain } from '../../words.ts';
import { optionalLink } from './links.ts';
import { readDay } from './typed-date.ts';

export type ArchiveRow = { row: number; day: string; topic: string; words: string; link: string | null; recording: string | null };
export type ArchiveProblem = { row: number; what: string };
type Numbered = { number: number; cells: readonly string[] };

const columns = { date: ['date', 'day'], topic: ['topic', 'title'], text: ['text', 'keyupdate', 'update', 'words'], link: ['link', 'url'], recording: ['recording', 'recordinglink', 'video'] } as const;
type Column = keyof typeof columns;
type Cells = Record<Column, string>;

const link = (cell: string): string | null | undefined => optionalLink.safeParse(cell.trim()).data;

/** What is wrong with a row, in words that say what to mend; nothing where it is right. A recording alone is a row too. */
function problemsOf(cells: Cells, day: string | null): string[] {
  const isRecordingAlone = cells.topic === '' && cells.text === '' && cells.recording !== '';
  return [
    ...(day === null ? ['the date is not one we can read, like 26/08/2022'] : []),
    ...(!isRecordingAlone && cells.topic === '' ? ['the topic is missing'] : []),
    ...(!isRecordingAlone && cells.text === '' ? ['the text is missing'] : []),
    ...(link(cells.link) === undefined ? ['the link does not begin with https'] : []),
    ...(link(cells.recording) === undefined ? ['the recording does not begin with https'] : []),
  ];
}

/** Columns by their names, in any order. Null where date, topic or text is missing. */
export function readArchive(records: readonly Numbered[]): { rows: ArchiveRow[]; problems: ArchiveProblem[] } | null {
  const [header, ...lines] = records;
  const names = (header?.cells ?? []).map(normaliseName);
  const at = (column: Column): number => names.findIndex(name => z.enum(columns[column]).safeParse(name).success);
  if ((['date', 'topic', 'text'] as const).some(column => at(column) < 0)) return null;
  const read = lines.map(({ number, cells }) => {
    const cell = (column: Column): string => forPlain(cells[at(column)] ?? '', { most: 1_000 });
    const found: Cells = { date: cell('date'), topic: cell('topic'), text: cell('text'), link: cell('link'), recording: cell('recording') };
    const day = readDay(found.date);
    return { row: number, day, found, problems: problemsOf(found, day) };
  });
  return {
    rows: read.flatMap(({ row, day, found, problems }) => (day === null || problems.length > 0 ? [] : [{ row, day, topic: forPlain(found.topic), words: found.text, link: link(found.link) ?? null, recording: link(found.recording) ?? null }])),
    problems: read.flatMap(({ row, problems }) => problems.map(what => ({ row, what }))),
  };
}
