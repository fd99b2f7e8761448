// The chat where only one person reads what LA Desk says.
import type { Answer, Conversation, Press, Services } from '../services.ts';

type Needs = Pick<Services, 'store' | 'messenger'>;

/** Started where there is none yet; null where LA Desk is not installed for them. `teamsUserId` (29:...), where it is known: what is said to them in a channel is found by it. */
export async function ownChat({ store, messenger }: Needs, { personId, teamsUserId }: { personId: string; teamsUserId: string | null }): Promise<Conversation | null> {
  const chat = (await store.conversations.personalOf(personId)) ?? (await messenger.startPersonal(personId));
  return chat && { ...chat, teamsUserId: chat.teamsUserId ?? teamsUserId };
}

/** That of whoever pressed, wherever they did. */
export const chatOf = async (needs: Needs, { conversation, personId }: Press): Promise<Conversation | null> =>
  conversation.kind === 'personal' ? conversation : ownChat(needs, { personId, teamsUserId: null });

/** Where there is none. `what` they pressed for: "get files". */
export const addApp = (what: string): Extract<Answer, { message: string }> => ({ message: `To ${what}, add LA Desk under Apps and send it hello. Then press again.` });

/** Forms stand in a card's place, and what is typed there or answered is for one person: not in a channel. */
export const inOwnChat = { message: 'Press it on the card in your personal chat with LA Desk.' };
