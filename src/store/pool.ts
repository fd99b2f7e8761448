// Our connections to PostgreSQL. Where it takes no more of them, who asks waits for one of those we have, and none is given up that could not be replaced.
import type { PostgresPool } from 'kysely';
import pg from 'pg';
import type { Logger } from 'pino';

const MOST = 10;
/** Kept while nobody asks, so that there is one to go on with when others have taken the rest. */
const LEAST = 2;
/** The second waits for one of those we have; one of them may be lost meanwhile. */
const MOST_TRIES = 3;
const TOO_MANY_CONNECTIONS = '53300';

const isFull = (error: unknown): boolean => error instanceof pg.DatabaseError && error.code === TOO_MANY_CONNECTIONS;

export type PoolTimes = {
  /** For a new connection, or for one of ours to become free. */
  connectMs: number;
  /** Connections older than this are replaced: those made before a failover still lead to the server that only reads now. */
  renewedAfterMs: number;
  /** Refused, the server is asked for more again after this long, by whoever finds none free. */
  askedAgainMs: number;
};

export function makePool(config: pg.PoolConfig, { renewedAfterMs, askedAgainMs }: Omit<PoolTimes, 'connectMs'>, log: Logger): PostgresPool {
  const pool = new pg.Pool({ ...config, max: MOST, min: LEAST });
  // A connection that the server closes would otherwise end the process: while it is idle by way of the pool, and while
  // somebody holds it directly. Whoever holds it learns of it by their statement.
  pool.on('error', (error) => log.warn({ code: 'code' in error ? error.code : undefined }, 'a database connection was lost'));
  /** Those that the server took; the pool counts those it may yet refuse as well. */
  const taken = new Set<pg.PoolClient>();
  const old = new WeakSet<pg.PoolClient>();
  pool.on('remove', (client) => taken.delete(client));
  pool.on('connect', (client) => {
    taken.add(client);
    client.on('error', () => undefined);
    const ageing = setTimeout(() => old.add(client), renewedAfterMs).unref();
    client.once('end', () => clearTimeout(ageing));
  });
  const isReplaceable = roomProbe(config, askedAgainMs);
  let widening: NodeJS.Timeout | undefined;

  /** The pool itself fails whoever asks for one too many, and looks for a free one only when it is at its limit. */
  function keepToThese(): void {
    if (widening === undefined) log.warn({ connections: taken.size }, 'the database takes no more connections; work goes on over those there are');
    pool.options.max = pool.options.min = taken.size;
    clearTimeout(widening);
    widening = setTimeout(() => {
      widening = undefined;
      Object.assign(pool.options, { max: MOST, min: LEAST });
    }, askedAgainMs).unref();
  }

  async function connect(tries = MOST_TRIES): Promise<pg.PoolClient> {
    try {
      return await pool.connect();
    } catch (error) {
      if (!isFull(error) || taken.size === 0 || tries === 1) throw error;
      keepToThese();
      return connect(tries - 1);
    }
  }

  return {
    options: pool.options,
    async connect() {
      const client = await connect();
      const release = client.release.bind(client);
      client.release = (isBroken = false) => release(isBroken === false ? old.has(client) && isReplaceable() : isBroken);
      return client;
    },
    end: () => pool.end(),
  };
}

/** Whether the server took a connection in the last seconds. Where that is not known it is found out meanwhile, for whoever asks next. */
function roomProbe(config: pg.ClientConfig, askedAgainMs: number): () => boolean {
  let known: boolean | undefined;
  return () => {
    if (known === undefined) {
      known = false;
      const probe = new pg.Client(config);
      probe.on('error', () => undefined);
      void probe.connect().then(() => (known = true), () => undefined).finally(() => void probe.end().catch(() => undefined));
      setTimeout(() => (known = undefined), askedAgainMs).unref();
    }
    return known;
  };
}
