// Whether what Graph does not find is really gone: one copy of the directory may not know for a moment what is there.
import { WorldError } from '../errors.ts';
import type { GraphClient } from './client.ts';
import { readInBatches } from './read-batches.ts';
import { backoffMs } from './retry.ts';

const looks = 3;

/** What `read` answers, asked again while it finds nothing; null where it is not there. */
export async function unlessMissing<T>(client: Pick<GraphClient, 'sleep' | 'random'>, read: () => Promise<T | null>): Promise<T | null> {
  for (let look = 1; ; look++) {
    const found = await read().catch(nullWhereMissing);
    if (found !== null || look === looks) return found;
    await client.sleep(backoffMs(look, client.random));
  }
}

function nullWhereMissing(error: unknown): null {
  if (error instanceof WorldError && error.code === 'Request_ResourceNotFound') return null;
  throw error;
}

/** Those of them who are in the directory. Where that cannot be read, all of them: nobody is called gone on a guess. Least permission: User.Read.All. */
export async function stillThere(client: GraphClient, ids: readonly string[]): Promise<string[]> {
  try {
    const answers = await readInBatches(client, ids.map((id) => ({ method: 'GET', url: `/users/${encodeURIComponent(id)}?$select=id` })));
    return ids.filter((_, n) => answers[n]?.status !== 404);
  } catch (error) {
    if (error instanceof WorldError) return [...ids];
    throw error;
  }
}
