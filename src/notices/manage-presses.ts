// What communications officers do with a notice that is on its way or out: pause, resume, cancel, resend, withdraw. Each press is decided on the notice as it is then.
import { z } from 'zod';
import type { DeskVerb } from '../access/permissions.ts';
import { show } from '../requests/desk-press.ts';
import { plainCard } from '../requests/help-cards.ts';
import { closeApproval } from './compose-asked.ts';
import { aboutInMarkdown } from './compose-form.ts';
import { countsOf } from './counting.ts';
import { cardNow } from './manage-now.ts';
import { onNotice, type NoticeNeeds as Needs } from './manage-press.ts';
import { noticeKinds } from './grid.ts';
import { advanceNotice, type NoticeEvent } from './notice.ts';
import { quietUntil } from './quiet-hours.ts';
import { saveNotice } from './save-notice.ts';

const anything = z.looseObject({});

/** What a press alone decides. Where it cannot happen any more, the card shows what is so now. */
const moves = (verb: DeskVerb, event: NoticeEvent, action: string) =>
  onNotice(verb, anything, async (tx, needs: Needs, { notice, reader, at }) => {
    const moved = advanceNotice(notice, event, at);
    if (moved !== null) await saveNotice(tx, needs, moved, { actorId: reader.personId, action });
    return show(await cardNow(tx, needs, moved ?? notice, reader));
  });

export const pause = moves('notice.pause', { is: 'paused' }, 'notice-paused');
export const resume = moves('notice.resume', { is: 'resumed' }, 'notice-resumed');
export const sendNow = moves('notice.send-now', { is: 'brought-forward' }, 'notice-brought-forward');
export const withdraw = moves('notice.withdraw', { is: 'withdrawn' }, 'notice-withdrawn');

export const showNotice = onNotice('notice.show', anything, async (tx, needs: Needs, { notice, reader }) => show(await cardNow(tx, needs, notice, reader)));

/** Fewer wait than the button named while it is being sent; more would be more than was asked for. */
export const cancel = onNotice('notice.cancel', z.looseObject({ waiting: z.coerce.number().int() }), async (tx, needs: Needs, { notice, reader, inputs, at }) => {
  const { waiting } = countsOf(await tx.deliveries.counts(notice.id));
  const cancelled = waiting <= inputs.waiting && (notice.beganAt === null) === (inputs.waiting === 0) ? advanceNotice(notice, { is: 'cancelled' }, at) : null;
  if (cancelled === null) return show(await cardNow(tx, needs, notice, reader, 'Nothing was cancelled: it is as you see now.'));
  await closeApproval(tx, notice.id, plainCard(`Cancelled: ${aboutInMarkdown(notice, at)}`, 'Nobody was sent it.'));
  await saveNotice(tx, needs, cancelled, { actorId: reader.personId, action: 'notice-cancelled', detail: { waiting } });
  return show(await cardNow(tx, needs, cancelled, reader));
});

const counted = z.looseObject({ count: z.coerce.number().int().min(1) });

/** To those alone, as many as the button named. */
const resends = (verb: 'notice.resend-failed' | 'notice.resend-unknown', state: 'failed' | 'unknown') =>
  onNotice(verb, counted, async (tx, needs: Needs, { notice, reader, inputs, at }) => {
    const count = countsOf(await tx.deliveries.counts(notice.id))[state];
    const more = count === inputs.count ? advanceNotice(notice, { is: 'more' }, at) : null;
    if (more === null) return show(await cardNow(tx, needs, notice, reader, 'Nothing was sent again: it is as you see now.'));
    await tx.deliveries.again(notice.id, state, { at, quietUntil: noticeKinds[notice.kind].isUrgent(notice.facts) ? at : quietUntil(at) });
    await saveNotice(tx, needs, more, { actorId: reader.personId, action: `notice-resent-${state}`, detail: { count } });
    return show(await cardNow(tx, needs, more, reader));
  });

export const resendFailed = resends('notice.resend-failed', 'failed');
export const resendUnknown = resends('notice.resend-unknown', 'unknown');
