// A notice to 1,500 known conversations: what share of Teams' 50 calls a second the bot's workers reach together, beside naive senders over the same connector.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { connect } from '../../src/store/connect.ts';
import { migrate } from '../../src/store/migrate.ts';
import type { Store } from '../../src/store/store.ts';
import { createStore } from '../../src/store/tables.ts';
import { randomFrom } from '../../test/chaos/random.ts';
import { chatOf, knowReaders, longAgo, sendTo } from '../../test/support/fan-out.ts';
import { busiest } from '../../test/support/pace.ts';
import { openStrictConnector, type Arrival, type StrictConnector } from '../../test/support/strict-connector.ts';
import { startWorld, type World } from '../../test/support/world.ts';
import type { Bench, Engine, Reading } from '../bench.ts';
import { quantile } from '../ratio.ts';
import { allAtOnce, fixedDelay, postTo } from './naive-senders.ts';

const perSecond = 50;
/** Company Communicator waits eleven minutes; with five seconds its pattern is shown in a run that ends. */
const fixedDelayMs = 5_000;
const seed = 20_220_826;

type Run = { share: number; refused: number; undelivered: number };

/** By the connector's log: of the 50 a second that it takes, what was delivered between the first and the last, times the part that was delivered at all. Progress cards are not deliveries. */
function runOf(arrivals: readonly Arrival[], count: number): Run {
  const taken = arrivals.filter(({ status, thread }) => status === 201 && thread.startsWith('a:reader-'));
  const times = taken.map(({ at }) => at);
  if (busiest(arrivals.filter(({ status }) => status < 300).map(({ at }) => at), 1_000) > perSecond) throw new Error('The connector took more than it says.');
  if (new Set(taken.map(({ thread }) => thread)).size !== taken.length) throw new Error('Somebody was told twice.');
  const rate = (taken.length - 1) / ((Math.max(...times) - Math.min(...times)) / 1_000);
  return { share: ((100 * rate) / perSecond) * (taken.length / count), refused: arrivals.filter(({ status }) => status === 429).length, undelivered: count - taken.length };
}

async function withStore<T>(engine: Engine, work: (store: Store) => Promise<T>): Promise<T> {
  const connection = await connect({ databaseUrl: engine.is === 'postgres' ? engine.url : undefined, dataFolder: engine.is === 'pglite' ? engine.folder : '', log: pino({ level: 'silent' }) });
  try {
    await migrate(connection.db);
    return await work(createStore(connection.db, { clock: longAgo, wake: () => Promise.resolve() }));
  } finally {
    await connection.close();
  }
}

/** Two workers on a server; the embedded database has room for one process, which is started after the notice was put there. */
async function ours(world: World, engine: Engine, connector: StrictConnector, count: number): Promise<Run> {
  const id = randomUUID();
  connector.forget();
  await withStore(engine, store => sendTo(store, id, count));
  const bot = engine.is === 'pglite' ? await startWorker(world, engine, connector) : null;
  await connector.until(() => connector.arrivals().filter(({ thread, status }) => status === 201 && thread.startsWith('a:reader-')).length >= count, 240_000);
  // Whatever came twice would come now.
  await pause(3_000);
  await bot?.stop();
  const left = await withStore(engine, store => store.deliveries.counts(id));
  const delivered = left.find(({ state }) => state === 'delivered')?.count ?? 0;
  if (delivered !== count) throw new Error(`The bot says ${JSON.stringify(left)}.`);
  return runOf(connector.arrivals(), count);
}

const startWorker = (world: World, engine: Engine, { serviceUrl }: StrictConnector) =>
  world.startBot({ LOG_LEVEL: 'info', SERVICE_URLS: serviceUrl, ...(engine.is === 'postgres' ? { DATABASE_URL: engine.url, PROCESS_ROLE: 'worker' } : { DATA_DIR: engine.folder, DATABASE_URL: '' }) });

async function naive(connector: StrictConnector, count: number, send: (threads: readonly string[]) => Promise<number>): Promise<Run> {
  connector.forget();
  await pause(2_000);
  await send(Array.from({ length: count }, (_, n) => chatOf(n)));
  return runOf(connector.arrivals(), count);
}

const said = ({ share, refused, undelivered }: Run): string => `${share.toFixed(1)} %, ${refused} refused, ${undelivered} undelivered`;
const beside = (run: Run, what: string): Reading => ({ value: run.share, note: `${what}; ${said(run)}` });

export const fanoutShare: Bench = {
  figures: [
    { name: 'fanout-share', unit: '%', target: 90, isLeast: true }, { name: 'fanout-refused', unit: 'calls', target: 1 }, { name: 'fanout-undelivered', unit: 'deliveries', target: 0 },
    { name: 'fanout-share-all-at-once', unit: '%', target: null }, { name: 'fanout-share-fixed-delay', unit: '%', target: null },
  ],
  engines: 'each',
  run: async ({ engine, of, tell }) => {
    const count = of(1_500, 100);
    const connector = await openStrictConnector({ random: randomFrom(seed) });
    const world = await startWorld({ bot: false });
    try {
      await withStore(engine, store => knowReaders(store, count, connector.serviceUrl));
      if (engine.is === 'postgres') for (let n = 0; n < 2; n += 1) await startWorker(world, engine, connector);
      const runs: Run[] = [];
      for (let n = 0; n < (engine.is === 'postgres' ? 5 : 1); n += 1) {
        runs.push(await ours(world, engine, connector, count));
        tell(said(runs.at(-1) ?? { share: 0, refused: 0, undelivered: 0 }));
      }
      const post = postTo(connector.serviceUrl);
      const [atOnce, delayed] = [await naive(connector, count, threads => allAtOnce(post, threads)), await naive(connector, Math.ceil(count / 5), threads => fixedDelay(post, threads, fixedDelayMs))];
      tell(`all at once ${said(atOnce)}; fixed delay ${said(delayed)}`);
      const sum = (what: 'refused' | 'undelivered') => runs.reduce((total, run) => total + run[what], 0);
      const note = `${runs.length} runs of ${count} to known conversations, seed ${seed}`;
      return {
        'fanout-share': { value: quantile(runs.map(({ share }) => share), 0.5), note: `median of ${note}: ${runs.map(({ share }) => share.toFixed(1)).join(', ')}` },
        'fanout-refused': { value: sum('refused'), note: `429 in all of ${note}` },
        'fanout-undelivered': { value: sum('undelivered'), note: `in all of ${note}` },
        'fanout-share-all-at-once': beside(atOnce, 'whoever is refused waits as Teams says, three times'),
        'fanout-share-fixed-delay': beside(delayed, `${Math.ceil(count / 5)} deliveries, everybody pauses ${fixedDelayMs / 1_000} s at a 429`),
      };
    } finally {
      await world.stop();
      await connector.close();
    }
  },
};
