// A process that dies at one of its statements or calls: from then on nothing of it happens any more.
import type { Services } from '../../src/services.ts';

/** Dies at its nth statement or call; `isDone`: just after that was done, and before it heard of it. */
export type Life = { after: number; isDone: boolean };

class Dead extends Error {}

export function dying(services: Services, { after, isDone }: Life): { services: Services; tally: { begun: number; ended: number } } {
  let steps = 0;
  const tally = { begun: 0, ended: 0 };

  async function step<T>(work: () => Promise<T>): Promise<T> {
    steps += 1;
    const mine = steps;
    if (mine > after || (mine === after && !isDone)) throw new Dead();
    const result = await work();
    if (mine === after) throw new Dead();
    return result;
  }

  const wrapped = <O extends object>(of: O): O => new Proxy(of, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (...given: unknown[]) => step(async () => (await Reflect.apply(value, target, given)) as unknown) : value;
    },
  });

  const { store, messenger } = services;
  const deliveries = wrapped({
    ...store.deliveries,
    begin: async (...given: Parameters<typeof store.deliveries.begin>) => {
      const begun = await store.deliveries.begin(...given);
      tally.begun += begun.size;
      return begun;
    },
    end: async (...given: Parameters<typeof store.deliveries.end>) => {
      await store.deliveries.end(...given);
      tally.ended += given[0].length;
    },
  });
  return {
    tally,
    services: {
      ...services,
      messenger: wrapped(messenger),
      store: { ...store, deliveries, notices: wrapped(store.notices), conversations: wrapped(store.conversations), jobs: wrapped(store.jobs), transaction: work => step(() => store.transaction(work)) },
    },
  };
}
