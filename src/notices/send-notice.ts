// Sends a notice: what waits is said, and cards that are behind are brought up to date, by as many processes as work. Who has which delivery is leased.
// Intent before each call; a delivery whose answer was lost, or whose process died meanwhile, is unknown, and never repeated by itself.
import { randomUUID } from 'node:crypto';
import type { Again } from '../jobs/run-job.ts';
import { nonceKey } from '../requests/gather.ts';
import type { Services } from '../services.ts';
import { deliveriesOf } from './deliveries-of.ts';
import { fanOut } from './fan-out.ts';
import { advanceNotice } from './notice.ts';
import { cancelWhatWaits, saveNotice } from './save-notice.ts';

type Needs = Pick<Services, 'store' | 'messenger' | 'clock' | 'log'>;

/** Then another notice has its turn. */
const turnMs = 10_000;
const soonMs = 250;

export async function sendNotice(needs: Needs, { noticeId }: { noticeId: string }, { signal }: { signal: AbortSignal }): Promise<Again> {
  const { store, clock } = needs;
  const notice = await store.notices.find(noticeId);
  if (notice?.beganAt == null) return undefined;
  const lost = await store.deliveries.lapse(noticeId, new Date(clock.machine()), clock.calendar());
  if (lost > 0) needs.log.warn({ noticeId, lost }, 'the answers to deliveries were lost: each may or may not be there, and is not repeated');
  const source = deliveriesOf(needs, noticeId, { owner: randomUUID(), key: await nonceKey(store) });
  const heldMs = await fanOut(needs, source, { signal, endsAt: clock.machine() + turnMs });
  await store.jobs.add({ name: 'show-delivery', key: noticeId, payload: { noticeId } });
  return heldMs > 0 ? { againAfterMs: heldMs } : afterTurn(needs, noticeId);
}

/** Whoever waits for a try, rests, or is under way elsewhere is come back for; with nobody left it is sent. */
async function afterTurn(needs: Needs, noticeId: string): Promise<Again> {
  const { store, clock } = needs;
  const now = clock.calendar();
  const { isOpen, dueAt, againAt } = await store.deliveries.rest(noticeId, now, new Date(clock.machine()));
  const afterMs = againAt === null ? null : againAt.getTime() - clock.machine();
  // Due now: a notice that waits longer goes first.
  if (afterMs !== null) return afterMs > 0 ? { againAfterMs: Math.max(afterMs, soonMs) } : { againAt: now };
  if (dueAt !== null) return { againAt: dueAt };
  await finish(needs, noticeId, isOpen);
  return undefined;
}

async function finish({ store, clock }: Needs, noticeId: string, isOpen: boolean): Promise<void> {
  await store.transaction(async tx => {
    const notice = await tx.notices.lock(noticeId);
    // Given back by a process that had begun with them before.
    if (notice && isOpen) await cancelWhatWaits(tx, notice, clock.calendar());
    const sent = notice && !isOpen ? advanceNotice(notice, { is: 'all-sent' }, clock.calendar()) : null;
    if (sent) await saveNotice(tx, { clock }, sent, { actorId: 'la-desk', action: 'notice-sent' });
  });
}
