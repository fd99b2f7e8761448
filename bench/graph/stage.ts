// A sandbox as slow as Graph, the bot's real processes, and lists of people checked, submitted and ready to be started.
import { z } from 'zod';
import type { Message } from '../../test/support/chat.ts';
import { startWorld, type World } from '../../test/support/world.ts';
import type { Engine } from '../bench.ts';

/**
 * What Graph takes, writes visible at once. Its published rate is left out: at 8,000 resource units in 10 s nobody could ask about
 * 10,000 people, at 4 units each, in less than 40 s.
 */
const graphTimes = { graphRequestMs: 60, graphBatchItemMs: 8, staleReadsMs: 0, graphUnits: 100_000_000 };
const noTrouble = { graph409Every: 0, graph503Every: 0 };
const groupSize = 1_000_000;
const organisation = 'ZZ101';

/** The resolvers' card has Start on it. */
export type Submitted = { people: readonly string[]; card: Message };

/** As in production: one process answers Teams and another works; the embedded database has room for one. */
export async function openStage(engine: Engine): Promise<World> {
  const world = await startWorld({ bot: false });
  await world.faults({ graphUnits: graphTimes.graphUnits, staleReadsMs: graphTimes.staleReadsMs });
  await world.api('PATCH', '/api/group', { bareMembers: groupSize });
  if (engine.is === 'pglite') await world.startBot({ LOG_LEVEL: 'info', DATA_DIR: engine.folder });
  else for (const role of ['web', 'worker']) await world.startBot({ LOG_LEVEL: 'info', DATABASE_URL: engine.url, PROCESS_ROLE: role });
  return world;
}

export const asSlowAsGraph = (world: World, trouble: Record<string, number> = noTrouble): Promise<unknown> => world.faults({ ...graphTimes, ...trouble });
/** Between measurements. */
export const quick = (world: World): Promise<unknown> => world.faults({ graphRequestMs: 0, graphBatchItemMs: 0, ...noTrouble });

/** Waits are for a machine that has other things to do. */
export const longMs = 600_000;

/** A list of this many new people, checked and submitted. */
export async function submit(world: World, count: number, prefix: string): Promise<Submitted> {
  const people = await world.makePeople(count, organisation, prefix);
  const la = await world.person('priya').chat();
  const resolvers = await world.resolvers('dan');
  const before = (await resolvers.messages()).at(-1);
  const lines = people.map(address => `${address},Active,User,User`);
  const sent = await la.say('', { file: { name: `${prefix}.csv`, bytes: ['EmailAddress,Status,MailboxType,AccountType', ...lines].join('\r\n') } });
  const report = await la.card(/^Checked/, { newerThan: sent, withinMs: longMs });
  const form = await la.press(report, 'request.form');
  await la.press(form, 'request.submit', { contactNumber: '07700 900123' });
  const card = await resolvers.card(/^New/, { ...(before ? { newerThan: before } : {}), withinMs: longMs });
  return { people, card };
}

const log = z.object({ exchanges: z.record(z.string(), z.number()) });

/** HTTP requests to Graph so far by kind, a batch being one. */
export const requestsSoFar = async (world: World): Promise<Record<string, number>> => log.parse(await world.api('GET', '/api/graph-log')).exchanges;

export const difference = (after: Record<string, number>, before: Record<string, number>): Record<string, number> =>
  Object.fromEntries(Object.entries(after).map(([kind, count]) => [kind, count - (before[kind] ?? 0)] as const).filter(([, count]) => count !== 0));

export const total = (counts: Record<string, number>): number => Object.values(counts).reduce((sum, count) => sum + count, 0);
