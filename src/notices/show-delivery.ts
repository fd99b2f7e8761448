// Brings the card that counts a notice's deliveries up to date, in the chat of whoever composed it.
import { isDeepStrictEqual } from 'node:util';
import type { Again } from '../jobs/run-job.ts';
import { deliver } from '../requests/save-move.ts';
import type { Services } from '../services.ts';
import { countsOf } from './counting.ts';
import { deliveryCard } from './delivery-card.ts';

/** While it is being sent. */
const everyMs = 2_000;

export async function showDelivery({ store, clock }: Pick<Services, 'store' | 'clock'>, { noticeId }: { noticeId: string }): Promise<Again> {
  return store.transaction(async tx => {
    const notice = await tx.notices.lock(noticeId);
    const chat = notice && (await tx.conversations.personalOf(notice.composedBy));
    if (!notice || chat === null || notice.state === 'draft') return undefined;
    const counted = await tx.deliveries.counts(noticeId);
    const acknowledged = (await tx.notices.presses(noticeId)).find(({ what }) => what === 'ack')?.people ?? 0;
    const content = { is: 'card' as const, card: deliveryCard(notice, counted, countsOf(counted, acknowledged), clock.calendar()) };
    const known = await tx.notices.progressPost(noticeId);
    const shown = known === null ? null : await tx.posts.find(known);
    const again = notice.state === 'sending' ? { againAfterMs: everyMs } : undefined;
    if (shown !== null && isDeepStrictEqual(shown.content, content)) return undefined;
    const isChanged = shown !== null && (await tx.posts.change(shown.id, content));
    const postId = isChanged ? shown.id : await tx.posts.add({ conversationId: chat.id, subject: 'notice', content, at: clock.calendar() });
    if (!isChanged) await tx.notices.showsProgressIn(noticeId, postId);
    await deliver(tx, postId);
    return again;
  });
}
