// The first roster: a CSV of Local Administrators by address and ODS code, resolved in the directory. Used when the table is empty.
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import type { Services } from '../services.ts';
import type { RosterEntry } from '../store/roster.ts';

type Needs = Pick<Services, 'store' | 'directory' | 'settings' | 'log'>;

const roles = { la: 'la', 'local administrator': 'la', 'primary la': 'primary-la', 'primary local administrator': 'primary-la' } as const;

const line = z.object({
  'Organisation code': z.string().trim().toUpperCase().regex(/^[A-Z0-9]{3,9}$/, 'Organisation code must be an ODS code, for example ZZ101'),
  Organisation: z.string().trim().min(1),
  'Email address': z.string().trim().toLowerCase().min(3),
  Role: z.string().trim().toLowerCase().pipe(z.enum(Object.keys(roles) as [keyof typeof roles])),
  Expires: z.string().trim().pipe(z.union([z.literal(''), z.iso.date()], { error: 'must be empty or a day like 2026-03-29' })).default(''),
});

/** @throws Error naming the line that is wrong: a roster half read would lock people out without a word. */
export function readRoster(text: string): z.infer<typeof line>[] {
  const records = z.array(z.unknown()).parse(parse(text, { columns: true, bom: true, skip_empty_lines: true, trim: true }));
  return records.map((record, index) => {
    const parsed = line.safeParse(record);
    if (!parsed.success) throw new Error(`ROSTER_FILE, line ${index + 2}: ${parsed.error.issues.map(issue => `${issue.path.join('.')} ${issue.message}`).join('; ')}`);
    return parsed.data;
  });
}

export async function importRoster({ store, directory, settings, log }: Needs): Promise<void> {
  if (settings.ROSTER_FILE === undefined || !(await store.roster.isEmpty())) return;
  const lines = readRoster(await readFile(settings.ROSTER_FILE, 'utf8'));
  const found = await directory.resolve(lines.map(entry => entry['Email address']));
  const people = lines.flatMap((entry): RosterEntry[] => {
    const [person, another] = found.get(entry['Email address']) ?? [];
    if (person === undefined || another !== undefined) return [];
    return [{ personId: person.id, organisation: entry['Organisation code'], role: roles[entry.Role], expiresOn: entry.Expires === '' ? null : entry.Expires }];
  });
  // Named twice for one organisation, for example in both roles: once, and the greater role counts.
  const ranked = people.toSorted((a, b) => a.role.localeCompare(b.role));
  const entries = [...new Map(ranked.map(entry => [`${entry.personId} ${entry.organisation}`, entry])).values()];
  await store.transaction(tx => tx.roster.save([...new Map(lines.map(entry => [entry['Organisation code'], { code: entry['Organisation code'], name: entry.Organisation }])).values()], entries));
  log.info({ lines: lines.length, imported: entries.length }, 'the roster was imported');
  if (people.length < lines.length) log.warn({ missing: lines.length - people.length }, 'some people of ROSTER_FILE are not in the directory, or not uniquely: they are left out');
}
