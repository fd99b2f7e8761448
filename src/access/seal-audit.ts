// Seals the heads of the audit chains into the second chain, a minute after something was decided.
import type { Services } from '../services.ts';

export async function sealAudit({ store, clock }: Pick<Services, 'store' | 'clock'>): Promise<undefined> {
  await store.transaction(tx => tx.audit.seal(clock.calendar()));
}
