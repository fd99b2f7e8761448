// The migrated embedded database, made once and kept until a migration or PGlite changes: as a dump to load, and as a data folder to copy.
import { createHash } from 'node:crypto';
import { constants, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import { overPglite, parsers } from '../../src/store/connect.ts';
import { migrate } from '../../src/store/migrate.ts';

const cacheFolder = new URL('../../.cache/', import.meta.url);
const migrations = new URL('../../src/store/migrations/', import.meta.url);

/** initdb and migrations take seconds; the dump is kept until a migration or PGlite changes. */
export async function migratedDump(): Promise<Uint8Array<ArrayBuffer>> {
  const file = new URL(`database-${migrationsHash()}.tar`, cacheFolder);
  if (!existsSync(file)) {
    const pglite = await PGlite.create({ parsers });
    const connection = overPglite(pglite);
    await migrate(connection.db);
    const dump = new Uint8Array(await (await pglite.dumpDataDir('none')).arrayBuffer());
    await connection.close();
    keep(file, dump);
  }
  return new Uint8Array(readFileSync(file));
}

/** Two test processes may make it at once: each renames its own into place. */
function keep(file: URL, dump: Uint8Array): void {
  mkdirSync(cacheFolder, { recursive: true });
  const draft = new URL(`${file.href}.${process.pid}`);
  writeFileSync(draft, dump);
  renameSync(draft, file);
}

/** A data folder as a program finds it that ran there before: making one costs it more than all else at its start. */
export async function prepareFolder(dataFolder: string): Promise<void> {
  if (existsSync(join(dataFolder, 'database'))) return;
  cpSync(await migratedFolder(), dataFolder, { recursive: true, mode: constants.COPYFILE_FICLONE });
}

async function migratedFolder(): Promise<string> {
  const folder = fileURLToPath(new URL(`folder-${migrationsHash()}`, cacheFolder));
  if (existsSync(folder)) return folder;
  const loadDataDir = new Blob([await migratedDump()]);
  const draft = mkdtempSync(`${folder}.`);
  await (await PGlite.create(join(draft, 'database'), { parsers, loadDataDir })).close();
  try {
    renameSync(draft, folder);
  } catch (error) {
    // Another test process was first.
    if (!existsSync(folder)) throw error;
    rmSync(draft, { recursive: true });
  }
  return folder;
}

function migrationsHash(): string {
  const hash = createHash('sha256').update(readFileSync(new URL('../../package-lock.json', import.meta.url)));
  for (const name of readdirSync(migrations).toSorted()) hash.update(name).update(readFileSync(new URL(name, migrations)));
  return hash.digest('hex').slice(0, 16);
}

/** Before all, in one process: several that need it at the same time would each make it. */
export const mochaGlobalSetup = async (): Promise<void> => void (await migratedFolder());
