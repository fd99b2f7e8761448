// Anchors of the audit trail: the newest seal, noted hourly in a file outside the database, so that cutting both chains there shows.
import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../errors.ts';
import type { Services } from '../services.ts';

const anchor = z.object({ at: z.iso.datetime(), seq: z.number().int().positive(), hash: z.string().regex(/^[0-9a-f]{64}$/) });
type Anchor = z.infer<typeof anchor>;
type Where = Pick<Services['settings'], 'AUDIT_ANCHOR_FILE' | 'DATABASE_URL' | 'DATA_DIR'>;

/** With the embedded database, which is for trying out, beside it where nothing else is said. */
export const anchorFile = (settings: Where): string | null => settings.AUDIT_ANCHOR_FILE ?? (settings.DATABASE_URL === undefined ? join(settings.DATA_DIR, 'audit-anchors.jsonl') : null);

/**
 * In the order they were noted; none where there is no file yet.
 * @throws UserError naming the line that is not one of ours: an anchor that was tampered with proves nothing.
 */
export async function readAnchors(path: string): Promise<Anchor[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return '';
    throw unusable(error);
  });
  return text.split('\n').flatMap((line, index) => {
    if (line === '') return [];
    const parsed = anchor.safeParse(fromJson(line));
    if (!parsed.success) throw new UserError(`AUDIT_ANCHOR_FILE, line ${index + 1}, is not an anchor as LA Desk writes them: it was changed, or its disk was full. Look at the line; what follows it was not compared.`);
    return [parsed.data];
  });
}

/** Seals what there is, and notes the newest seal. Of several processes on one file the first notes it. */
export async function anchorAudit({ store, settings, clock, log }: Pick<Services, 'store' | 'settings' | 'clock' | 'log'>): Promise<void> {
  const path = anchorFile(settings);
  if (path === null) return void log.warn('AUDIT_ANCHOR_FILE is not set: nobody could see it if the ends of both audit chains were cut off in the database');
  await store.transaction(tx => tx.audit.seal(clock.calendar()));
  const [newest, before] = [await store.audit.lastSeal(), (await readAnchors(path)).at(-1)];
  if (before !== undefined && (await store.audit.sealHash(before.seq)) !== before.hash) log.error({ seal: before.seq }, 'the audit trail is not what its last anchor says: run "npm run audit -- verify"');
  if (newest.seq === 0 || newest.hash === before?.hash) return;
  // The machine's time: what an anchor proves is how long somebody had, and nobody can wind that.
  const line: Anchor = { at: new Date(clock.machine()).toISOString(), ...newest };
  await appendFile(path, `${JSON.stringify(line)}\n`, { flush: true }).catch((error: unknown) => {
    throw unusable(error);
  });
}

const unusable = (cause: unknown) => new UserError(`AUDIT_ANCHOR_FILE cannot be used (${codeOf(cause)}). Give LA Desk a file that it may read and append to, on a disk with room.`, { cause });

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown');

function fromJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
