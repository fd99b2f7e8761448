// A notice to many readers on its way, by the bot's real processes, to a connector that holds Teams' limits; and what the database says of each delivery afterwards.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { pino } from 'pino';
import { z } from 'zod';
import { connect, overPostgres, type Connection } from '../../../src/store/connect.ts';
import { migrate } from '../../../src/store/migrate.ts';
import { createStore } from '../../../src/store/tables.ts';
import { openPostgresStore, ownDatabaseUrl } from '../../support/database.ts';
import { knowReaders, longAgo, sendTo } from '../../support/fan-out.ts';
import { noticeId } from '../../support/notices.ts';
import type { Arrival, StrictConnector } from '../../support/strict-connector.ts';
import { startWorld } from '../../support/world.ts';
import { startFleet, type Fleet } from '../fleet.ts';

const log = pino({ level: 'silent' });

/** `workers` by their names in the crew. */
export type Where = { workers: readonly string[]; settings: Record<string, string>; open: () => Promise<Connection>; clear: () => void };

export function onFolder(): Promise<Where> {
  const folder = mkdtempSync(join(tmpdir(), 'la-desk-chaos-'));
  return Promise.resolve({ workers: ['bot'], settings: { DATA_DIR: folder }, open: () => connect({ databaseUrl: undefined, dataFolder: folder, log }), clear: () => rmSync(folder, { recursive: true, force: true }) });
}

export async function onServer(): Promise<Where> {
  await openPostgresStore();
  return { workers: ['one', 'two'], settings: { DATABASE_URL: ownDatabaseUrl(), PROCESS_ROLE: 'worker' }, open: () => Promise.resolve(overPostgres(ownDatabaseUrl(), log)), clear: () => undefined };
}

const delivery = z.object({ thread: z.string(), state: z.string(), reason: z.string().nullable(), activityId: z.string().nullable() });
const heading = z.object({ heading: z.string() });
export type Facts = { deliveries: z.infer<typeof delivery>[]; arrivals: readonly Arrival[]; count: number; heading: string; errors: readonly string[] };

/** Is it on its way to a reader, and was it taken? */
export const isCard = ({ thread, status, method }: Arrival): boolean => thread.startsWith('a:reader-') && status === 201 && method === 'POST';

/** Sends it while `meanwhile` happens, and waits until its officer reads that it is sent. */
export async function sendMeanwhile(where: Where, connector: StrictConnector, count: number, meanwhile: (fleet: Fleet) => Promise<void>): Promise<Facts> {
  await inDatabase(where, async ({ db }) => {
    await migrate(db);
    const store = createStore(db, { clock: longAgo, wake: () => Promise.resolve() });
    await knowReaders(store, count, connector.serviceUrl);
    await sendTo(store, noticeId, count);
  });
  const world = await startWorld({ bot: false });
  try {
    const fleet = await startFleet(world, Object.fromEntries(where.workers.map(name => [name, { ...where.settings, SERVICE_URLS: connector.serviceUrl }])));
    await meanwhile(fleet);
    await fleet.ready();
    await connector.until(() => connector.arrivals().some(({ thread, summary }) => thread === 'a:chloe' && summary.startsWith('Sent: ')), 240_000);
    await fleet.stop();
    return { ...(await inDatabase(where, factsIn)), arrivals: connector.arrivals(), count, errors: fleet.errors() };
  } finally {
    await world.stop();
    where.clear();
  }
}

async function inDatabase<T>(where: Where, look: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await where.open();
  return look(connection).finally(() => connection.close());
}

async function factsIn({ db }: Connection): Promise<Pick<Facts, 'deliveries' | 'heading'>> {
  const deliveries = await sql`select 'a:' || person_id as thread, state, reason, activity_id as "activityId" from delivery where notice_id = ${noticeId}`.execute(db);
  const shown = await sql`select p.content -> 'card' -> 'data' ->> 'heading' as heading from post p join notice n on n.progress_post_id = p.id where n.id = ${noticeId}`.execute(db);
  return { deliveries: z.array(delivery).parse(deliveries.rows), heading: heading.parse(shown.rows[0]).heading };
}
