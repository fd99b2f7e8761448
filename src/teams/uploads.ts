// Files from and to the places Teams names. The addresses are bearer secrets: they are used at once, and appear in no log, error or row.
import { UserError, WorldError } from '../errors.ts';
import type { Uploads } from '../services.ts';
import { isFileUrlAllowed } from './hosts.ts';

const MAX_REDIRECTS = 3;
const LINK_OVER = new Set([401, 403, 404, 410]);

export type UploadLimits = { maxBytes: number; firstByteMs: number; stallMs: number; deliverMs: number };

const LIMITS: UploadLimits = { maxBytes: 100 * 1024 * 1024, firstByteMs: 10_000, stallMs: 15_000, deliverMs: 60_000 };

/** @param options.fileHosts hosts below which Teams keeps files; an entry with a protocol is an exact origin. */
export function makeUploads(options: { fileHosts: readonly string[]; limits?: Partial<UploadLimits> }): Uploads {
  const limits = { ...LIMITS, ...options.limits };
  const { fileHosts } = options;
  return {
    async open(file, signal) {
      if (!isFileUrlAllowed(file.downloadUrl, fileHosts)) throw new UserError('That file is kept somewhere we cannot read. Attach it here from your computer.');
      const stall = new AbortController();
      const limit = AbortSignal.any([signal, stall.signal]);
      const response = await withLimit(stall, limits.firstByteMs, () => follow(file.downloadUrl, fileHosts, limit));
      if (LINK_OVER.has(response.status)) throw new UserError('The link to this file has run out. Attach the file again.');
      if (!response.ok || !response.body) throw new WorldError('unavailable', `the file could not be fetched (status ${response.status})`);
      return capped(response.body, stall, signal, limits);
    },

    async deliver(uploadUrl, bytes) {
      if (!isFileUrlAllowed(uploadUrl, fileHosts)) throw new WorldError('refused', 'Teams asked for the file at a place that is not on the list');
      const response = await reach(() => put(uploadUrl, bytes, limits.deliverMs));
      await response.body?.cancel();
      if (LINK_OVER.has(response.status)) throw new UserError('The offer of this file has run out. Ask for it again.');
      if (!response.ok) throw new WorldError('unavailable', `the file could not be delivered (status ${response.status})`);
    },
  };
}

/** Follows redirects by hand, so that each new address is held against the list too. Nothing of ours goes with the request. */
async function follow(url: string, hosts: readonly string[], signal: AbortSignal): Promise<Response> {
  let address = url;
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const response = await reach(() => fetch(address, { redirect: 'manual', signal, headers: { 'accept-encoding': 'identity' } }));
    const location = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || location === null) return response;
    await response.body?.cancel();
    const next = URL.parse(location, address)?.href ?? '';
    if (!isFileUrlAllowed(next, hosts)) throw new WorldError('refused', 'the file moved to a place that is not on the list');
    address = next;
  }
  throw new WorldError('refused', 'the file moved too often');
}

async function* capped(body: ReadableStream<Uint8Array>, stall: AbortController, signal: AbortSignal, limits: UploadLimits): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await withLimit(stall, limits.stallMs, () => reach(() => reader.read()));
      if (done) return;
      size += value.byteLength;
      if (size > limits.maxBytes) throw new UserError(`This file is larger than ${Math.floor(limits.maxBytes / 1024 / 1024)} MB. Send it in parts.`);
      yield value;
      signal.throwIfAborted();
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function put(url: string, bytes: Uint8Array, timeoutMs: number): Promise<Response> {
  const headers = {
    'content-type': 'application/octet-stream',
    'content-length': String(bytes.byteLength),
    'content-range': `bytes 0-${bytes.byteLength - 1}/${bytes.byteLength}`,
  };
  return fetch(url, { method: 'PUT', redirect: 'manual', headers, body: new Uint8Array(bytes), signal: AbortSignal.timeout(timeoutMs) });
}

async function withLimit<T>(stall: AbortController, ms: number, work: () => Promise<T>): Promise<T> {
  const timer = setTimeout(() => stall.abort(), ms);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}

/** The cause is left out on purpose: it names the address. */
async function reach<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const name = error instanceof Error ? error.name : 'unknown';
    throw new WorldError('unavailable', `the place where the file is kept did not answer (${name})`);
  }
}
