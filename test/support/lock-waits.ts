// For tests of what waits for what on PostgreSQL.
import { sql } from 'kysely';
import { z } from 'zod';
import type { Connection } from '../../src/store/connect.ts';

const waiting = z.object({ count: z.number() });

/** Resolves when a statement on this database waits for a lock. */
export async function somebodyWaits({ db }: Connection): Promise<void> {
  for (;;) {
    const { rows } = await sql`select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db);
    if (waiting.parse(rows[0]).count > 0) return;
  }
}
