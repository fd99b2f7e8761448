// CSV files we hand back: who is ready, who is left out, what became of each row. Every cell is safe to open as a sheet.
import { stringify } from 'csv-stringify/sync';
import { kinds } from '../kinds/grid.ts';
import type { OutcomeRow } from '../store/rows.ts';
import type { Tables } from '../store/tables.ts';
import { forCsvCell } from '../words.ts';
import { causeWords, refusalWords } from './causes.ts';
import { reference, type ServiceRequest } from './service-request.ts';

export const fileNames = ['ready', 'left-out', 'list', 'outcome', 'problems'] as const;
export type FileName = (typeof fileNames)[number];

type Columns = { header: string[]; includes: (row: OutcomeRow) => boolean; cells: (row: OutcomeRow) => string[] };

const isIncluded = (row: OutcomeRow) => row.cause === null && !row.isAlready && row.personId !== null;
const isRefused = (row: OutcomeRow) => row.state === 'refused' || row.state === 'failed';

const files: { [N in FileName]: Columns } = {
  ready: { header: ['EmailAddress'], includes: isIncluded, cells: row => [row.address] },
  'left-out': { header: ['Row', 'EmailAddress', 'Reason', 'What to do'], includes: row => row.cause !== null, cells: row => [String(row.number), row.address, causeWords(row.cause ?? '').count, causeWords(row.cause ?? '').todo] },
  list: { header: ['Row', 'EmailAddress'], includes: isIncluded, cells: row => [String(row.number), row.address] },
  outcome: { header: ['Row', 'EmailAddress', 'Outcome', 'Reason'], includes: () => true, cells: row => [String(row.number), row.address, ...outcomeWords(row)] },
  problems: { header: ['Row', 'EmailAddress', 'Outcome', 'Reason'], includes: isRefused, cells: row => [String(row.number), row.address, ...outcomeWords(row)] },
};

/** Applied is not confirmed: the two words are never mixed. */
export function outcomeWords(row: OutcomeRow): [outcome: string, reason: string] {
  if (row.cause !== null) return ['left out', row.cause === 'duplicate' && row.duplicateOf !== null ? `the same person as row ${row.duplicateOf}` : causeWords(row.cause).count];
  if (row.state === null) return [row.isAlready ? 'was so already' : 'not started', ''];
  if (isRefused(row)) return ['refused', refusalWords(row.reason ?? '')];
  if (row.state === 'waiting' || row.state === 'calling') return ['waiting', ''];
  if (row.contradicted !== null) return ['applied, not confirmed', row.contradicted === 'excluded' ? 'the policy leaves this person out' : 'the policy is off'];
  return row.isConfirmed ? ['confirmed', ''] : ['applied, not yet confirmed', ''];
}

export async function makeFile(store: Tables, request: ServiceRequest, name: FileName): Promise<{ bytes: Uint8Array; rows: number }> {
  const { header, includes, cells } = files[name];
  // Excel reads UTF-8 only where a byte order mark says so.
  const parts = [`\uFEFF${line(header)}`];
  let count = 0;
  for (let after = 0; ; ) {
    const page = await store.rows.outcomes(request.id, request.round, after, 2_000);
    const last = page.at(-1);
    if (last === undefined) break;
    const wanted = page.filter(includes);
    count += wanted.length;
    parts.push(...wanted.map(row => line(cells(row))));
    after = last.number;
  }
  return { bytes: new TextEncoder().encode(parts.join('')), rows: count };
}

const line = (cells: readonly string[]) => stringify([cells.map(forCsvCell)], { quoted: true, record_delimiter: 'windows' });

const titles: { [N in FileName]: string } = { ready: 'ready to send', 'left-out': 'not included', list: 'list', outcome: 'outcome', problems: 'refused' };

export const nameOf = (request: ServiceRequest, name: FileName): string => `${request.number === null ? 'Check' : reference(request)} ${titles[name]}.csv`;

export const descriptionOf = (request: ServiceRequest, name: FileName, rows: number): string =>
  `${rows} ${rows === 1 ? 'row' : 'rows'}: ${titles[name]} of ${request.number === null ? 'your check' : reference(request)} (${kinds[request.kind].name === 'enable-mfa' ? 'MFA' : 'sign-out'}).`;
