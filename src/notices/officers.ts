// Communications officers whom LA Desk can reach in their own chats.
import { ownChat } from '../requests/own-chat.ts';
import type { Conversation, Services } from '../services.ts';

/** More would be a crowd told what one of them does. */
const mostTold = 20;

/** Asks the directory and Teams, so in no transaction. */
export async function chatsOfOfficers(needs: Pick<Services, 'store' | 'messenger' | 'directory' | 'settings'>): Promise<{ personId: string; chat: Conversation }[]> {
  const group = needs.settings.COMMUNICATIONS_GROUP;
  const officers = group === undefined ? [] : await needs.directory.memberIds(group, mostTold);
  const chats = await Promise.all(officers.map(async personId => ({ personId, chat: await ownChat(needs, { personId, teamsUserId: null }) })));
  return chats.flatMap(({ personId, chat }) => (chat === null ? [] : [{ personId, chat }]));
}
