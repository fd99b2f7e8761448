// After all: databases that test processes left on the PostgreSQL of TEST_DATABASE_URL. Several processes end without a word.
import pg from 'pg';
import { postgresUrl } from './environment.ts';

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

export async function mochaGlobalTeardown(): Promise<void> {
  if (postgresUrl === undefined) return;
  const client = new pg.Client(postgresUrl);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(`select datname as name from pg_database where datname ~ '^la_desk_test_[0-9]+$'`);
    for (const { name } of rows) if (!isAlive(Number(name.slice('la_desk_test_'.length)))) await client.query(`drop database if exists ${name} with (force)`);
  } finally {
    await client.end();
  }
}
