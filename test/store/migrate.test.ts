import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { z } from 'zod';
import { PGlite } from '@electric-sql/pglite';
import { overPglite, type Connection } from '../../src/store/connect.ts';
import { migrate, migrationNames } from '../../src/store/migrate.ts';
import * as schema from '../../src/store/schema.ts';
import { openTestStore } from '../support/database.ts';

describe('migrations', () => {
  it('are numbered from 0001 without a gap', async () => {
    const numbers = (await migrationNames()).map((name) => Number(/^(\d{4})-[a-z-]+\.ts$/.exec(name)?.[1]));
    assert.deepEqual(numbers, numbers.map((_, i) => i + 1));
  });

  it('apply to an empty database, and a second time change nothing', async () => {
    const connection = overPglite(await PGlite.create());
    const first = await migrate(connection.db);
    const before = await columns(connection);
    assert.deepEqual(first.map((name) => `${name}.ts`), await migrationNames());
    assert.deepEqual(await migrate(connection.db), []);
    assert.deepEqual(await columns(connection), before);
    await connection.close();
  });
});

describe('row schemas', () => {
  it('name every column of their table', async () => {
    const { connection } = await openTestStore();
    const inDatabase = Map.groupBy(await columns(connection), (column) => column.table_name);
    for (const [name, row] of Object.entries(schema)) {
      const table = name.replace(/Row$/, '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      assert.deepEqual(Object.keys(row.shape).toSorted(), inDatabase.get(table)?.map((column) => column.column_name).toSorted(), table);
    }
  });

  it('allow null where the database does, and nowhere else', async () => {
    const { connection } = await openTestStore();
    const inDatabase = Map.groupBy(await columns(connection), (column) => column.table_name);
    for (const [name, row] of Object.entries(schema)) {
      const table = name.replace(/Row$/, '').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
      const nullable = inDatabase.get(table)?.filter((column) => column.is_nullable === 'YES' && column.data_type !== 'jsonb').map((column) => column.column_name).toSorted();
      const shape: Record<string, z.ZodType> = row.shape;
      const allowed = Object.entries(shape).filter(([, type]) => type.type !== 'unknown' && type.safeParse(null).success).map(([column]) => column).toSorted();
      assert.deepEqual(allowed, nullable, table);
    }
  });
});

async function columns({ db }: Connection) {
  const { rows } = await sql<{ table_name: string; column_name: string; data_type: string; is_nullable: string }>`
    select table_name, column_name, data_type, is_nullable from information_schema.columns where table_schema = 'public' order by 1, 2`.execute(db);
  return rows;
}
