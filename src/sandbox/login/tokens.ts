// Makes and checks tokens: the channel's to the bot, and those the token endpoint gives to the bot and the Graph identities.
import { SignJWT, jwtVerify } from 'jose';
import { z } from 'zod';
import type { Clock } from '../world/clock.ts';
import { bot, consented, tenant } from '../world/constants.ts';
import type { Keys } from './keys.ts';

export const channelIssuer = 'https://api.botframework.com';
export const connectorAudience = 'https://api.botframework.com';
export const graphAudience = 'https://graph.microsoft.com';
export const tokenSeconds = 3599;

const claims = z.object({ appid: z.string(), aud: z.string(), roles: z.array(z.string()).default([]), exp: z.number() });
export type Caller = { app: string; roles: readonly string[] };
export type Tokens = ReturnType<typeof createTokens>;

/** Tokens live by machine time: the clock people wind does not age them. */
export function createTokens(keys: Keys, clock: Clock) {
  const seconds = (): number => Math.floor(clock.machine() / 1000);
  const issuer = `https://sts.windows.net/${tenant}/`;
  const known = new Map<string, z.infer<typeof claims>>();

  const sign = (payload: Record<string, unknown>, iss: string, aud: string, from: number, to: number): Promise<string> =>
    new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: keys.kid, x5t: keys.kid, typ: 'JWT' }).setIssuer(iss).setAudience(aud).setNotBefore(from).setExpirationTime(to).sign(keys.privateKey);

  async function read(token: string): Promise<z.infer<typeof claims> | null> {
    const before = known.get(token);
    if (before) return before;
    try {
      const { payload } = await jwtVerify(token, keys.publicKey, { issuer, algorithms: ['RS256'], currentDate: new Date(clock.machine()) });
      const parsed = claims.parse(payload);
      known.set(token, parsed);
      return parsed;
    } catch {
      return null;
    }
  }

  return {
    /** For an activity to the bot. https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication */
    channel: (serviceUrl: string): Promise<string> => sign({ serviceurl: serviceUrl }, channelIssuer, bot, seconds() - 300, seconds() + 3600),
    /** For the bot or a Graph identity; Graph's carry what has been consented to. */
    application(app: string, audience: string): Promise<string> {
      const roles = audience === graphAudience ? { roles: consented[app] ?? [] } : {};
      return sign({ appid: app, azp: app, tid: tenant, oid: app, idtyp: 'app', ver: '1.0', iat: seconds(), ...roles }, issuer, audience, seconds() - 300, seconds() + tokenSeconds);
    },
    /** Who calls, by the Authorization header; null where the token is missing, wrong, for somebody else or too old. */
    async caller(header: string | undefined, audience: string): Promise<Caller | null> {
      const token = /^Bearer (\S+)$/.exec(header ?? '')?.[1];
      const found = token === undefined ? null : await read(token);
      return found && found.aud === audience && found.exp > seconds() ? { app: found.appid, roles: found.roles } : null;
    },
  };
}
