// Who a notice goes to, as the roster is now.
import { londonDay } from '../schedule.ts';
import type { Tables } from '../store/tables.ts';
import type { Recipient } from './audience.ts';
import type { Notice } from './notice.ts';

/** Nobody twice: somebody who looks after two organisations has one card, with the row of the first. */
export async function recipientsOf(tx: Tables, { audience }: Notice, at: Date): Promise<Recipient[]> {
  const { channels, people, organisations, merge } = audience;
  const inChannels = channels.map((conversationId): Recipient => ({ conversationId, dueAt: at }));
  if (people === 'none') return inChannels;
  const entries = await tx.roster.all(londonDay(at), { primaryOnly: people === 'primary-las', organisations });
  const told = new Map<string, Recipient>();
  for (const { personId, organisation } of entries) {
    if (merge !== null && !Object.hasOwn(merge, organisation)) continue;
    if (!told.has(personId)) told.set(personId, { personId, dueAt: at, merge: merge?.[organisation] ?? null });
  }
  return [...inChannels, ...told.values()];
}
