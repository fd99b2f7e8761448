// The last requests to the connector and what they were answered, for people and tests to see.

/** `at`: machine time it arrived. `isLost`: done, and the connection was cut. */
export type Logged = { at: number; method: string; conversation: string | null; activity: string | null; status: number; isLost: boolean; retryAfter: string | null };

const mostKept = 5000;

export function createConnectorLog() {
  const requests: Logged[] = [];
  return {
    add(request: Logged): void {
      requests.push(request);
      if (requests.length > mostKept) requests.splice(0, requests.length - mostKept);
    },
    all: (): readonly Logged[] => requests,
  };
}
export type ConnectorLog = ReturnType<typeof createConnectorLog>;
