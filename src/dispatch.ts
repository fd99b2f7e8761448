// Between Teams and the routes: an activity is handled once, saved whole, and what was said first stays said.
import { heardFrom } from './requests/heard-from.ts';
import { loudness } from './errors.ts';
import type { Services, Turn } from './services.ts';
import type { Tables } from './store/tables.ts';

/** What a message comes to: saved in one transaction with the note that the activity was seen; `afterwards` runs after it, outside the turn. */
export type Reaction = { save(tx: Tables): Promise<void>; afterwards?: (signal: AbortSignal) => Promise<void> };

export type Background = {
  run(work: (signal: AbortSignal) => Promise<void>): void;
  /** Stops what runs and waits for it. */
  stop(): Promise<void>;
};

/** Work that a turn started and does not wait for. */
export function background(log: Services['log']): Background {
  const running = new Set<Promise<void>>();
  const stopping = new AbortController();
  return {
    run(work) {
      const promise = work(stopping.signal)
        .catch((error: unknown) => log[loudness(error)]({ err: error }, 'work after a turn failed'))
        .finally(() => running.delete(promise));
      running.add(promise);
    },
    async stop() {
      stopping.abort();
      await Promise.all(running);
    },
  };
}

/** Teams repeats activities; only the first one has an effect. */
export async function react({ store, clock }: Pick<Services, 'store' | 'clock'>, turn: Turn, reaction: Reaction, after: Background): Promise<void> {
  const isNew = await store.transaction(async tx => {
    if (!(await tx.activities.isNew(turn.conversation.id, turn.activityId, clock.machine()))) return false;
    await heardFrom(tx, turn.conversation, clock.calendar());
    await reaction.save(tx);
    return true;
  });
  if (isNew && reaction.afterwards) after.run(reaction.afterwards);
}
