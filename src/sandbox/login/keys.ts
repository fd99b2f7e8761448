// The sandbox's signing key and the identities' secrets, made once and kept in its folder: a restart must not lock the bot out.
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, importJWK, type CryptoKey, type JWK } from 'jose';
import { z } from 'zod';
import { apps } from '../world/constants.ts';

const kept = z.object({ kid: z.string(), key: z.record(z.string(), z.unknown()), secrets: z.record(z.string(), z.string()), fileSecret: z.string() });
type Kept = z.infer<typeof kept>;

export type Keys = {
  kid: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  /** The public half, as the key set publishes it. */
  published: JWK;
  /** By application id. */
  secrets: Record<string, string>;
  /** Signs the addresses of files. */
  fileSecret: string;
};

const newSecrets = (): Record<string, string> => Object.fromEntries(Object.values(apps).map(id => [id, randomBytes(24).toString('base64url')]));

async function made(): Promise<Kept> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const secrets = newSecrets();
  return { kid: randomBytes(12).toString('base64url'), key: { ...(await exportJWK(privateKey)) }, secrets, fileSecret: randomBytes(32).toString('base64url') };
}

async function keyFrom(jwk: JWK): Promise<CryptoKey> {
  const key = await importJWK(jwk, 'RS256');
  if (key instanceof Uint8Array) throw new Error('login.json does not hold an RSA key.');
  return key;
}

/** Reads or makes `login.json` in the sandbox's folder. */
export async function openKeys(folder: string): Promise<Keys> {
  const path = join(folder, 'login.json');
  if (!existsSync(path)) writeFileSync(path, JSON.stringify(await made()), { mode: 0o600 });
  const { kid, key, secrets: before, fileSecret } = kept.parse(JSON.parse(readFileSync(path, 'utf8')));
  // An identity that came after the folder was made gets its secret now.
  const secrets = { ...newSecrets(), ...before };
  writeFileSync(path, JSON.stringify({ kid, key, secrets, fileSecret }), { mode: 0o600 });
  const { kty, n, e } = z.object({ kty: z.string(), n: z.string(), e: z.string() }).parse(key);
  const published = { kty, n, e, kid, alg: 'RS256', use: 'sig' };
  return { kid, privateKey: await keyFrom(key), publicKey: await keyFrom(published), published, secrets, fileSecret };
}
