// Addresses to people in three passes, each only for what the one before did not find: sign-in name, mail, other addresses.
import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { DirectoryPerson } from '../services.ts';
import { inChunks, type Item } from './batch.ts';
import type { GraphClient } from './client.ts';
import { mostValues, oneOf, quoted, type Found, type PersonReader } from './person.ts';
import { readInBatches } from './read-batches.ts';

type People = Map<string, DirectoryPerson[]>;

/**
 * Everybody each address may mean. A sign-in name is unique in a tenant, and Entra refuses one person's sign-in name as another's
 * address, so somebody found by it is the only answer and the later passes do not look for others. `mail` and other addresses can
 * meet several people: then all of them are given. Costs one HTTP call for each 300 addresses when sign-in names are given.
 */
export async function resolve(client: GraphClient, reader: PersonReader, addresses: readonly string[]): Promise<People> {
  const wanted = [...new Set(addresses.map((address) => address.toLowerCase()))];
  const found: People = new Map(wanted.map((address) => [address, []]));
  const missing = () => wanted.filter((address) => found.get(address)?.length === 0);
  await findBy(client, reader, found, missing(), usersByPrincipalName, ({ principalName }) => principalName);
  await findBy(client, reader, found, missing(), usersByMail, ({ mail }) => mail);
  await findByOtherAddress(client, reader, found, missing());
  return found;
}

/** Least permission: User.Read.All. */
function usersByPrincipalName(reader: PersonReader, addresses: readonly string[]): Item {
  return reader.query(oneOf('userPrincipalName', addresses));
}

/** Least permission: User.Read.All. */
function usersByMail(reader: PersonReader, addresses: readonly string[]): Item {
  return reader.query(oneOf('mail', addresses));
}

/** Least permission: User.Read.All. Lower-case `smtp:` is how other addresses are stored; the comparison ignores case. */
function usersByOtherAddress(reader: PersonReader, address: string): Item {
  return reader.query(`proxyAddresses/any(p:p eq ${quoted(`smtp:${address}`)})`, true);
}

async function findBy(
  client: GraphClient, reader: PersonReader, found: People, addresses: readonly string[],
  query: (reader: PersonReader, addresses: readonly string[]) => Item, nameOf: (one: Found) => string | null,
): Promise<void> {
  const answers = await readInBatches(client, inChunks(addresses, mostValues).map((chunk) => query(reader, chunk)));
  for (const answer of answers) {
    await turnOfTheLoop();
    for (const one of reader.found(answer)) found.get(nameOf(one) ?? '')?.push(one.person);
  }
}

async function findByOtherAddress(client: GraphClient, reader: PersonReader, found: People, addresses: readonly string[]): Promise<void> {
  const answers = await readInBatches(client, addresses.map((address) => usersByOtherAddress(reader, address)));
  addresses.forEach((address, n) => {
    const answer = answers[n];
    if (answer !== undefined) found.set(address, reader.found(answer).map(({ person }) => person));
  });
}
