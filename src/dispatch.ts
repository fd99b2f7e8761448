// Between Teams and the routes: an activity is handled once, saved whole, and what was said first stays said.
import type { Content } from './cards.ts';
import { heardFrom } from './requests/heard-from.ts';
import { say } from './requests/save-move.ts';
import { loudness } from './errors.ts';
import type { Services, Turn } from './services.ts';
import type { Tables } from './store/tables.ts';

/** What a message comes to: one thing said; or what is saved in one transaction with the note that the activity was seen, and `afterwards`, which runs after it, outside the turn. */
export type Reaction = { say: Content } | { save(tx: Tables): Promise<void>; afterwards?: (signal: AbortSignal) => Promise<void> };

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
  const { activityId, conversation } = turn;
  if ('say' in reaction && (await store.answers.say({ conversation, activityId, content: reaction.say, at: clock.calendar() }))) return;
  const isNew = await store.transaction(async tx => {
    if (!(await tx.activities.isNew(conversation.id, activityId, clock.machine()))) return false;
    await heardFrom(tx, conversation, clock.calendar());
    if ('say' in reaction) await say(tx, conversation.id, reaction.say, clock.calendar());
    else await reaction.save(tx);
    return true;
  });
  if (isNew && !('say' in reaction) && reaction.afterwards) after.run(reaction.afterwards);
}
