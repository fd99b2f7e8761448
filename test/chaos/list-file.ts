// The list that is sent again and again: people to enable, and some of every other fate.
import { z } from 'zod';
import type { World } from '../support/world.ts';

const organisation = 'ZZ101';
/** Nobody in the directory; the last is no address at all. */
const strangers = ['nobody.here@nhs.example', 'nor.here@nhs.example', 'not an address'];

/** Makes the file some hundred thousand bytes long, so that the first half of it holds rows that are read at once. */
const filler = 'x'.repeat(200);

export type ListFile = {
  bytes: string;
  rows: number;
  /** Address to object id, of everybody who is to be enabled. */
  toEnable: Map<string, string>;
  /** In the group before. */
  already: string[];
  /** All of them, in the order of the rows. */
  addresses: string[];
};

export async function makeList(world: World, people: number): Promise<ListFile> {
  const { addresses, ids } = made.parse(await world.api('POST', '/api/directory/people', { count: people, organisation, prefix: 'chaos' }));
  const members = await Promise.all((await world.group()).members.map(id => look(world, id)));
  const already = members.filter(member => member.organisation === organisation).map(member => member.userPrincipalName).slice(0, 12);
  const toEnable = new Map(addresses.map((address, n) => [address, ids[n] ?? '']));
  const all = [...addresses, ...already, ...strangers];
  const lines = all.map(address => `${address},Active,User,User,${filler}`);
  return { bytes: ['EmailAddress,Status,MailboxType,AccountType,Notes', ...lines].join('\r\n'), rows: lines.length, toEnable, already, addresses: all };
}

const made = z.object({ addresses: z.array(z.string()), ids: z.array(z.string()) });
const person = z.object({ id: z.string(), userPrincipalName: z.string(), organisation: z.string().nullable() });

const look = async (world: World, key: string) => person.parse(await world.api('GET', `/api/directory/people/${encodeURIComponent(key)}`));
