// The last requests to Graph, for people and tests to see.

export type Logged = { at: string; app: string; method: string; path: string; status: number; inBatch: boolean };

const mostKept = 5000;

export function createGraphLog() {
  const requests: Logged[] = [];
  const counts = new Map<string, number>();
  return {
    add(request: Logged): void {
      requests.push(request);
      if (requests.length > mostKept) requests.splice(0, requests.length - mostKept);
      const key = `${request.method} ${request.status}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    },
    all: (): readonly Logged[] => requests,
    /** By method and status, since the start. */
    counts: (): Record<string, number> => Object.fromEntries(counts),
  };
}
export type GraphLog = ReturnType<typeof createGraphLog>;
