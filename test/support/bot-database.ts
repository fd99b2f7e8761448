// Looks into the database of a bot that has ended: what it kept, and what it must not have kept.
import { sql } from 'kysely';
import { pino } from 'pino';
import { z } from 'zod';
import { connect } from '../../src/store/connect.ts';

const names = z.object({ name: z.string() });
const record = z.record(z.string(), z.unknown());

export type BotDatabase = { rows: (table: string) => Promise<Record<string, unknown>[]>; /** Every value of every table, as text. */ everything: () => Promise<string> };

export async function inDatabase<T>(dataDir: string, look: (database: BotDatabase) => Promise<T>): Promise<T> {
  const connection = await connect({ databaseUrl: undefined, dataFolder: dataDir, log: pino({ level: 'silent' }) });
  const { db } = connection;
  const rows = async (table: string) => (await sql`select * from ${sql.table(table)}`.execute(db)).rows.map(row => record.parse(row));
  try {
    return await look({
      rows,
      everything: async () => {
        const tables = await sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`.execute(db);
        const all: string[] = [];
        for (const table of tables.rows) all.push(JSON.stringify(await rows(names.parse(table).name)));
        return all.join('\n');
      },
    });
  } finally {
    await connection.close();
  }
}

/** Makes what was copied from the directory older than it may be, as if half a day had passed on the machine: the bot then reads it again. */
export async function ageSnapshots(dataDir: string): Promise<void> {
  const connection = await connect({ databaseUrl: undefined, dataFolder: dataDir, log: pino({ level: 'silent' }) });
  await sql`update snapshot set taken_at_machine = taken_at_machine - interval '12 hours'`.execute(connection.db);
  await connection.close();
}
