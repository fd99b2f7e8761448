// Reads permissions.txt, and says who its letters are.
import { readFileSync } from 'node:fs';
import type { KindName } from '../../src/kinds/kind.ts';
import { statuses, type Status } from '../../src/requests/service-request.ts';

export type Person = { letter: string; id: string; hasSent?: true; roster?: { organisation: string; role?: 'primary-la'; expiresOn?: string }[]; groups?: ('resolver' | 'operator' | 'communications')[] };

const person = (letter: string, index: number, more: Omit<Person, 'letter' | 'id'>): Person => ({ letter, id: `a0000000-0000-4000-8000-0000000001${String(index).padStart(2, '0')}`, ...more });
const la = (...organisations: string[]): NonNullable<Person['roster']> => organisations.map(organisation => ({ organisation }));

export const people: readonly Person[] = [
  person('R', 1, { hasSent: true, roster: la('ZZ101') }),
  person('r', 2, { hasSent: true, roster: la('ZZ101'), groups: ['resolver'] }),
  person('L', 3, { hasSent: true }),
  person('Q', 4, { hasSent: true, groups: ['resolver'] }),
  person('M', 5, { hasSent: true, roster: la('ZZ202') }),
  person('C', 6, { roster: la('ZZ101', 'ZZ303') }),
  person('B', 7, { roster: [{ organisation: 'ZZ101', role: 'primary-la' }] }),
  person('D', 8, { roster: la('ZZ101'), groups: ['resolver'] }),
  person('O', 9, { roster: la('ZZ202') }),
  person('V', 10, { groups: ['resolver'] }),
  person('W', 11, { roster: la('ZZ202'), groups: ['resolver'] }),
  person('X', 12, { roster: [{ organisation: 'ZZ101', expiresOn: '2022-09-19' }] }),
  person('P', 13, { groups: ['operator', 'communications'] }),
  person('N', 14, {}),
];

export type Expected = { verbs: string[]; allows(verb: string, status: Status): string };

/** The table of one kind. `sees` is a row of it like a verb. */
export const expectedFor = (kind: KindName): Expected => tableOf(kind, statuses[0]);

/** The table of what is about no one request, by place. */
export function expectedAtDesk(): { verbs: string[]; allows(verb: string, place: string): string } {
  const table = tableOf('desk', 'own-chat');
  return { verbs: table.verbs, allows: (verb, place) => table.allows(verb, place.replaceAll(' ', '-')) };
}

function tableOf(table: string, column: string): { verbs: string[]; allows(verb: string, column: string): string } {
  const lines = readFileSync(new URL('permissions.txt', import.meta.url), 'utf8').split('\n').map(line => line.trim().split(/\s+/));
  const start = lines.findIndex(([name, first]) => name === table && first === column);
  const [header = [], ...rest] = lines.slice(start);
  const end = rest.findIndex(([name]) => name === '');
  const rows = new Map(rest.slice(0, end === -1 ? rest.length : end).map(([verb = '', ...cells]) => [verb, new Map(header.slice(1).map((name, index) => [name, cells[index]]))]));
  return {
    verbs: [...rows.keys()],
    allows(verb, name) {
      const cell = rows.get(verb)?.get(name);
      if (cell === undefined) throw new Error(`permissions.txt has no cell for ${table}, ${verb}, ${name}: write what must be there.`);
      return cell === '.' ? '' : cell;
    },
  };
}
