// pg-boss as the bell: a wake sent in the transaction that adds a job is heard by a worker in milliseconds. It is never the truth;
// the sweep finds whatever was not heard.
import { fromKysely, fromPglite, PgBoss, type KyselyTransactionLike, type PGliteLike } from 'pg-boss';
import type { Services } from '../services.ts';
import type { Near } from '../store/near.ts';

export type Engine = { is: 'postgres'; url: string } | { is: 'pglite'; pglite: PGliteLike };
export type WakeUp = Awaited<ReturnType<typeof startWake>>;

const queue = 'wake';
/** Its own pool has to give up on a silent database too. The second is pg's, and handed on to it. */
const patience = { connectionTimeoutMillis: 3_000, query_timeout: 10_000 };
const nobody = '00000000-0000-4000-8000-000000000000';

export async function startWake(engine: Engine, log: Services['log']) {
  const boss = new PgBoss({
    ...(engine.is === 'postgres' ? { connectionString: engine.url, max: 4, ...patience } : { db: fromPglite(engine.pglite), backend: 'pglite' as const }),
    useListenNotify: true,
    schedule: false,
  });
  boss.on('error', (err) => log.warn({ err }, 'the job wake-up failed; the sweep goes on'));
  await boss.start();
  await boss.createQueue(queue, { retryLimit: 0, expireInSeconds: 60, retentionSeconds: 600, deleteAfterSeconds: 60, notify: true });
  // The first send reads the queue's settings through pg-boss's own handle. Inside a transaction on the embedded database that would
  // wait for ever for the connection the transaction holds, so they are read now; createQueue does not.
  await boss.findJobs(queue, { id: nobody });
  // Wakes that a killed process left behind say nothing any more: every start begins with a look.
  if (engine.is === 'pglite') await boss.deleteAllJobs(queue);

  let near: Near | null = null;

  return {
    /** The runner that listens here: it needs no bell. */
    near: () => near,
    /** `db`: the transaction that added the job. */
    wake: async (db: KyselyTransactionLike, job: { name: string; key: string }): Promise<void> => {
      await boss.send(queue, job, { db: fromKysely(db) });
    },
    /** From outside any transaction: for jobs whose wake was not heard. */
    ring: async (job: { name: string; key: string }): Promise<void> => {
      await boss.send(queue, job);
    },
    /** Several wakes that come together are one call. */
    async listen(runner: { poke(): void } | Near): Promise<void> {
      near = 'reserve' in runner ? runner : null;
      // With batches of one, a burst of wakes would be worked off one poll at a time.
      await boss.work(queue, { batchSize: 50, burstWhenBatchFull: true }, () => Promise.resolve(runner.poke()));
    },
    /** Before the database is closed. */
    async stop(): Promise<void> {
      await boss.stop({ graceful: true, timeout: 5_000 });
    },
  };
}
