// Brings the card that counts a notice's deliveries up to date, in the chat of whoever composed it.
import { isDeepStrictEqual } from 'node:util';
import type { Again } from '../jobs/run-job.ts';
import { nonceKey } from '../requests/gather.ts';
import { deliver } from '../requests/save-move.ts';
import type { Services } from '../services.ts';
import { cardNow } from './manage-now.ts';

/** While it is being sent, so that the counting takes no moments from the sending. */
const apartMs = 2_000;

export async function showDelivery(needs: Pick<Services, 'store' | 'clock' | 'settings'>, { noticeId }: { noticeId: string }): Promise<Again> {
  const { store, clock } = needs;
  const machineNow = clock.machine();
  return store.transaction(async tx => {
    const notice = await tx.notices.lock(noticeId);
    const chat = notice && (await tx.conversations.personalOf(notice.composedBy));
    // A draft is a form, which is never redrawn.
    if (!notice || chat === null || notice.state === 'draft') return undefined;
    const sinceMs = machineNow - ((await tx.approvals.drawnAt(noticeId))?.getTime() ?? 0);
    if (notice.state === 'sending' && sinceMs >= 0 && sinceMs < apartMs) return { againAfterMs: apartMs - sinceMs };
    await tx.approvals.drawn(noticeId, new Date(machineNow));
    const content = { is: 'card' as const, card: await cardNow(tx, needs, notice, { key: await nonceKey(tx), personId: notice.composedBy }) };
    const known = await tx.notices.progressPost(noticeId);
    const shown = known === null ? null : await tx.posts.find(known);
    if (shown !== null && isDeepStrictEqual(shown.content, content)) return undefined;
    if (known !== null && (await tx.posts.change(known, content))) return void (await deliver(tx, known));
    // Deleted before anybody was sent it, it needs no card.
    if (notice.state === 'cancelled' && notice.beganAt === null) return undefined;
    const postId = await tx.posts.add({ conversationId: chat.id, subject: 'notice', content, at: clock.calendar() });
    await tx.notices.showsProgressIn(noticeId, postId);
    return void (await deliver(tx, postId));
  });
}
