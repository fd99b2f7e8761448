// Who waits for an answer goes before files that are being read: how many wait in this process now.

/** Whoever waits longer waits for something else than this process: Teams, or the pace of posts. */
const mostMs = 2_000;
let waiting = 0;

export const isSomebodyWaiting = (): boolean => waiting > 0;

export async function peopleFirst<T>(answer: () => Promise<T>): Promise<T> {
  let isCounted = true;
  const stop = (): void => {
    if (isCounted) waiting -= 1;
    isCounted = false;
  };
  waiting += 1;
  const timer = setTimeout(stop, mostMs).unref();
  try {
    return await answer();
  } finally {
    clearTimeout(timer);
    stop();
  }
}
