// The bearer token that comes with an activity: first a look at it unverified, so that nothing odd goes further, then the proof.
import { createHash } from 'node:crypto';
import { decodeProtectedHeader, errors, jwtVerify, type CryptoKey, type JWTPayload, type ProtectedHeaderParameters } from 'jose';
import { z } from 'zod';
import { KeysUnavailable, type Keys } from './keys.ts';

const SKEW_SECONDS = 300;

const HeaderSchema = z.looseObject({ alg: z.literal('RS256'), kid: z.string().min(1) });
const ClaimsSchema = z.looseObject({ iss: z.string() });

export type TokenRules = { appId: string; issuer: string; keys: Keys; machine: () => number };

/** The token of an Authorization header that may be one of Microsoft's, judged by its look alone; null otherwise. */
export function lookAtToken(authorization: string | undefined, issuer: string): string | null {
  const token = /^Bearer ([^ ]+)$/.exec(authorization ?? '')?.[1];
  const parts = token?.split('.') ?? [];
  if (!token || parts.length !== 3 || !parts.every(isCanonical)) return null;
  const header = HeaderSchema.safeParse(decode(parts[0]));
  const claims = ClaimsSchema.safeParse(decode(parts[1]));
  return header.success && claims.success && claims.data.iss === issuer ? token : null;
}

/** A token whose signature was proved, by this key. */
type Proved = { key: unknown; payload: JWTPayload };

const MOST_PROVED = 1_000;

/**
 * Answers whether Microsoft signed a token for this bot, for Teams, and for an activity from a serviceUrl.
 * Throws KeysUnavailable while that cannot be told.
 * Teams sends one token with many activities: its signature is proved once, and again with each new set of keys. All else is looked at each time.
 */
export function makeTokenJudge(rules: TokenRules): (token: string, serviceUrl: string) => Promise<boolean> {
  const known = new Map<string, Proved>();

  async function prove(token: string): Promise<JWTPayload> {
    const { payload, key } = await jwtVerify(token, (header) => teamsKey(header, rules.keys), {
      algorithms: ['RS256'],
      issuer: rules.issuer,
      audience: rules.appId,
      requiredClaims: ['exp', 'nbf', 'serviceurl'],
      clockTolerance: SKEW_SECONDS,
      currentDate: new Date(rules.machine()),
    });
    if (known.size >= MOST_PROVED) known.clear();
    known.set(nameOf(token), { key, payload });
    return payload;
  }

  /** Null where it has to be proved: never seen, its key not of the present set, or not at this time. */
  async function provedBefore(token: string): Promise<JWTPayload | null> {
    const proved = known.get(nameOf(token));
    if (!proved) return null;
    const key = await teamsKey(decodeProtectedHeader(token), rules.keys);
    return key === proved.key && isInTime(proved.payload, rules.machine()) ? proved.payload : null;
  }

  return async (token, serviceUrl) => {
    try {
      const payload = (await provedBefore(token)) ?? (await prove(token));
      // jose accepts a list of audiences that has us in it; Microsoft sends one.
      return payload.aud === rules.appId && payload['serviceurl'] === serviceUrl;
    } catch (error) {
      if (error instanceof KeysUnavailable) throw error;
      return false;
    }
  };
}

/** Tokens themselves are not kept. */
const nameOf = (token: string): string => createHash('sha256').update(token).digest('base64');

const isInTime = ({ exp = 0, nbf = Infinity }: JWTPayload, machine: number): boolean => exp > machine / 1_000 - SKEW_SECONDS && nbf <= machine / 1_000 + SKEW_SECONDS;

async function teamsKey(header: ProtectedHeaderParameters, keys: Keys): Promise<CryptoKey> {
  const found = header.kid === undefined ? null : await keys.find(header.kid);
  if (!found?.endorsements.includes('msteams')) throw new errors.JWKSNoMatchingKey();
  return found.key;
}

/** Base64url has spare bits in its last character: only one spelling of each token is taken. */
function isCanonical(part: string): boolean {
  return Buffer.from(part, 'base64url').toString('base64url') === part;
}

function decode(part: string | undefined): unknown {
  try {
    return JSON.parse(Buffer.from(part ?? '', 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
