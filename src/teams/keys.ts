// Microsoft's signing keys for tokens that come with activities: fetched by us, because the library's own set hangs and forgets (no timeout,
// and one bad answer shuts everybody out for an hour). The last good set is kept through an outage.
import { importJWK, type CryptoKey } from 'jose';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Clock } from '../services.ts';
import { readCapped } from './read-capped.ts';

type SigningKey = { key: CryptoKey; endorsements: readonly string[] };

export type Keys = {
  /** The key with this id, or null where Microsoft lists none such. Throws KeysUnavailable while there is no set to look in. */
  find(kid: string): Promise<SigningKey | null>;
};

/** No key set could be had: the activity is neither good nor bad, so Teams is asked to try again. */
export class KeysUnavailable extends Error {
  override name = 'KeysUnavailable';
}

const FETCH_TIMEOUT_MS = 1_500;
const COOL_DOWN_MS = 30_000;
const FRESH_FOR_MS = 3_600_000;
const MAX_BYTES = 1_000_000;

const MetadataSchema = z.object({ jwks_uri: z.url() });
const KeySetSchema = z.object({ keys: z.array(z.looseObject({ kty: z.string(), kid: z.string().optional() })) });
const RsaKeySchema = z.object({ kty: z.literal('RSA'), kid: z.string(), n: z.string(), e: z.string(), endorsements: z.array(z.string()).default([]) });

type KeySet = Map<string, SigningKey>;

/** @param options.metadataUrl the OpenID configuration; its keys must be served over the same protocol. */
export function makeKeys(options: { metadataUrl: string; clock: Pick<Clock, 'machine'>; log: Logger }): Keys {
  const { metadataUrl, clock, log } = options;
  let known: KeySet | null = null;
  let goodAt = -Infinity;
  let triedAt = -Infinity;
  let underWay: Promise<void> | null = null;

  async function load(): Promise<void> {
    try {
      known = await fetchKeySet(metadataUrl);
      goodAt = clock.machine();
    } catch (error) {
      log.warn({ err: error }, 'signing keys could not be fetched');
    }
  }

  /** One fetch at a time, and none within the cool-down of the last, however many ask. */
  function refresh(): Promise<void> {
    if (underWay) return underWay;
    if (clock.machine() - triedAt < COOL_DOWN_MS) return Promise.resolve();
    triedAt = clock.machine();
    underWay = load().finally(() => { underWay = null; });
    return underWay;
  }

  return {
    async find(kid) {
      if (clock.machine() - goodAt > FRESH_FOR_MS) {
        const refreshed = refresh();
        if (!known) await refreshed;
      }
      // An id we do not know may be a new key.
      if (!known?.has(kid)) await refresh();
      if (!known) throw new KeysUnavailable('no signing keys');
      return known.get(kid) ?? null;
    },
  };
}

async function fetchKeySet(metadataUrl: string): Promise<KeySet> {
  const signal = AbortSignal.timeout(FETCH_TIMEOUT_MS);
  const { jwks_uri: keysUrl } = MetadataSchema.parse(await fetchJson(metadataUrl, signal));
  if (new URL(keysUrl).protocol !== new URL(metadataUrl).protocol) throw new Error('the keys are not served as securely as their metadata');
  const { keys } = KeySetSchema.parse(await fetchJson(keysUrl, signal));
  const set: KeySet = new Map();
  for (const entry of keys) {
    const rsa = RsaKeySchema.safeParse(entry);
    if (!rsa.success) continue;
    const key = await importJWK({ kty: 'RSA', n: rsa.data.n, e: rsa.data.e }, 'RS256');
    if (key instanceof Uint8Array) continue;
    set.set(rsa.data.kid, { key, endorsements: rsa.data.endorsements });
  }
  if (set.size === 0) throw new Error('the key set is empty');
  return set;
}

async function fetchJson(url: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, { redirect: 'error', signal });
  if (!response.ok || !response.body) throw new Error(`status ${response.status}`);
  const bytes = await readCapped(response.body, MAX_BYTES);
  if (!bytes) throw new Error('the answer is too large');
  return JSON.parse(bytes.toString('utf8'));
}
