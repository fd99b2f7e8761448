// The embedded database on a disk with little room: refused as away, nothing half saved, and taken again as soon as there is room.
import assert from 'node:assert/strict';
import { PGlite } from '@electric-sql/pglite';
import { sql } from 'kysely';
import { DatabaseAway } from '../../src/errors.ts';
import { overPglite } from '../../src/store/connect.ts';
import { whileThereIsRoom } from '../../src/store/room.ts';

describe('the embedded database without room', () => {
  it('takes nothing, by a statement or a transaction, until there is room again', async () => {
    let left = 1_000_000_000;
    const connection = overPglite(whileThereIsRoom(await PGlite.create(), () => left));
    const insert = (value: number) => sql`insert into t values (${value})`;
    await sql`create table t (n int)`.execute(connection.db);
    left = 1_000_000;
    const isFull = (error: unknown): boolean => error instanceof DatabaseAway && error.code === 'ENOSPC';
    await assert.rejects(insert(1).execute(connection.db), isFull);
    await assert.rejects(connection.db.transaction().execute(trx => insert(2).execute(trx)), isFull);
    left = 1_000_000_000;
    await connection.db.transaction().execute(trx => insert(3).execute(trx));
    assert.deepEqual((await sql`select n from t`.execute(connection.db)).rows, [{ n: 3 }]);
    await connection.close();
  }).timeout(60_000);
});
