// Local Administrators for the bot's roster, more than the sandbox's cast, each with a personal chat.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { RunningSandbox } from '../../test/support/sandbox.ts';
import type { Person } from './front.ts';

const made = z.object({ addresses: z.array(z.string()) });
const found = z.object({ id: z.string() });

/** The roster is for the setting ROSTER_FILE. */
export async function makeAdministrators(sandbox: RunningSandbox, count: number): Promise<{ people: Person[]; roster: string }> {
  const { addresses } = made.parse(await sandbox.api('POST', '/api/directory/people', { count, organisation: 'ZZ101', prefix: 'administrator' }));
  const roster = join(sandbox.dataDir, 'administrators.csv');
  writeFileSync(roster, ['Organisation code,Organisation,Email address,Role,Expires', ...addresses.map(address => `ZZ101,Ashdown Vale Trust,${address},LA,`)].join('\r\n'));
  const people: Person[] = [];
  for (const address of addresses) {
    const { id } = found.parse(await sandbox.api('GET', `/api/directory/people/${encodeURIComponent(address)}`));
    people.push({ objectId: id, conversation: `a:1${id}` });
  }
  return { people, roster };
}
