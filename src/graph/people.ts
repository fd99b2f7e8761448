// People by object id: the same facts again, when they may have changed since the check.
import type { DirectoryPerson } from '../services.ts';
import { inChunks, type Item } from './batch.ts';
import type { GraphClient } from './client.ts';
import { mostValues, oneOf, type PersonReader } from './person.ts';
import { readInBatches } from './read-batches.ts';

/** Those who are gone are missing from the answer. */
export async function people(client: GraphClient, reader: PersonReader, ids: readonly string[]): Promise<Map<string, DirectoryPerson>> {
  const answers = await readInBatches(client, inChunks([...new Set(ids)], mostValues).map((chunk) => usersById(reader, chunk)));
  return new Map(answers.flatMap((answer) => reader.found(answer)).map(({ person }) => [person.id, person]));
}

/** Least permission: User.Read.All. */
function usersById(reader: PersonReader, ids: readonly string[]): Item {
  return reader.query(oneOf('id', ids));
}
