// Many small pieces of work by few statements: while one is under way, whatever comes meanwhile waits together for the next.

export function batched<T, R>(work: (items: readonly T[]) => Promise<R>): (item: T) => Promise<R> {
  let waiting: T[] = [];
  let next: Promise<R> | null = null;
  let before: Promise<unknown> = Promise.resolve();

  function begin(): Promise<R> {
    const items = waiting;
    waiting = [];
    next = null;
    return work(items);
  }

  return (item) => {
    waiting.push(item);
    next ??= before.then(begin, begin);
    before = next;
    return next;
  };
}
