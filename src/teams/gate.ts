// The only way in. Everything is refused here, cheapest test first, before a parser or the Bot Framework sees it;
// the library behind would take tokens for other tenants and other channels, and one malformed gzip body kills the process.
import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import { checkActivity, isActivityLike, type CheckedActivity } from './activity-shape.ts';
import { KeysUnavailable, type Keys } from './keys.ts';
import { readCapped } from './read-capped.ts';
import { lookAtToken, makeTokenJudge } from './token.ts';

const MAX_BODY_BYTES = 256 * 1024;
const MAX_HEADER_BYTES = 8 * 1024;

export type GateRules = {
  appId: string;
  tenantId: string;
  tokenIssuer: string;
  /** Origins and path prefixes; the host must be exactly one of these. */
  serviceUrls: readonly string[];
  keys: Keys;
  machine: () => number;
  log: Logger;
};

type Refusal = 400 | 401 | 413 | 415 | 431 | 503;

type Verdict = { isIn: true; activity: CheckedActivity } | { isIn: false; status: Refusal };

export type Gate = (request: IncomingMessage) => Promise<Verdict>;

export function makeGate(rules: GateRules): Gate {
  const isTokenGood = makeTokenJudge({ ...rules, issuer: rules.tokenIssuer });
  const judge = async (request: IncomingMessage): Promise<Verdict> => {
    const unfit = refuseByHeaders(request);
    if (unfit) return refused(unfit);
    const token = lookAtToken(request.headers.authorization, rules.tokenIssuer);
    if (!token) return refused(401);
    const bytes = await readCapped(request.iterator({ destroyOnReturn: false }), MAX_BODY_BYTES);
    if (!bytes) return refused(413);
    const body = parseJson(bytes);
    if (!isActivityLike(body)) return refused(400);
    const activity = checkActivity(body, rules);
    if (!activity) return refused(401);
    return await isTokenGood(token, activity.serviceUrl) ? { isIn: true, activity } : refused(401);
  };
  return async (request) => {
    try {
      return await judge(request);
    } catch (error) {
      if (!(error instanceof KeysUnavailable)) rules.log.warn({ err: error }, 'an activity could not be read');
      return refused(error instanceof KeysUnavailable ? 503 : 400);
    }
  };
}

function refused(status: Refusal): Verdict {
  return { isIn: false, status };
}

function refuseByHeaders(request: IncomingMessage): 413 | 415 | 431 | null {
  const { headers, rawHeaders } = request;
  if (rawHeaders.reduce((size, text) => size + text.length, 0) > MAX_HEADER_BYTES) return 431;
  if (headers['content-encoding'] !== undefined) return 415;
  if (!/^application\/json *(;|$)/i.test(headers['content-type'] ?? '')) return 415;
  if (Number(headers['content-length'] ?? 0) > MAX_BODY_BYTES) return 413;
  return null;
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return null;
  }
}
