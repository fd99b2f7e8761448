// Addresses of files: whoever has one may use it for a few minutes of machine time, as with SharePoint's tempauth.
import { createHmac, timingSafeEqual } from 'node:crypto';

const linkMinutes = 10;

const signature = (secret: string, id: string, until: number): string => createHmac('sha256', secret).update(`${id} ${until}`).digest('base64url');

export function newToken(secret: string, id: string, machineMs: number): string {
  const until = machineMs + linkMinutes * 60_000;
  return `${until}.${signature(secret, id, until)}`;
}

export function isTokenGood(secret: string, id: string, token: string, machineMs: number): boolean {
  const [until = '', given = ''] = token.split('.');
  const wanted = Buffer.from(signature(secret, id, Number(until)));
  const offered = Buffer.from(given);
  return wanted.length === offered.length && timingSafeEqual(wanted, offered) && Number(until) > machineMs;
}
