// What makes a press provable and single: bound to the request, its version, the verb and whom the card was for. A redraw repeats it.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Cards in the resolver channel are for whoever may act there; who may is decided at the press. */
export const anyResolver = 'resolvers';

/** Cards for whoever reads them in a channel; who may is decided at the press. */
export const everybody = 'everybody';

export type Bound = { requestId: string; version: number; verb: string; personId: string };

export const nonceFor = (key: string, { requestId, version, verb, personId }: Bound): string =>
  createHmac('sha256', key).update(JSON.stringify([requestId, version, verb, personId])).digest('base64url').slice(0, 22);

const shape = /^[\w-]{22}$/;
const isSame = (a: string, b: string) => timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** Which version and reader a nonce was made for, newest first; null where it is not one of ours. A forged one costs at most `depth` hashes. */
export function boundTo(key: string, nonce: string, request: { id: string; version: number }, verb: string, readers: readonly string[], depth = 40): { version: number; personId: string } | null {
  if (!shape.test(nonce)) return null;
  for (let version = request.version; version > Math.max(0, request.version - depth); version--) {
    for (const personId of readers) {
      if (isSame(nonce, nonceFor(key, { requestId: request.id, version, verb, personId }))) return { version, personId };
    }
  }
  return null;
}
