// Finds the handler for a method and path. Literal segments win over parameters by standing earlier in the list.
import type { IncomingHttpHeaders } from 'node:http';

export type Call = {
  method: string;
  /** As it came, without the query. */
  path: string;
  /** The query as it came, with its question mark. */
  search: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  params: Record<string, string>;
  body: Buffer;
  /** Fires when the caller hangs up. */
  closed: AbortSignal;
};

export type Answer = {
  status: number;
  headers?: Record<string, string>;
  json?: unknown;
  bytes?: Uint8Array | string;
  /** So many milliseconds pass between the first half of the bytes and the second. */
  stallMs?: number;
  /** The connection is cut instead of answering. */
  lost?: boolean;
};

export type Handler = (call: Call) => Answer | Promise<Answer>;
/** Method '*' takes any. */
export type Route = readonly [method: string, pattern: string, handler: Handler];

export type Found = { handler: Handler; params: Record<string, string>; pattern: string };

const split = (path: string): string[] => path.split('/').filter(Boolean);

/** Null when a segment is not valid percent-encoding. */
function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}

/** The parameters of `pattern` ('/users/:id', or '/files/*rest' for all that follows) in `path`, or null where it does not fit. */
export function match(pattern: readonly string[], path: readonly string[]): Record<string, string> | null {
  const params: Record<string, string> = {};
  for (const [i, part] of pattern.entries()) {
    if (part.startsWith('*')) return { ...params, [part.slice(1)]: path.slice(i).join('/') };
    const segment = path[i];
    const value = segment === undefined ? null : decoded(segment);
    if (value === null) return null;
    if (part.startsWith(':')) params[part.slice(1)] = value;
    else if (part !== value) return null;
  }
  return pattern.length === path.length ? params : null;
}

export function createRouter(routes: readonly Route[]): (method: string, path: string) => Found | 'no path' | 'no method' {
  const table = routes.map(([method, pattern, handler]) => ({ method, pattern, parts: split(pattern), handler }));
  return (method, path) => {
    const segments = split(path);
    let found = false;
    for (const entry of table) {
      const params = match(entry.parts, segments);
      if (!params) continue;
      if (entry.method === method || entry.method === '*') return { handler: entry.handler, params, pattern: entry.pattern };
      found = true;
    }
    return found ? 'no method' : 'no path';
  };
}
