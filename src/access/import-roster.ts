// The first roster: a CSV of Local Administrators by address and ODS code, resolved in the directory. Used when the table is empty.
import { readFile } from 'node:fs/promises';
import type { Services } from '../services.ts';
import { peopleOf, readRoster } from './roster-file.ts';

type Needs = Pick<Services, 'store' | 'directory' | 'settings' | 'log'>;

export async function importRoster({ store, directory, settings, log }: Needs): Promise<void> {
  if (settings.ROSTER_FILE === undefined || !(await store.roster.isEmpty())) return;
  const lines = readRoster(await readFile(settings.ROSTER_FILE, 'utf8'));
  const found = await directory.resolve(lines.map(entry => entry['Email address']));
  const { people, refused } = peopleOf(lines.map((line, index) => ({ row: index + 2, line })), found);
  const organisations = new Map(lines.map(entry => [entry['Organisation code'], { code: entry['Organisation code'], name: entry.Organisation }]));
  await store.transaction(tx => tx.roster.save([...organisations.values()], people));
  log.info({ lines: lines.length, imported: people.length }, 'the roster was imported');
  if (refused.length > 0) log.warn({ missing: refused.length }, 'some people of ROSTER_FILE are not in the directory, or not uniquely, or are guests or disabled: they are left out');
}
