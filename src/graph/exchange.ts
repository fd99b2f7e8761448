// One HTTP exchange with Graph through Microsoft's client, with the traps of version 3.0.7 mended: it has no time-out, drops
// Authorization on plain http, fetches the token once for all tries, and retries by its own rules. So its chain is replaced.
import { Client, HTTPMessageHandler, ResponseType, type Middleware } from '@microsoft/microsoft-graph-client';
import { z } from 'zod';
import { WorldError } from '../errors.ts';
import { noAnswer, type Answer } from './answer.ts';
import { parseRetryAfter } from './retry.ts';

/** Azure's TokenCredential fits. */
export type Credential = { getToken(scope: string | string[], options?: { abortSignal: AbortSignal }): Promise<{ token: string; expiresOnTimestamp: number } | null> };

/** `path` starts with a slash, has no version, and every value in it is already encoded: the client encodes nothing. */
export type Exchange = { path: string; headers?: Record<string, string> } & (
  /** `isRedirected`: the answer is where to go, which the caller wants to know. Nothing is fetched there. */
  { method: 'GET'; isRedirected?: true } | { method: 'POST'; body: object }
);

export type ExchangeOptions = { graph: string; scope: string; timeoutMs: number; machine: () => number };

/** Never throws for what the network does: that is an answer with status 0. Throws WorldError where no token can be had. */
export async function exchange(options: ExchangeOptions, credential: Credential, request: Exchange): Promise<Answer> {
  const token = await freshToken(options, credential);
  const isRedirected = request.method === 'GET' && request.isRedirected === true;
  const client = Client.initWithMiddleware({
    baseUrl: options.graph,
    middleware: [authorising(token, new URL(options.graph).origin), new HTTPMessageHandler()],
  });
  const call = client
    .api(request.path)
    .headers(request.headers ?? {})
    .options({ signal: AbortSignal.timeout(options.timeoutMs), redirect: isRedirected ? 'manual' : 'error' })
    .responseType(ResponseType.RAW);
  try {
    const sent: unknown = await (request.method === 'GET' ? call.get() : call.post(request.body));
    const response = z.instanceof(Response).parse(sent);
    const retryAfterMs = parseRetryAfter(response.headers.get('retry-after'), options.machine());
    if (isRedirected && response.status < 400) {
      await response.body?.cancel();
      return { status: response.status, body: null, retryAfterMs, location: response.headers.get('location') };
    }
    return { status: response.status, body: parseBody(await response.text()), retryAfterMs };
  } catch (error) {
    return noAnswer(error instanceof Error ? error.name : 'unknown');
  }
}

const claims = z.object({ roles: z.array(z.string()).default([]) });

/** Read without checking: it decides nothing, and is what we were just given. Microsoft does not promise that a token can be read: then null. */
export async function permissionsIn(options: ExchangeOptions, credential: Credential): Promise<string[] | null> {
  const token = await freshToken(options, credential);
  try {
    return claims.parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))).roles;
  } catch {
    return null;
  }
}

async function freshToken(options: ExchangeOptions, credential: Credential): Promise<string> {
  const token = await credential.getToken(options.scope, { abortSignal: AbortSignal.timeout(options.timeoutMs) }).catch((error: unknown) => {
    const status = z.object({ statusCode: z.number() }).safeParse(error);
    // The cause is left out: login errors carry addresses of the tenant and trace ids.
    if (status.success && status.data.statusCode < 500) throw new WorldError('refused', 'Microsoft Entra refused to sign the Graph identity in.', { code: 'sign-in-refused' });
    throw new WorldError('unavailable', 'Microsoft Entra did not give a token for Graph.', { code: 'no-token' });
  });
  if (token === null) throw new WorldError('refused', 'Microsoft Entra gave no token for Graph.', { code: 'no-token' });
  return token.token;
}

/** The token goes to Graph's own origin and nowhere else, whatever address a page of results names as the next. */
function authorising(token: string, graphOrigin: string): Middleware {
  let next: Middleware | undefined;
  return {
    setNext(middleware) {
      next = middleware;
    },
    async execute(context) {
      const url = z.string().parse(context.request);
      if (new URL(url).origin === graphOrigin) {
        const headers = new Headers(context.options?.headers);
        headers.set('Authorization', `Bearer ${token}`);
        context.options = { ...context.options, headers };
      }
      await next?.execute(context);
    },
  };
}

/** JSON, or nothing: `$count` answers a bare number, sometimes after a byte order mark. */
function parseBody(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return null;
  }
}
