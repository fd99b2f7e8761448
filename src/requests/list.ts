// The people a check would change: read in pages, and hashed, so that an approval is bound to exactly them.
import { createHash } from 'node:crypto';
import type { Tables } from '../store/tables.ts';

/** SHA-256 over the object ids of those who would change, in order: what an approval is bound to. */
export async function hashOfList(store: Tables, requestId: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const page of peoplePages(store, requestId)) hash.update(`${page.join('\n')}\n`);
  return hash.digest('hex');
}

export async function* peoplePages(store: Tables, requestId: string, pageSize = 5_000): AsyncGenerator<string[]> {
  for (let after = ''; ; ) {
    const page = await store.rows.people(requestId, after, pageSize);
    const last = page.at(-1);
    if (last === undefined) return;
    yield page;
    after = last;
  }
}
