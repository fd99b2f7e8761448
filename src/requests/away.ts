// Says on the cards, once, that the directory does not answer and that work goes on by itself; and takes it back when it answers.
import type { Services } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { redraw } from './save-move.ts';
import type { ServiceRequest } from './service-request.ts';

export async function sayAway({ store, clock }: Pick<Services, 'store' | 'clock'>, requestId: string): Promise<void> {
  await store.transaction(async tx => {
    const now = await tx.requests.lock(requestId);
    if (now !== null) await setAway(tx, now, clock.calendar());
  });
}

/** The request is locked. `since` is null where the directory answers. */
export async function setAway(tx: Tables, now: ServiceRequest, since: Date | null): Promise<void> {
  if (!['in-progress', 'confirming'].includes(now.status) || (now.triesAgainAt === null) === (since === null)) return;
  await tx.requests.save({ ...now, triesAgainAt: since });
  await redraw(tx, now.id);
}
