// What the database says after all the kills, read by its own tables: people, audit, tickets, posts, uploads that were cut off.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from '../../src/store/schema.ts';
import { createStore } from '../../src/store/tables.ts';
import { testClock } from '../support/clock.ts';

export type Ledger = z.infer<typeof ledger>;

const counted = z.object({ person_id: z.string(), round: z.number(), count: z.number() });
const ledger = z.object({
  requests: z.array(z.object({ id: z.string(), status: z.string(), reason: z.string().nullable(), round: z.number(), rows: z.number(), tickets: z.number() })),
  effects: z.array(z.object({ request_id: z.string(), round: z.number(), person_id: z.string(), state: z.string(), is_confirmed: z.boolean() })),
  /** Rows that say what became of a person in a round: there is one for each. */
  outcomes: z.array(counted),
  confirmations: z.array(counted),
  buried: z.array(z.string()),
  postsLeft: z.number(),
  unknown: z.array(z.string()),
  tickets: z.array(z.object({ correlation_id: z.string(), state: z.string() })),
  audit: z.string(),
});

export async function readLedger(db: Kysely<Database>): Promise<Ledger> {
  const store = createStore(db, { clock: testClock(), wake: () => Promise.resolve() });
  const rows = async (statement: ReturnType<typeof sql>) => (await statement.execute(db)).rows;
  const perPerson = (...actions: string[]) => rows(sql`select person_id, (detail ->> 'round')::int as round, count(*)::int as count from audit
    where action = any(${actions}::text[]) and person_id is not null group by request_id, person_id, round`);
  const verdict = await store.audit.verify();
  return ledger.parse({
    requests: await rows(sql`select id::text, status, reason, round, (select count(*)::int from request_row where request_id = q.id) as rows,
      (select count(*)::int from ticket where correlation_id = q.id::text) as tickets from request q order by created_at`),
    effects: await rows(sql`select request_id::text, round, person_id, state, confirmed_at is not null as is_confirmed from effect`),
    outcomes: await perPerson('applied', 'already', 'refused', 'failed'),
    confirmations: await perPerson('confirmed'),
    buried: (await store.jobs.buried()).map(job => `${job.name}: ${job.why ?? ''}`),
    postsLeft: (await rows(sql`select id from post where state in ('waiting', 'posting') or drawn < wanted`)).length,
    unknown: (await store.posts.troubled()).flatMap(post => (post.state === 'unknown' ? [post.id] : [])),
    tickets: await rows(sql`select correlation_id, state from ticket`),
    audit: verdict.ok ? 'whole' : JSON.stringify(verdict.damage),
  });
}

/** The lane of the group: its fence rises with each turn; free between two turns. */
export async function laneNow(db: Kysely<Database>): Promise<{ fence: number; isHeld: boolean }> {
  const { rows } = await sql`select coalesce(max(fence), 0) as fence, count(owner) > 0 as "isHeld" from lane`.execute(db);
  return z.object({ fence: z.number(), isHeld: z.boolean() }).parse(rows[0]);
}

/** What a second writer would leave behind: an outcome written twice, and an effect for somebody nobody asked for. */
export async function spoil(db: Kysely<Database>): Promise<void> {
  await sql`insert into audit select request_id, (select max(seq) + 1 from audit b where b.request_id = a.request_id), at, actor_id, action, person_id, detail, previous_hash, hash
    from audit a where action = 'applied' limit 1`.execute(db);
  await sql`insert into effect (request_id, round, person_id, step, state) select request_id, round, 'nobody', step, 'done' from effect limit 1`.execute(db);
}

/** Rows of an upload that was cut off, as long as nobody took them away. */
export async function partialRows(db: Kysely<Database>): Promise<number> {
  const { rows } = await sql`select count(*)::int as count from request_row r join request q on q.id = r.request_id where q.status = 'receiving'`.execute(db);
  return z.object({ count: z.number() }).parse(rows[0]).count;
}
