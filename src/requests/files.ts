// CSV files we hand back: who is ready, who is left out, what became of each row. Every cell is safe to open as a sheet.
import { stringify } from 'csv-stringify/sync';
import { kinds } from '../kinds/grid.ts';
import type { OutcomeRow } from '../store/rows.ts';
import type { Tables } from '../store/tables.ts';
import { forCsvCell } from '../words.ts';
import { causeWords, refusalWords } from './causes.ts';
import { isUndoAsked, isUndoing, reference, type ServiceRequest } from './service-request.ts';

export const fileNames = ['ready', 'left-out', 'list', 'outcome', 'problems', 'no-method'] as const;
export type FileName = (typeof fileNames)[number];

type Columns = { header: string[]; includes: (row: OutcomeRow, chosen: Chosen | null) => boolean; cells: (row: OutcomeRow) => string[] };

const isIncluded = (row: OutcomeRow) => row.cause === null && !row.isAlready && row.personId !== null;
/** Whom a file is about where not everybody: those of an undo, those with no sign-in method. */
type Chosen = { isOn: (row: OutcomeRow) => boolean };

/** Who is to be changed now: everybody but those taken out, or those whom an undo is about. */
const isOnList = (row: OutcomeRow, chosen: Chosen | null) => isIncluded(row) && (chosen === null ? row.state !== 'taken-out' : chosen.isOn(row));
const isRefused = (row: { state: string | null }) => row.state === 'refused' || row.state === 'failed';

const files: { [N in FileName]: Columns } = {
  ready: { header: ['EmailAddress'], includes: isIncluded, cells: row => [row.address] },
  'left-out': { header: ['Row', 'EmailAddress', 'Reason', 'What to do'], includes: row => row.cause !== null, cells: row => [String(row.number), row.address, causeWords(row.cause ?? '').count, causeWords(row.cause ?? '').todo] },
  list: { header: ['Row', 'EmailAddress'], includes: isOnList, cells: row => [String(row.number), row.address] },
  outcome: { header: ['Row', 'EmailAddress', 'Outcome', 'Reason'], includes: () => true, cells: row => [String(row.number), row.address, ...outcomeWords(row)] },
  problems: { header: ['Row', 'EmailAddress', 'Outcome', 'Reason'], includes: row => isRefused(row.undo ?? row), cells: row => [String(row.number), row.address, ...outcomeWords(row)] },
  'no-method': { header: ['Row', 'EmailAddress'], includes: isOnList, cells: row => [String(row.number), row.address] },
};

/** Applied is not confirmed: the two words are never mixed. */
export function outcomeWords(row: OutcomeRow): [outcome: string, reason: string] {
  if (row.cause !== null) return ['left out', row.cause === 'duplicate' && row.duplicateOf !== null ? `the same person as row ${row.duplicateOf}` : causeWords(row.cause).count];
  if (row.state === null) return [row.isAlready ? 'was so already' : 'not started', ''];
  if (row.state === 'taken-out') return ['taken out', `by ${row.reason ?? 'a Local Administrator'}`];
  if (row.undo !== null) return undoneWords(row.undo);
  if (isRefused(row)) return ['refused', refusalWords(row.reason ?? '')];
  if (row.state === 'waiting' || row.state === 'calling') return ['waiting', ''];
  if (row.contradicted !== null) return ['applied, not confirmed', row.contradicted === 'excluded' ? 'the policy leaves this person out' : 'the policy is off'];
  return row.isConfirmed ? ['confirmed', ''] : ['applied, not yet confirmed', ''];
}

/** In a round that undoes: whoever is not taken off still has MFA, and the words say so. */
function undoneWords({ state, reason, isConfirmed, contradicted }: NonNullable<OutcomeRow['undo']>): [outcome: string, reason: string] {
  if (state === 'taken-out') return ['taken out', `by ${reason ?? 'a Local Administrator'}`];
  if (isRefused({ state })) return ['not taken off', refusalWords(reason ?? '')];
  if (state === 'waiting' || state === 'calling') return ['waiting to be taken off', ''];
  if (contradicted !== null) return ['taken off, not confirmed', 'still in the policy group: another group may put this person there'];
  return isConfirmed ? ['taken off, confirmed', ''] : ['taken off, not yet confirmed', ''];
}

export async function makeFile(store: Tables, request: ServiceRequest, name: FileName): Promise<{ bytes: Uint8Array; rows: number }> {
  const isUndo = isUndoing(request);
  const applied = isUndo ? await store.rounds.lastApplying(request.id) : request.round;
  const chosen = name === 'no-method' ? await withoutMethod(store, request, applied) : await undoneBy(store, request);
  const { header, includes, cells } = files[name];
  // Excel reads UTF-8 only where a byte order mark says so.
  const parts = [`\uFEFF${line(header)}`];
  let count = 0;
  for (let after = 0; ; ) {
    const page = await store.rows.outcomes(request.id, applied, after, 2_000, isUndo ? request.round : null);
    const last = page.at(-1);
    if (last === undefined) break;
    const wanted = page.filter(row => includes(row, chosen));
    count += wanted.length;
    parts.push(...wanted.map(row => line(cells(row))));
    after = last.number;
  }
  return { bytes: new TextEncoder().encode(parts.join('')), rows: count };
}

/** Until its round has its people, those who would be in it. */
async function undoneBy(store: Tables, request: ServiceRequest): Promise<Chosen | null> {
  if (!isUndoing(request) && !isUndoAsked(request)) return null;
  if (isUndoing(request) && (await store.rounds.find(request.id, request.round))?.isFilled === true) return { isOn: row => row.undo !== null && row.undo.state !== 'taken-out' };
  const standing = await store.effects.standing(request.id);
  return { isOn: row => row.personId !== null && standing.has(row.personId) };
}

async function withoutMethod(store: Tables, { id }: ServiceRequest, round: number): Promise<Chosen> {
  const without = await store.effects.withoutMethod(id, round);
  return { isOn: row => row.personId !== null && without.has(row.personId) };
}

const line = (cells: readonly string[]) => stringify([cells.map(forCsvCell)], { quoted: true, record_delimiter: 'windows' });

const titles: { [N in FileName]: string } = { ready: 'ready to send', 'left-out': 'not included', list: 'list', outcome: 'outcome', problems: 'refused', 'no-method': 'no sign-in method' };

export const nameOf = (request: ServiceRequest, name: FileName): string => `${request.number === null ? 'Check' : reference(request)} ${titles[name]}.csv`;

export const descriptionOf = (request: ServiceRequest, name: FileName, rows: number): string =>
  `${rows} ${rows === 1 ? 'row' : 'rows'}: ${titles[name]} of ${request.number === null ? 'your check' : reference(request)} (${kinds[request.kind].name === 'enable-mfa' ? 'MFA' : 'sign-out'}).`;
