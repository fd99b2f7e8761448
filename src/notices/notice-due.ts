// What follows by itself at a notice's own times: a countdown is said, a late update is admitted, an author is asked what came of it.
import type { Again } from '../jobs/run-job.ts';
import { nonceKey } from '../requests/gather.ts';
import type { Services } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { noticeKinds } from './grid.ts';
import type { Due } from './kind.ts';
import { advanceNotice, isOut, type Notice } from './notice.ts';
import { remindAuthor } from './remind-author.ts';
import { saveAndAlert, saveNotice } from './save-notice.ts';

type Needs = Pick<Services, 'store' | 'clock' | 'log'>;

/** Twice or late, it does what is due once: the facts say what was done. */
export async function noticeDue(needs: Needs, { noticeId }: { noticeId: string }): Promise<Again> {
  const key = await nonceKey(needs.store);
  return needs.store.transaction(async tx => {
    const notice = await tx.notices.lock(noticeId);
    if (notice?.beganAt == null || !isOut(notice)) return undefined;
    const [kind, at] = [noticeKinds[notice.kind], needs.clock.calendar()];
    const next = kind.nextDue(notice.facts, notice.beganAt);
    if (next === null) return undefined;
    if (next > at) return { againAt: next };
    await carryOut(tx, needs, notice, kind.due(notice.facts, at, notice.beganAt), key);
    return undefined;
  });
}

async function carryOut(tx: Tables, needs: Needs, notice: Notice, { facts, redraw, alert, remind, skipped }: Due, key: string): Promise<void> {
  const changed = (redraw ? advanceNotice(notice, { is: 'changed', facts }, needs.clock.calendar()) : null) ?? { ...notice, facts };
  const entry = { actorId: 'la-desk', action: 'notice-due', detail: { skipped: [...skipped] } };
  if (skipped.length > 0) needs.log.warn({ notice: notice.id, skipped }, 'reminders of a notice came too late and were not sent');
  if (alert === null) await saveNotice(tx, needs, changed, entry);
  else await saveAndAlert(tx, needs, changed, alert.words, entry, alert.to);
  if (remind !== null) await remindAuthor(tx, needs, changed, remind, key);
}
