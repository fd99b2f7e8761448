// The chat where only one person reads what LA Desk says.
import type { Conversation, Services } from '../services.ts';

type Needs = Pick<Services, 'store' | 'messenger'>;

/** Started where there is none yet; null where LA Desk is not installed for them. `teamsUserId` (29:...), where it is known: what is said to them in a channel is found by it. */
export async function ownChat({ store, messenger }: Needs, { personId, teamsUserId }: { personId: string; teamsUserId: string | null }): Promise<Conversation | null> {
  const chat = (await store.conversations.personalOf(personId)) ?? (await messenger.startPersonal(personId));
  return chat && { ...chat, teamsUserId: chat.teamsUserId ?? teamsUserId };
}
