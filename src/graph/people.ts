// People by object id: the same facts again, when they may have changed since the check.
import type { DirectoryPerson } from '../services.ts';
import { inChunks, type Item } from './batch.ts';
import type { GraphClient } from './client.ts';
import { mostValues, oneOf, type PersonReader } from './person.ts';
import { readInBatches } from './read-batches.ts';

/**
 * Those who are gone are missing from the answer. A list is read from an index, which can be behind: whoever is not in it is asked for alone,
 * so that nobody is called gone for being late.
 */
export async function people(client: GraphClient, reader: PersonReader, ids: readonly string[]): Promise<Map<string, DirectoryPerson>> {
  const answers = await readInBatches(client, inChunks([...new Set(ids)], mostValues).map((chunk) => usersById(reader, chunk)));
  const found = new Map(answers.flatMap((answer) => reader.found(answer)).map(({ person }) => [person.id, person]));
  const missing = [...new Set(ids)].filter((id) => !found.has(id));
  for (const answer of await readInBatches(client, missing.map((id) => reader.byId(id)))) {
    const one = reader.one(answer);
    if (one !== null) found.set(one.person.id, one.person);
  }
  return found;
}

/** Least permission: User.Read.All. */
function usersById(reader: PersonReader, ids: readonly string[]): Item {
  return reader.query(oneOf('id', ids));
}
