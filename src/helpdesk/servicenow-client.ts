// HTTP with one ServiceNow instance: sign-in, a limit on each wait, and answers turned into what the rest of the house understands.
import { setTimeout } from 'node:timers';
import type { Logger } from 'pino';
import { z } from 'zod';
import { WorldError } from '../errors.ts';
import type { Clock } from '../services.ts';

type SignIn = { user: string; password: string } | { clientId: string; clientSecret: string };

export type ClientOptions = {
  /** https://example.service-now.com, without a path. */
  url: string;
  signIn: SignIn;
  clock: Pick<Clock, 'machine'>;
  log: Logger;
  /** One exchange, answer included: 30 seconds. */
  timeoutMs?: number;
};

type Call = {
  method: 'GET' | 'POST' | 'PATCH';
  /** Below /api/now. */
  path: string;
  query?: Record<string, string>;
} & ({ json?: object } | { bytes: Uint8Array; contentType: string });

type Answer = { status: number; text: string; retryAfterMs: number | undefined };

const tokenAnswer = z.object({ access_token: z.string().min(1), expires_in: z.coerce.number() });
const refusal = z.object({ error: z.object({ message: z.string().catch(''), detail: z.string().nullable().catch('') }) });
/** A token is not used in its last minute: it could end on the way. */
const lastMs = 60_000;
/** Waits that are longer are asked about again, should the instance be reset meanwhile. */
const longestWaitMs = 15 * 60_000;

export type ServiceNowClient = { call<T>(call: Call, result: z.ZodType<T>): Promise<T> };

export function serviceNowClient(options: ClientOptions): ServiceNowClient {
  const { url, clock, log } = options;
  const authorisation = authorisationOf(options);
  /** It wants to be left alone until then, by all that this process does. */
  let quietUntil = 0;

  async function once(call: Call): Promise<Answer> {
    const query = new URLSearchParams(call.query).toString();
    const { body, type } = bodyOf(call);
    const headers = { Accept: 'application/json', Authorization: await authorisation.header(), ...(type === undefined ? {} : { 'Content-Type': type }) };
    return exchange(options, `${url.replace(/\/+$/, '')}/api/now${call.path}${query === '' ? '' : `?${query}`}`, { method: call.method, headers, ...(body === undefined ? {} : { body }) });
  }

  async function answered(call: Call): Promise<Answer> {
    const leftMs = quietUntil - clock.machine();
    if (leftMs > 0) throw new WorldError('throttled', 'ServiceNow asked us to slow down.', { code: 'HTTP_429', retryAfterMs: leftMs });
    const first = await once(call);
    // The token was taken back before its time: another one is tried, once.
    const answer = first.status === 401 && authorisation.forget() ? await once(call) : first;
    if (answer.status === 429) quietUntil = clock.machine() + (answer.retryAfterMs ?? 0);
    return answer;
  }

  return {
    async call(call, result) {
      const answer = await answered(call);
      if (answer.status >= 300) {
        const error = toWorldError(answer);
        // The path holds no address; the query may.
        log.debug({ method: call.method, path: call.path, status: answer.status, code: error.code }, 'ServiceNow did not do it');
        throw error;
      }
      return parsed(z.object({ result }), answer.text).result;
    },
  };
}

const bodyOf = (call: Call): { body?: string | Uint8Array<ArrayBuffer>; type?: string } => {
  if ('bytes' in call) return { body: new Uint8Array(call.bytes), type: call.contentType };
  return call.json === undefined ? {} : { body: JSON.stringify(call.json), type: 'application/json' };
};

type Kept = { token: string; until: number };

/** A password goes with each request; a token is asked for, kept, and asked for again shortly before it ends. */
function authorisationOf(options: ClientOptions): { header(): Promise<string>; forget(): boolean } {
  const { signIn, clock } = options;
  if ('user' in signIn) {
    const header = `Basic ${Buffer.from(`${signIn.user}:${signIn.password}`).toString('base64')}`;
    return { header: () => Promise.resolve(header), forget: () => false };
  }
  let kept: Kept | null = null;
  let asking: Promise<Kept> | null = null;
  const ask = async (): Promise<Kept> => {
    const asked = clock.machine();
    const { access_token, expires_in } = await askForToken(options, signIn);
    return (kept = { token: access_token, until: asked + expires_in * 1000 - lastMs });
  };
  return {
    async header() {
      // All that start now wait for one answer.
      const { token } = kept !== null && clock.machine() < kept.until ? kept : await (asking ??= ask().finally(() => (asking = null)));
      return `Bearer ${token}`;
    },
    forget: () => ((kept = null), true),
  };
}

async function askForToken(options: ClientOptions, signIn: { clientId: string; clientSecret: string }): Promise<z.infer<typeof tokenAnswer>> {
  const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: signIn.clientId, client_secret: signIn.clientSecret }).toString();
  const answer = await exchange(options, `${options.url.replace(/\/+$/, '')}/oauth_token.do`, { method: 'POST', body, headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' } });
  if (answer.status === 400 || answer.status === 401 || answer.status === 403) throw notSignedIn();
  if (answer.status >= 300) throw toWorldError(answer);
  return parsed(tokenAnswer, answer.text);
}

async function exchange({ timeoutMs = 30_000, clock }: ClientOptions, url: string, init: RequestInit): Promise<Answer> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeoutMs);
  try {
    // A redirect leads to a page for people to sign in, or to another host: neither may get our credentials.
    const response = await fetch(url, { ...init, redirect: 'error', signal: limit.signal });
    return { status: response.status, text: await response.text(), retryAfterMs: retryAfterMs(response.headers.get('retry-after'), clock.machine()) };
  } catch (error) {
    // The cause is left out: it names the address.
    throw new WorldError('unavailable', 'ServiceNow did not answer.', { code: error instanceof Error ? error.name : 'unknown' });
  } finally {
    clearTimeout(timer);
  }
}

function retryAfterMs(value: string | null, machineMs: number): number | undefined {
  if (value === null || value.trim() === '') return undefined;
  const ms = Number.isFinite(Number(value)) ? Number(value) * 1000 : Date.parse(value) - machineMs;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), longestWaitMs);
}

const notSignedIn = () => new WorldError('refused', 'ServiceNow refused to sign LA Desk in. Check SERVICENOW_USER and SERVICENOW_PASSWORD, or SERVICENOW_CLIENT_ID and SERVICENOW_CLIENT_SECRET.', { code: 'sign-in-refused' });

function toWorldError({ status, text, retryAfterMs: afterMs }: Answer): WorldError {
  const code = `HTTP_${status}`;
  const wait = afterMs === undefined ? {} : { retryAfterMs: afterMs };
  if (status === 401) return notSignedIn();
  if (status === 429) return new WorldError('throttled', 'ServiceNow asked us to slow down.', { code, ...wait });
  if (status >= 500 || status === 408) return new WorldError('unavailable', `ServiceNow could not do it now (${status}).`, { code, ...wait });
  return new WorldError('refused', `ServiceNow refused the request (${status}${saidIn(text)}).`, { code });
}

/** What it says names the field or the rule, which the operator needs. Should it quote somebody's address or number, that is left out. */
function saidIn(text: string): string {
  const said = refusal.safeParse(jsonOf(text));
  if (!said.success) return '';
  const { message, detail } = said.data.error;
  return `: ${[message, detail ?? ''].filter(Boolean).join(', ').replaceAll(/\S+@\S+/g, '…').replaceAll(/\+?\d[\d ]{5,}\d/g, '…').slice(0, 200)}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A page instead of JSON is an instance that is starting, hibernating or being upgraded. */
function parsed<T>(schema: z.ZodType<T>, text: string): T {
  const found = schema.safeParse(jsonOf(text));
  if (found.success) return found.data;
  throw new WorldError('unavailable', `ServiceNow answered in a form we do not know (at "${found.error.issues[0]?.path.join('.') ?? ''}").`, { code: 'unexpected-answer' });
}
