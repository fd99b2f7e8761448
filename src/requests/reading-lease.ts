// Whoever reads an upload holds its lease, renewed by a timer: a reader that waits, for a download, its turn or the database, is alive all the same.
import type { Services } from '../services.ts';

export type RenewalNeeds = Pick<Services, 'store' | 'clock'> & { renewEveryMs?: number };

/** As long as a job's: until then nobody knows that a reader is dead. */
const leaseMs = 8_000;
const usualRenewalMs = leaseMs / 4;
/** Later than most files take to read. Until then only a sweep finds the job; what is left of the lease then rings to the moment. */
export const firstLookMs = leaseMs - 3_000;
/** A reader that the database could not hear has this long to say that it is alive. */
export const speakWithinMs = usualRenewalMs + 1_000;

export const leaseEnd = (clock: RenewalNeeds['clock']): Date => new Date(clock.machine() + leaseMs);

/** The signal that `work` is given says that the process stops, or that the lease is lost: then somebody else has the request, and nothing may be written any more. */
export async function whileHeld<T>({ store, clock, renewEveryMs = usualRenewalMs }: RenewalNeeds, { requestId, owner }: { requestId: string; owner: string }, stopping: AbortSignal, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const lost = new AbortController();
  let isAsking = false;
  const renew = async (): Promise<void> => {
    if (isAsking || stopping.aborted || lost.signal.aborted) return;
    isAsking = true;
    // Where the database does not answer, nothing is known: the next renewal asks again.
    const isHeld = await store.requests.renewLease(requestId, owner, leaseEnd(clock)).catch(() => true);
    isAsking = false;
    if (!isHeld) lost.abort(new Error('The lease was lost.'));
  };
  const heartbeat = setInterval(() => void renew(), renewEveryMs).unref();
  try {
    return await work(AbortSignal.any([stopping, lost.signal]));
  } finally {
    clearInterval(heartbeat);
  }
}
