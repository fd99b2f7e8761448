// The last requests to Graph, for people and tests to see.

export type Logged = { at: string; app: string; method: string; path: string; status: number; inBatch: boolean };

const mostKept = 5000;

export function createGraphLog() {
  const requests: Logged[] = [];
  const counts = new Map<string, number>();
  const exchanges = new Map<string, number>();
  const one = (tally: Map<string, number>, key: string): void => void tally.set(key, (tally.get(key) ?? 0) + 1);
  return {
    add(request: Logged): void {
      requests.push(request);
      if (requests.length > mostKept) requests.splice(0, requests.length - mostKept);
      one(counts, `${request.method} ${request.status}`);
    },
    exchange: (kind: string): void => one(exchanges, kind),
    all: (): readonly Logged[] => requests,
    /** By method and status, since the start. */
    counts: (): Record<string, number> => Object.fromEntries(counts),
    /** HTTP requests, a batch being one: by method, or `$batch` and its first item's method. */
    exchanges: (): Record<string, number> => Object.fromEntries(exchanges),
  };
}
export type GraphLog = ReturnType<typeof createGraphLog>;
