// Tells a database that is away (down, silent, full, read-only) apart from one that refuses a statement: in one place, for both engines.
import { AbortedTransactionError, type DatabaseConnection, type Dialect, type Driver } from 'kysely';
import { DatabaseAway } from '../errors.ts';

/** The same dialect; what is thrown while the database is away is a DatabaseAway. */
export function tellingAway(dialect: Dialect): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => overDriver(dialect.createDriver()),
  };
}

function overDriver(driver: Driver): Driver {
  const known = new WeakSet<DatabaseConnection>();
  /** Drivers hand the same connection out again and again. */
  function overConnection(connection: DatabaseConnection): DatabaseConnection {
    if (known.has(connection)) return connection;
    known.add(connection);
    const execute = connection.executeQuery.bind(connection);
    connection.executeQuery = (query, options) => told(execute(query, options));
    return connection;
  }
  return {
    init: (options) => told(driver.init(options)),
    acquireConnection: async (options) => overConnection(await told(driver.acquireConnection(options))),
    beginTransaction: (connection, settings) => told(driver.beginTransaction(connection, settings)),
    commitTransaction: (connection) => told(driver.commitTransaction(connection)),
    rollbackTransaction: (connection) => told(driver.rollbackTransaction(connection)),
    releaseConnection: (connection, options) => driver.releaseConnection(connection, options),
    destroy: (options) => driver.destroy(options),
  };
}

async function told<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw isAway(error) ? new DatabaseAway(codeOf(error), error) : error;
  }
}

/** Connections, resources (too many connections, disk full), an operator or a time limit, the system underneath; and after a failover, reading only. */
const classesAway = ['08', '53', '57', '58'];
const READ_ONLY = '25006';

/** With a severity it is PostgreSQL's own word; without one nothing was answered at all. A RuntimeError is WebAssembly's: the embedded database died. */
function isAway(error: unknown): error is Error {
  if (!(error instanceof Error) || error instanceof AbortedTransactionError || error instanceof DatabaseAway) return false;
  if ('severity' in error) return classesAway.includes(codeOf(error).slice(0, 2)) || codeOf(error) === READ_ONLY;
  return error.constructor === Error || error instanceof AggregateError || error.name === 'RuntimeError';
}

const codeOf = (error: Error): string => ('code' in error && typeof error.code === 'string' ? error.code : 'no-answer');
