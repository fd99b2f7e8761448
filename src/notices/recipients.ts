// Who a notice goes to, as the roster is now, and when: as each of them has chosen.
import { londonDay } from '../schedule.ts';
import type { Tables } from '../store/tables.ts';
import type { Recipient } from './audience.ts';
import { noticeKinds } from './grid.ts';
import type { Notice } from './notice.ts';
import { byDefault, dueFor, isWanted, type Said } from './preferences.ts';

/** What is merged for one organisation is in no channel, so nobody can read it only there. */
export const saidBy = ({ kind, facts, audience: { channels, merge } }: Pick<Notice, 'kind' | 'facts' | 'audience'>): Said => ({ kind, isUrgent: noticeKinds[kind].isUrgent(facts), isInChannel: channels.length > 0 && merge === null });

/** Nobody twice: somebody who looks after two organisations has one card, with the row of the first. */
export async function recipientsOf(tx: Tables, notice: Pick<Notice, 'kind' | 'facts' | 'audience'>, at: Date): Promise<Recipient[]> {
  const { channels, people, organisations, merge } = notice.audience;
  const inChannels = channels.map((conversationId): Recipient => ({ conversationId, dueAt: at }));
  if (people === 'none') return inChannels;
  const entries = await tx.roster.all(londonDay(at), { primaryOnly: people === 'primary-las', organisations });
  const chosen = await tx.preferences.all();
  const said = saidBy(notice);
  const told = new Map<string, Recipient>();
  for (const { personId, organisation } of entries) {
    const preferences = chosen.get(personId) ?? byDefault;
    if (told.has(personId) || (merge !== null && !Object.hasOwn(merge, organisation)) || !isWanted(preferences, said)) continue;
    told.set(personId, { personId, dueAt: dueFor(preferences, said, at), merge: merge?.[organisation] ?? null });
  }
  return [...inChannels, ...told.values()];
}
