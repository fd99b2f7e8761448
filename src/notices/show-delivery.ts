// Brings the card that counts a notice's deliveries up to date, in the chat of whoever composed it.
import { isDeepStrictEqual } from 'node:util';
import type { Again } from '../jobs/run-job.ts';
import { nonceKey } from '../requests/gather.ts';
import { deliver } from '../requests/save-move.ts';
import type { Services } from '../services.ts';
import { cardNow } from './manage-now.ts';

/** While it is being sent. */
const everyMs = 5_000;

export async function showDelivery(needs: Pick<Services, 'store' | 'clock' | 'settings'>, { noticeId }: { noticeId: string }): Promise<Again> {
  const { store, clock } = needs;
  return store.transaction(async tx => {
    const notice = await tx.notices.lock(noticeId);
    const chat = notice && (await tx.conversations.personalOf(notice.composedBy));
    // A draft is a form, which is never redrawn.
    if (!notice || chat === null || notice.state === 'draft') return undefined;
    const content = { is: 'card' as const, card: await cardNow(tx, needs, notice, { key: await nonceKey(tx), personId: notice.composedBy }) };
    const known = await tx.notices.progressPost(noticeId);
    const shown = known === null ? null : await tx.posts.find(known);
    const again = notice.state === 'sending' ? { againAfterMs: everyMs } : undefined;
    if (shown !== null && isDeepStrictEqual(shown.content, content)) return undefined;
    // Deleted before anybody was sent it, it needs no card.
    if (shown === null && notice.state === 'cancelled' && notice.beganAt === null) return undefined;
    const isChanged = shown !== null && (await tx.posts.change(shown.id, content));
    const postId = isChanged ? shown.id : await tx.posts.add({ conversationId: chat.id, subject: 'notice', content, at: clock.calendar() });
    if (!isChanged) await tx.notices.showsProgressIn(noticeId, postId);
    await deliver(tx, postId);
    return again;
  });
}
