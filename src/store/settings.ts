// What this installation made for itself once and keeps, for example the key that nonces are derived with.
import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { settingRow, type Database } from './schema.ts';

/** `keys`: those known to be saved. Only outside transactions are any added: what a transaction made may be rolled back. */
export const settingTable = (db: Kysely<Database>, keys: { known: Map<string, Buffer>; isKept: boolean }) => {
  const read = async (name: string): Promise<string | null> => {
    const row = await db.selectFrom('setting').selectAll().where('name', '=', name).executeTakeFirst();
    return row ? settingRow.parse(row).value : null;
  };
  return {
    read,
    /** The value kept under `name`; the first process to ask makes it, and all others get the same one. */
    async keep(name: string, value: string): Promise<string> {
      await db.insertInto('setting').values({ name, value }).onConflict((c) => c.doNothing()).execute();
      return (await read(name)) ?? value;
    },
    /** 32 random bytes, made once per installation. */
    async key(name: string): Promise<Buffer> {
      const known = keys.known.get(name);
      if (known) return known;
      const key = Buffer.from(await this.keep(name, randomBytes(32).toString('base64')), 'base64');
      if (keys.isKept) keys.known.set(name, key);
      return key;
    },
    async write(name: string, value: string): Promise<void> {
      await db.insertInto('setting').values({ name, value }).onConflict((c) => c.column('name').doUpdateSet({ value })).execute();
    },
  };
};
