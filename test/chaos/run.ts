// One run: a world, a crew on one database, the journey with its kills, and what can be known afterwards.
import { randomInt } from 'node:crypto';
import type { Connection } from '../../src/store/connect.ts';
import { chaosSeed } from '../support/environment.ts';
import { startWorld, type World } from '../support/world.ts';
import { startFleet, type Crew, type Fleet } from './fleet.ts';
import { enableWhileKilled, graphCounts, type Finished } from './journey.ts';
import { alongTheList, makeKiller, type Kill, type Moment } from './kills.ts';
import { partialRows, readLedger, spoil, type Ledger } from './ledger.ts';
import { makeList, type ListFile } from './list-file.ts';
import { randomFrom } from './random.ts';
import type { Facts } from './verdict.ts';

export type Setting = {
  /** For the line that is printed. */
  engine: string;
  what: string;
  kills: Record<Moment, number>;
  people: number;
  /** The sandbox's faults: from the start, and again after each kill. */
  faults: Record<string, number>;
  storm: Record<string, number>;
  crew: Crew;
  /** The process that answers Teams, and those that do the work. */
  web: string;
  workers: readonly string[];
  /** How long something may take that waits for a dead one's leases to lapse. */
  patienceMs: number;
  /** `gone`: object ids of those who left after the check, and are refused. */
  whileApplying?: (fleet: Fleet, world: World, gone: ReadonlySet<string>) => Promise<void>;
  /** The database, while no process of the crew holds it alone. */
  open: () => Promise<Connection>;
};

export type Run = {
  facts: Facts;
  /** The same database after two rows were put in by hand. */
  spoilt: Ledger;
  kills: readonly Kill[];
  /** Rows that a killed upload had left behind at that moment. */
  partial: readonly number[];
  /** Graph's answers by method and status. */
  graph: Record<string, number>;
  errors: readonly string[];
};

export async function run(setting: Setting): Promise<Run> {
  const seed = chaosSeed ?? randomInt(2 ** 31);
  const began = performance.now();
  const world = await startWorld({ bot: false });
  try {
    const done = await inWorld(world, setting, randomFrom(seed));
    tell(setting, seed, done, performance.now() - began);
    return done;
  } catch (error) {
    throw new Error(`The run with CHAOS_SEED=${seed} did not come to its end. The last that was logged:\n${world.log().split('\n').slice(-25).join('\n')}`, { cause: error });
  } finally {
    await world.stop();
  }
}

async function inWorld(world: World, setting: Setting, random: () => number): Promise<Run & { warnings: Record<string, number> }> {
  const fleet = await startFleet(world, setting.crew);
  const list = await makeList(world, setting.people);
  const groupBefore = (await world.group()).members;
  const left = [...list.toEnable.keys()].slice(40, 43);
  const joined = async () => (await world.group()).count - groupBefore.length;
  const killer = makeKiller(fleet, random, joined, () => world.faults(setting.storm));
  const partial: number[] = [];
  await world.faults(setting.faults);
  const finished = await enableWhileKilled({
    ...setting, world, killer, list, toJoin: groupBefore.length + setting.people - left.length,
    whileApplying: async () => setting.whileApplying?.(fleet, world, new Set(left.map(address => list.toEnable.get(address) ?? ''))),
    beforeStart: async () => { for (const address of left) await world.changePerson(address, { gone: true }); },
    whenCutOff: async () => void partial.push(await withDatabase(setting, connection => partialRows(connection.db))),
  });
  // Until everything due has run: the audit trail is sealed, and nothing is left over.
  await world.wind({ by: 5 * 60_000 });
  const conversations = await Promise.all(finished.chats.map(chat => chat.messages()));
  await fleet.stop();
  const [ledger, spoilt] = await withDatabase(setting, async ({ db }) => [await readLedger(db), await spoil(db).then(() => readLedger(db))] as const);
  const facts = { ...gathered(finished, list, left, fleet, ledger), groupBefore, groupAfter: (await world.group()).members, conversations };
  return { facts, spoilt, kills: killer.kills(), partial, graph: await graphCounts(world), errors: fleet.errors(), warnings: fleet.warnings() };
}

const gathered = (finished: Finished, list: ListFile, left: string[], fleet: Fleet, ledger: Ledger) =>
  ({ list, left, outcome: finished.outcome, finalCard: finished.resolved, uploads: finished.uploads, unknownPosts: fleet.unknownPosts(), ledger });

async function withDatabase<T>(setting: Setting, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await setting.open();
  return work(connection).finally(() => connection.close());
}

function tell(setting: Setting, seed: number, done: Run & { warnings: Record<string, number> }, tookMs: number): void {
  const kills = done.kills.map(kill => `${kill.during} ${kill.process} after ${kill.atMs} ms at ${kill.joined} joined`).join('; ');
  process.stdout.write(`    CHAOS_SEED=${seed}: ${setting.engine}, ${setting.what}, ${setting.people} people, ${done.kills.length} kills at random, ${(tookMs / 1_000).toFixed(1)} s. ${kills}${kills === '' ? '' : '. '}Killed while people joined at ${alongTheList(done.kills, setting.people).join() || 'no'} % of the list. Rows left by uploads cut off: ${done.partial.join() || 'none'}. `
    + `Unknown posts: ${done.facts.unknownPosts.map(post => post.subject).join() || 'none'}. Graph: ${JSON.stringify(done.graph)}. Warnings: ${JSON.stringify(done.warnings)}\n`);
}
