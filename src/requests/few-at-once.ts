// So many at once and no more; the others wait in the order they came.

export function fewAtOnce(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= most) await new Promise<void>((resolve) => void waiting.push(resolve));
    else running += 1;
    try {
      return await work();
    } finally {
      // Whoever waits takes the place over; otherwise it is free.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}
