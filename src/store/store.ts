// What handlers see of the database: the tables, and one transaction at a time.
import type { Tables } from './tables.ts';

export type Store = Tables & {
  /**
   * Everything inside is saved together or not at all. Use only `tx` inside, and make no network call:
   * the embedded database has one connection, so both would wait for each other for ever.
   */
  transaction<T>(work: (tx: Tables) => Promise<T>): Promise<T>;
};
