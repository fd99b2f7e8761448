// A CSV with one row for each organisation: its code, and what is merged into the cards of its people. Pure.
import { normaliseName } from '../intake/columns.ts';
import { forPlain, listRows, plural } from '../words.ts';

type Numbered = { number: number; cells: readonly string[] };
type Row = { row: number; code: string; values: Record<string, string> };

const codeNames = ['odscode', 'ods', 'organisationcode', 'orgcode', 'organisationodscode'];
const code = /^[A-Z0-9]{3,9}$/;
const mostColumns = 20;
const mostInCell = 300;

/** Why a row, or a column, is not used, or needs a look. */
type Why = 'no code' | 'twice' | 'unknown' | 'nobody';
const whyWords: Record<Why, string> = {
  'no code': 'left out: no ODS code',
  twice: 'left out: the organisation is in an earlier row',
  unknown: 'left out: no such organisation here',
  nobody: 'with no Local Administrator now: nobody there gets it unless one is added before it is sent',
};

export type AudienceFile = { columns: string[]; rows: Row[]; doubts: { row: number; why: Why }[]; unnamed: number };

/** Null where no column holds codes, or more than one does. */
export function readAudienceFile([header, ...records]: readonly Numbered[]): AudienceFile | null {
  const names = header?.cells ?? [];
  const codeAt = names.flatMap((name, index) => (codeNames.includes(normaliseName(name)) ? [index] : []));
  const [at] = codeAt;
  if (at === undefined || codeAt.length > 1) return null;
  const found = names.map((name, index) => ({ index, name: forPlain(name.replace(/[{}]/g, ''), { most: 40 }) })).filter(({ index }) => index !== at);
  const columns = [...new Map(found.filter(({ name }) => name !== '').toReversed().map(each => [each.name, each] as const)).values()].toReversed().slice(0, mostColumns);
  const file: AudienceFile = { columns: columns.map(({ name }) => name), rows: [], doubts: [], unnamed: found.length - columns.length };
  const seen = new Set<string>();
  for (const { number: row, cells } of records) {
    const typed = (cells[at] ?? '').trim().toUpperCase();
    if (!code.test(typed)) file.doubts.push({ row, why: 'no code' });
    else if (seen.has(typed)) file.doubts.push({ row, why: 'twice' });
    else file.rows.push({ row, code: typed, values: Object.fromEntries(columns.map(({ name, index }) => [name, forPlain(cells[index] ?? '', { most: mostInCell })])) });
    seen.add(typed);
  }
  return file;
}

/** With what the roster knows. `peopleOf`: how many Local Administrators each known organisation has. */
export function judgedFile(file: AudienceFile, peopleOf: ReadonlyMap<string, number>): AudienceFile {
  const unknown = file.rows.filter(({ code: of }) => !peopleOf.has(of)).map(({ row }) => ({ row, why: 'unknown' as const }));
  const nobody = file.rows.filter(({ code: of }) => peopleOf.get(of) === 0).map(({ row }) => ({ row, why: 'nobody' as const }));
  return { ...file, rows: file.rows.filter(({ code: of }) => peopleOf.has(of)), doubts: [...file.doubts, ...unknown, ...nobody] };
}

export const mergeOf = ({ rows }: AudienceFile): Record<string, Record<string, string>> => Object.fromEntries(rows.map(({ code: of, values }) => [of, values]));

/** One line for each reason, with its rows as in Excel. */
export function doubtLines({ doubts, unnamed }: AudienceFile): string[] {
  const of = (why: Why): number[] => doubts.filter(doubt => doubt.why === why).map(({ row }) => row).toSorted((a, b) => a - b);
  return [
    ...(['unknown', 'no code', 'twice', 'nobody'] as const).flatMap(why => (of(why).length === 0 ? [] : [`**${plural(of(why).length, 'row', 'rows')}** ${whyWords[why]}. ${listRows(of(why))}.`])),
    ...(unnamed === 0 ? [] : [`**${plural(unnamed, 'column', 'columns')}** not read: without a name, with a name for the second time, or beyond ${mostColumns}.`]),
  ];
}
