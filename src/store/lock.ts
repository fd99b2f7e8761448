// One process per data folder. Two on one embedded database lose commits without a word (https://github.com/electric-sql/pglite/issues/1106).
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { UserError } from '../errors.ts';

const SQLITE_BUSY = 5;

// A handle that is collected drops its lock, so those held stay reachable here.
const held = new Set<DatabaseSync>();

/**
 * Takes `<path>.lock` for the life of this process; answers how to give it back. The system releases it on kill -9.
 * An SQLite file, because Node has no file lock of its own.
 */
export function lockFolder(path: string): () => void {
  mkdirSync(dirname(path), { recursive: true });
  const file = new DatabaseSync(`${path}.lock`);
  try {
    file.exec('pragma busy_timeout = 0; pragma journal_mode = delete; pragma locking_mode = exclusive; begin exclusive');
  } catch (cause) {
    file.close();
    if (!(cause instanceof Error && 'errcode' in cause && cause.errcode === SQLITE_BUSY)) throw cause;
    throw new UserError('The data folder is in use by another LA Desk. Stop that one first, or give this one another DATA_DIR; several processes need DATABASE_URL.', { cause });
  }
  held.add(file);
  return () => {
    if (held.delete(file)) file.close();
  };
}
