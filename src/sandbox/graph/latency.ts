// How long Graph takes: a settled time for each request, and more for each item of a batch.
import type { World } from '../world/world.ts';

export type Latency = {
  /** Machine time at which a request with so many items is done. */
  end: (items: number) => number;
  /** Waits until then. */
  pass: (items: number) => Promise<void>;
};

/** From now, as the faults are set now. */
export function latencyOf({ clock, faults }: Pick<World, 'clock' | 'faults'>): Latency {
  const { graphRequestMs, graphBatchItemMs } = faults.get();
  const from = clock.machine() + graphRequestMs;
  const end = (items: number) => from + items * graphBatchItemMs;
  return {
    end,
    pass: items => pause(end(items) - clock.machine()),
  };
}

export const pause = async (ms: number): Promise<void> => {
  if (ms > 0) await new Promise(resolve => setTimeout(resolve, ms));
};
