// What a line of a roster means, and whom it means by the directory. Pure; used for the first roster and for each later file.
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { normaliseName } from '../intake/columns.ts';
import type { DirectoryPerson } from '../services.ts';
import type { RosterPerson } from '../store/roster-changes.ts';

const roles = { la: 'la', 'local administrator': 'la', 'primary la': 'primary-la', 'primary local administrator': 'primary-la' } as const;

const line = z.object({
  'Organisation code': z.string().trim().toUpperCase().regex(/^[A-Z0-9]{3,9}$/, 'Organisation code must be an ODS code, for example ZZ101'),
  Organisation: z.string().trim().min(1),
  'Email address': z.string().trim().toLowerCase().min(3),
  Role: z.string().trim().toLowerCase().pipe(z.enum(Object.keys(roles) as [keyof typeof roles])),
  Expires: z.string().trim().pipe(z.union([z.literal(''), z.iso.date()], { error: 'must be empty or a day like 2026-03-29' })).default(''),
});
export type RosterLine = z.infer<typeof line>;

/** @throws Error naming the line that is wrong: a first roster half read would lock people out without a word. */
export function readRoster(text: string): RosterLine[] {
  const records = z.array(z.unknown()).parse(parse(text, { columns: true, bom: true, skip_empty_lines: true, trim: true }));
  return records.map((record, index) => {
    const parsed = line.safeParse(record);
    if (!parsed.success) throw new Error(`ROSTER_FILE, line ${index + 2}: ${parsed.error.issues.map(issue => `${issue.path.join('.')} ${issue.message}`).join('; ')}`);
    return parsed.data;
  });
}

export type Refused = { row: number; why: 'unreadable' | 'not found' | 'more than one person' | 'a guest' | 'disabled' };
type Numbered = { number: number; cells: readonly string[] };

const columns = Object.keys(line.shape) as (keyof RosterLine)[];

/** Columns by their names, in any order and spelling. Null where one is missing. */
export function linesOf(records: readonly Numbered[]): { lines: { row: number; line: RosterLine }[]; refused: Refused[] } | null {
  const [header, ...rows] = records;
  const names = (header?.cells ?? []).map(normaliseName);
  const at = columns.map(column => [column, names.indexOf(normaliseName(column))] as const);
  if (at.some(([column, index]) => index < 0 && column !== 'Expires')) return null;
  const read = rows.filter(({ cells }) => cells.some(cell => cell.trim() !== '')).map(({ number, cells }) => ({ row: number, parsed: line.safeParse(Object.fromEntries(at.map(([column, index]) => [column, cells[index] ?? ''])) ) }));
  return {
    lines: read.flatMap(({ row, parsed }) => (parsed.success ? [{ row, line: parsed.data }] : [])),
    refused: read.flatMap(({ row, parsed }) => (parsed.success ? [] : [{ row, why: 'unreadable' as const }])),
  };
}

/** Who may be on a roster at all. */
export function objectionTo(found: readonly DirectoryPerson[]): Exclude<Refused['why'], 'unreadable'> | null {
  const [person, another] = found;
  if (person === undefined) return 'not found';
  if (another !== undefined) return 'more than one person';
  if (person.isGuest) return 'a guest';
  return person.isEnabled ? null : 'disabled';
}

export function peopleOf(lines: readonly { row: number; line: RosterLine }[], found: ReadonlyMap<string, readonly DirectoryPerson[]>): { people: RosterPerson[]; refused: Refused[] } {
  const people: RosterPerson[] = [];
  const refused: Refused[] = [];
  for (const { row, line: { 'Organisation code': organisation, Organisation: organisationName, 'Email address': address, Role, Expires } } of lines) {
    const who = found.get(address) ?? [];
    const why = objectionTo(who);
    if (why !== null) refused.push({ row, why });
    else for (const { id: personId, displayName: name } of who) people.push({ personId, name, address, organisation, organisationName, role: roles[Role], expiresOn: Expires === '' ? null : Expires });
  }
  // Named twice for one organisation, for example in both roles: once, and the greater role counts.
  const ranked = people.toSorted((a, b) => a.role.localeCompare(b.role));
  return { people: [...new Map(ranked.map(entry => [`${entry.personId} ${entry.organisation}`, entry])).values()], refused };
}
