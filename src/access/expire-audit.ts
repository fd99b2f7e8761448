// Deletes what the audit trail has kept for 12 months, a chain at a time; each deletion is sealed, so that what is left still proves itself.
import type { Again } from '../jobs/run-job.ts';
import { nextAt } from '../schedule.ts';
import type { Services } from '../services.ts';

/** A run is short, so that what people wait for comes between. */
const chainsAtATime = 25;
const apartMs = 1_000;

export async function expireAudit({ store, clock, log }: Pick<Services, 'store' | 'clock' | 'log'>): Promise<Again> {
  const at = clock.calendar();
  let deleted = 0;
  for (const chain of await store.audit.old(at, chainsAtATime)) {
    if (await store.transaction(tx => tx.audit.expire(chain, at))) deleted += 1;
    else log.error({ requestId: chain.request_id }, 'an old chain of the audit trail is not whole, so it is not deleted: run "npm run audit -- verify"');
  }
  // Those that stay because they are not whole are looked at again tomorrow, and hold up nobody else: they are the oldest.
  return deleted === chainsAtATime ? { againAfterMs: apartMs } : { againAt: nextAt(at, '06:00') };
}
