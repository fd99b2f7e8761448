// The bearer token that comes with an activity: first a look at it unverified, so that nothing odd goes further, then the proof.
import { errors, jwtVerify, type CryptoKey, type JWTHeaderParameters } from 'jose';
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

/**
 * True when Microsoft signed this token for this bot, for Teams, and for an activity from this serviceUrl.
 * Throws KeysUnavailable while that cannot be told.
 */
export async function isTokenGood(token: string, serviceUrl: string, rules: TokenRules): Promise<boolean> {
  try {
    const { payload } = await jwtVerify(token, (header) => teamsKey(header, rules.keys), {
      algorithms: ['RS256'],
      issuer: rules.issuer,
      audience: rules.appId,
      requiredClaims: ['exp', 'nbf', 'serviceurl'],
      clockTolerance: SKEW_SECONDS,
      currentDate: new Date(rules.machine()),
    });
    // jose accepts a list of audiences that has us in it; Microsoft sends one.
    return payload.aud === rules.appId && payload['serviceurl'] === serviceUrl;
  } catch (error) {
    if (error instanceof KeysUnavailable) throw error;
    return false;
  }
}

async function teamsKey(header: JWTHeaderParameters, keys: Keys): Promise<CryptoKey> {
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
