// A second communications officer approves a notice, or declines it with words. They are asked in their own chats, and may ask for what waits.
import type { Again } from '../jobs/run-job.ts';
import { nonceKey } from '../requests/gather.ts';
import { ownChat } from '../requests/own-chat.ts';
import { deliver } from '../requests/save-move.ts';
import type { Conversation, Services } from '../services.ts';
import { draftOf } from './manage-now.ts';
import { approvalCard, seenOf } from './compose-draft.ts';

type Needs = Pick<Services, 'store' | 'directory' | 'messenger' | 'settings' | 'clock'>;

/** More would be a crowd asked for one signature. */
const mostAsked = 20;

/** Whoever can be reached; the others type "approvals". Asked once for what they see: changed since, they are asked again. */
export async function askApproval(needs: Needs, { noticeId }: { noticeId: string }): Promise<Again> {
  const { store, directory, settings, clock } = needs;
  const asked = await store.notices.find(noticeId);
  if (asked?.state !== 'awaiting-approval' || settings.COMMUNICATIONS_GROUP === undefined) return undefined;
  const officers = (await directory.memberIds(settings.COMMUNICATIONS_GROUP, mostAsked)).filter(id => id !== asked.composedBy);
  const chats: { personId: string; chat: Conversation }[] = [];
  for (const personId of officers) {
    const chat = await ownChat(needs, { personId, teamsUserId: null });
    if (chat !== null) chats.push({ personId, chat });
  }
  await store.transaction(async tx => {
    const notice = await tx.notices.lock(noticeId);
    if (notice?.state !== 'awaiting-approval') return;
    const key = await nonceKey(tx);
    for (const { personId, chat } of chats) {
      if (await tx.approvals.isAsked(noticeId, personId, seenOf(notice))) continue;
      await tx.conversations.remember(chat, clock.calendar());
      const card = approvalCard(await draftOf(tx, needs, notice, { key, personId }));
      const postId = await tx.posts.add({ conversationId: chat.id, subject: 'approval', content: { is: 'card', card }, at: clock.calendar() });
      await tx.approvals.asked({ noticeId, personId, seen: seenOf(notice), postId });
      await deliver(tx, postId);
    }
  });
  return undefined;
}
