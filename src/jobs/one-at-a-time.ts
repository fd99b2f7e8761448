// Many calls at once become one, and none is lost. Pure of what is done.

/** Runs `work` when asked; asked again while it runs, once more afterwards. */
export function oneAtATime(work: () => Promise<void>, onError: (err: unknown) => void) {
  let isWanted = false;
  let isClosed = false;
  let current: Promise<void> | undefined;
  async function untilDone(): Promise<void> {
    while (isWanted && !isClosed) {
      isWanted = false;
      await work().catch(onError);
    }
    current = undefined;
  }
  return {
    now: () => {
      isWanted = true;
      current ??= untilDone();
    },
    close: () => (isClosed = true),
    isClosed: () => isClosed,
    settled: async () => await current,
  };
}
