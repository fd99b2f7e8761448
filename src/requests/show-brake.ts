// All changes were stopped, or go on: the cards of each request that still has people to change say so.
import type { Services } from '../services.ts';
import { isBrakedBy } from './brake.ts';
import { redraw } from './save-move.ts';

/** Runs as often as it likes: cards are drawn from the present state. */
export async function showBrake({ store, settings }: Pick<Services, 'store' | 'settings'>): Promise<undefined> {
  for (const { id } of (await store.requests.allOpen()).filter(isBrakedBy))
    await store.transaction(async tx => {
      // A resolver may be typing why they reject it. That nobody is changed, or somebody again, comes before that.
      await tx.posts.formOpen(id, settings.RESOLVER_CHANNEL, null);
      await redraw(tx, id);
    });
}
