// What the audit trail says: of one request, about one person, and all of it in pages.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { ChainedRow } from './audit-chain.ts';
import { auditRow, type Database } from './schema.ts';

const rowsPerPage = 5_000;

export async function rowsOf(db: Kysely<Database>, requestId: string): Promise<ChainedRow[]> {
  return z.array(auditRow).parse(await db.selectFrom('audit').selectAll().where('request_id', '=', requestId).orderBy('seq').execute());
}

export const auditReading = (db: Kysely<Database>) => ({
  async ofRequest(requestId: string): Promise<ChainedRow[]> {
    return await rowsOf(db, requestId);
  },
  /** Null where it is not there. */
  async sealHash(seq: number): Promise<string | null> {
    return (await db.selectFrom('audit_seal').select('hash').where('seq', '=', seq).executeTakeFirst())?.hash ?? null;
  },
  /** What was done about somebody, newest first. */
  async aboutPerson(personId: string, limit: number): Promise<ChainedRow[]> {
    return z.array(auditRow).parse(await db.selectFrom('audit').selectAll().where('person_id', '=', personId).orderBy('at', 'desc').orderBy('seq', 'desc').limit(limit).execute());
  },
  /** Who asked for these requests, approved, started and re-opened them, who had them undone, and who allowed it outside working hours, in order. */
  async decisions(requestIds: readonly string[]): Promise<ChainedRow[]> {
    const { rows } = await sql`select * from audit where request_id = any(${[...requestIds]}::uuid[]) and person_id is null and action in ('submitted', 'approved', 'started', 'reopened', 'undo-asked', 'undo-started', 'hours-waived') order by request_id, seq`.execute(db);
    return z.array(auditRow).parse(rows);
  },
  /** Everything, in pages, by request. */
  async *pages(): AsyncGenerator<ChainedRow[]> {
    let after = { request_id: '00000000-0000-0000-0000-000000000000', seq: 0 };
    for (;;) {
      const { rows } = await sql`select * from audit where (request_id, seq) > (${after.request_id}::uuid, ${after.seq}::int) order by request_id, seq limit ${rowsPerPage}`.execute(db);
      const page = z.array(auditRow).parse(rows);
      const last = page.at(-1);
      if (last === undefined) return;
      yield page;
      after = last;
    }
  },
});
