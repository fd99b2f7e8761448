// How many people an organisation has: one number, asked for once a check.
import { z } from 'zod';
import { read } from './answer.ts';
import type { GraphClient } from './client.ts';
import { attributePath, quoted } from './person.ts';

/** Guests and disabled accounts are not counted: shared mailboxes are disabled as a rule. Least permission: User.Read.All. */
export async function organisationSize(client: GraphClient, attribute: string, code: string): Promise<number> {
  const filter = `${attributePath(attribute)} eq ${quoted(code)} and userType eq 'Member' and accountEnabled eq true`;
  // https://learn.microsoft.com/graph/aad-advanced-queries: $count as a segment needs the header.
  return read(z.number(), await client.get(`/users/$count?$filter=${encodeURIComponent(filter)}`, { ConsistencyLevel: 'eventual' }));
}
