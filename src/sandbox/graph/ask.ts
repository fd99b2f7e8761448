// One request to Graph, alone or as an item of a batch, and its answer.

export type Ask = {
  method: string;
  /** Below the version: /users/... */
  path: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Record<string, string | undefined>;
  /** Parsed JSON; undefined where there is none. */
  body: unknown;
  /** Application id. */
  app: string;
  roles: readonly string[];
  /** What the paths of next links begin with: http://127.0.0.1:3979/graph/v1.0 */
  base: string;
  params: Record<string, string>;
  /** Machine time until which this one keeps Graph busy: a write holds its group so long. */
  busyUntil: number;
  /** Its place in a batch, from 1; left out where it came alone. */
  item?: number;
};

export type Reply = {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** As text/plain, not JSON. */
  text?: string;
  /** It is done, but the caller never hears. */
  lost?: boolean;
  /** Of an item: its answer is not in the batch's. */
  isMissing?: boolean;
  /** Not answered until the caller hangs up. */
  isHeld?: boolean;
};

export type Operation = (ask: Ask) => Reply | Promise<Reply>;

/** Advanced queries need both. https://learn.microsoft.com/graph/aad-advanced-queries */
export const isAdvanced = (ask: Ask): boolean => isEventual(ask) && ask.query.get('$count') === 'true';
export const isEventual = (ask: Ask): boolean => ask.headers.consistencylevel?.toLowerCase() === 'eventual';
