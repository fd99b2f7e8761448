// Wakes whoever waits for a change: the long polls.

export type Bell = { ring: () => void; wait: (ms: number, hangUp: AbortSignal) => Promise<void> };

export function createBell(): Bell {
  const listeners = new Set<() => void>();
  return {
    ring: () => {
      for (const listener of [...listeners]) listener();
    },
    /** Resolves at the next ring, after `ms`, or when the caller hangs up. */
    wait: (ms, hangUp) => new Promise(resolve => {
      const done = (): void => {
        clearTimeout(timer);
        listeners.delete(done);
        hangUp.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, ms);
      hangUp.addEventListener('abort', done);
      listeners.add(done);
    }),
  };
}
