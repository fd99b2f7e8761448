// Jobs that follow a request by the calendar: closing, forgetting, an upload that nobody finished.
import type { Again } from '../jobs/run-job.ts';
import { nudgeAt } from '../schedule.ts';
import type { Services } from '../services.ts';
import { formatDateTime } from '../words.ts';
import { advance } from './lifecycle.ts';
import { speakWithinMs } from './reading-lease.ts';
import { saveMove, say } from './save-move.ts';
import { keptForDays, reference } from './service-request.ts';

type ById = { requestId: string };

/** Three calendar days after it was resolved. Only this closes a request. */
export async function closeRequest(needs: Pick<Services, 'store' | 'clock' | 'settings'>, { requestId }: ById): Promise<Again> {
  return needs.store.transaction(async tx => {
    const request = await tx.requests.lock(requestId);
    const move = request && advance(request, { is: 'closing-time' }, needs.clock.calendar());
    if (move) await saveMove(tx, needs, move, { actorId: 'la-desk', action: 'closed' });
    // Before its time: a job that is done would be gone, and nothing else ever closes it.
    return !move && request?.status === 'resolved' && request.closesAt !== null ? { againAt: request.closesAt } : undefined;
  });
}

/** A day before it closes: a new line, since a card that changes alerts nobody. */
export async function nudgeClosing(needs: Pick<Services, 'store' | 'clock'>, { requestId }: ById): Promise<Again> {
  return needs.store.transaction(async tx => {
    const request = await tx.requests.lock(requestId);
    const at = needs.clock.calendar();
    if (request?.status !== 'resolved' || request.closesAt === null || request.nudgedAt !== null) return undefined;
    if (at < nudgeAt(request.closesAt)) return { againAt: nudgeAt(request.closesAt) };
    await tx.requests.save({ ...request, nudgedAt: at });
    const reopen = request.kind === 'enable-mfa' ? 'If something is not right, re-open it on its card before then.' : 'If something is not right, ask again.';
    await say(tx, request.conversationId, { is: 'text', text: `${reference(request)} closes on ${formatDateTime(request.closesAt)}. ${reopen}` }, at, requestId);
    return undefined;
  });
}

/** Nothing is left to do, or nothing was done with a check, and 30 days are over: addresses, numbers and cards go, the audit trail stays. */
export async function forgetRequest({ store, clock }: Pick<Services, 'store' | 'clock'>, { requestId }: ById): Promise<Again> {
  await store.transaction(async tx => {
    const request = await tx.requests.lock(requestId);
    if (request === null || !['choosing', 'checked', 'dropped', 'closed', 'withdrawn', 'rejected'].includes(request.status)) return;
    await tx.requests.forget(requestId);
    await tx.tickets.forgetNumber(requestId);
    // What was said about no request, for example help and lists of requests.
    await tx.posts.forgetSaid(new Date(clock.calendar().getTime() - keptForDays * 86_400_000));
  });
  return undefined;
}

/** A process took an upload and did not finish: its rows go, and the person is asked for the file again. */
export async function watchUpload(needs: Pick<Services, 'store' | 'clock' | 'settings'>, { requestId }: ById): Promise<Again> {
  return needs.store.transaction(async tx => {
    const request = await tx.requests.lock(requestId);
    if (request?.status !== 'receiving') return undefined;
    const until = await tx.requests.leaseUntil(requestId);
    const leftMs = (until?.getTime() ?? 0) - needs.clock.machine();
    if (leftMs > 0) return { againAfterMs: leftMs + 100 };
    // The database may have been away, and this is the first to reach it again: a reader that lives renews its lease before the next look.
    if (until !== null && (await tx.requests.doubtLease(requestId))) return { againAfterMs: speakWithinMs };
    await tx.rows.deleteAll(requestId);
    const move = advance(request, { is: 'dropped', reason: 'lapsed' }, needs.clock.calendar());
    if (move) await saveMove(tx, needs, move, { actorId: 'la-desk', action: 'upload-lapsed' });
    return undefined;
  });
}
