// A second communications officer approves a notice, or declines it with words. They are asked in their own chats, and may ask for what waits.
import type { Again } from '../jobs/run-job.ts';
import { nonceKey } from '../requests/gather.ts';
import { deliver } from '../requests/save-move.ts';
import type { Services } from '../services.ts';
import { draftOf } from './manage-now.ts';
import { approvalCard, seenOf } from './compose-draft.ts';
import { chatsOfOfficers } from './officers.ts';

type Needs = Pick<Services, 'store' | 'directory' | 'messenger' | 'settings' | 'clock'>;

/** Whoever can be reached; the others type "approvals". Asked once for what they see: changed since, they are asked again. */
export async function askApproval(needs: Needs, { noticeId }: { noticeId: string }): Promise<Again> {
  const { store, clock } = needs;
  const asked = await store.notices.find(noticeId);
  if (asked?.state !== 'awaiting-approval') return undefined;
  const others = (await chatsOfOfficers(needs)).filter(({ personId }) => personId !== asked.composedBy);
  await store.transaction(async tx => {
    const notice = await tx.notices.lock(noticeId);
    if (notice?.state !== 'awaiting-approval') return;
    const key = await nonceKey(tx);
    for (const { personId, chat } of others) {
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
