// Brings the database to the latest numbered migration. Several processes may start at once: one migrates, the others wait.
import { readdir } from 'node:fs/promises';
import { Kysely } from 'kysely';
import { Migrator, type Migration } from 'kysely/migration';
import { DatabaseAway } from '../errors.ts';
import type { Database } from './schema.ts';

const folder = new URL('./migrations/', import.meta.url);

/** Answers the names of the migrations that were applied now, none when the database was up to date. */
export async function migrate(db: Kysely<Database>): Promise<string[]> {
  const { error, results = [] } = await new Migrator({ db, provider: { getMigrations } }).migrateToLatest();
  const failed = results.find((result) => result.status === 'Error');
  if (error instanceof DatabaseAway) throw error;
  if (error !== undefined) throw new Error(`The database could not be brought up to date${failed ? ` (migration ${failed.migrationName})` : ''}.`, { cause: error });
  return results.map((result) => result.migrationName);
}

/** 0001-first.ts and so on, in order. */
export async function migrationNames(): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.endsWith('.ts')).toSorted();
}

async function getMigrations(): Promise<Record<string, Migration>> {
  const named = (await migrationNames()).map(async (file) => [file.replace(/\.ts$/, ''), await load(file)] as const);
  return Object.fromEntries(await Promise.all(named));
}

async function load(file: string): Promise<Migration> {
  const loaded: unknown = await import(new URL(file, folder).href);
  if (isMigration(loaded)) return loaded;
  throw new Error(`The migration ${file} exports no function up.`);
}

const isMigration = (loaded: unknown): loaded is Migration =>
  typeof loaded === 'object' && loaded !== null && 'up' in loaded && typeof loaded.up === 'function';
