// Who may call ServiceNow: one integration user, by password or by a token of the client credentials grant.
// https://www.servicenow.com/docs/r/zurich/platform-security/authentication/client-credentials.html
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Answer, Call } from '../http/router.ts';
import type { Keys } from '../login/keys.ts';
import type { World } from '../world/world.ts';

const lifeSeconds = 1799;
const clientId = '5aeb0a1d000040008000000000005e01';
/** The user whose name stands on what LA Desk writes there. */
export const integrationUser = 'la.desk';

/** Made from the sandbox's own secret, so that they stay the same over a restart. */
const derived = (keys: Keys, of: string): string => createHmac('sha256', keys.fileSecret).update(`servicenow ${of}`).digest('base64url');

export const credentials = (keys: Keys) => ({ clientId, clientSecret: derived(keys, 'client'), user: integrationUser, password: derived(keys, 'password') });

function same(a: string, b: string): boolean {
  const [x, y] = [Buffer.from(a), Buffer.from(b)];
  return x.length === y.length && timingSafeEqual(x, y);
}

export function createSignIn(world: World, keys: Keys) {
  const known = credentials(keys);
  /** Tokens from before this moment are worth nothing: somebody revoked them. */
  let revokedBefore = 0;
  const signature = (madeAt: string): string => derived(keys, `token ${madeAt}`);

  function isGoodToken(token: string): boolean {
    const [madeAt = '', given = ''] = token.split('.');
    return same(given, signature(madeAt)) && Number(madeAt) >= revokedBefore && world.clock.machine() < Number(madeAt) + lifeSeconds * 1000;
  }

  return {
    token(call: Call): Answer {
      const form = new URLSearchParams(call.body.toString('utf8'));
      const refuse = (error: string, error_description: string): Answer => ({ status: 401, json: { error, error_description } });
      if (form.get('grant_type') !== 'client_credentials') return refuse('unsupported_grant_type', 'grant type is not supported');
      if (form.get('client_id') !== known.clientId || !same(form.get('client_secret') ?? '', known.clientSecret)) return refuse('access_denied', 'access_denied');
      // In the millisecond of a revocation too it is younger than those that were revoked.
      const madeAt = String(Math.max(world.clock.machine(), revokedBefore));
      return { status: 200, json: { access_token: `${madeAt}.${signature(madeAt)}`, scope: 'useraccount', token_type: 'Bearer', expires_in: lifeSeconds } };
    },
    revoke: (): void => void (revokedBefore = world.clock.machine() + 1),
    isKnown(header: string | undefined): boolean {
      const [scheme = '', value = ''] = (header ?? '').split(' ');
      if (scheme === 'Bearer') return isGoodToken(value);
      return scheme === 'Basic' && same(Buffer.from(value, 'base64').toString('utf8'), `${known.user}:${known.password}`);
    },
  };
}
