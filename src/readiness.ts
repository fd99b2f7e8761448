// Whether what comes in now could be saved: a real write, because after a failover or on a full disk everything can still be read.
import type { Services } from './services.ts';

const SOON_MS = 2_000;

/** Answers within two seconds. However many ask, one write is under way at a time. */
export function readiness({ settings }: Services['store'], ms = SOON_MS): () => Promise<boolean> {
  let writing: Promise<boolean> | undefined;
  return async () => {
    writing ??= settings.write('ready', 'yes').then(() => true, () => false).finally(() => (writing = undefined));
    const { promise: tooLate, resolve } = Promise.withResolvers<boolean>();
    const timer = setTimeout(() => resolve(false), ms);
    return Promise.race([writing, tooLate]).finally(() => clearTimeout(timer));
  };
}
