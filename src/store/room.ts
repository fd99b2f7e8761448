// The embedded database must never meet a full disk: where its log cannot grow it spins for ever inside WebAssembly, and with it this process.
import { statfsSync } from 'node:fs';

/** Several pieces of its log (16 MB each): what is under way can end. */
const LEAST_BYTES = 64 * 1_048_576;

export type Room = () => number;

/** Bytes left where this folder is. */
export const roomIn = (folder: string): Room => () => {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
};

export const isTight = (room: Room): boolean => room() < LEAST_BYTES;

export const tightWords = (room: Room): string => `The disk of the data folder is full: ${Math.floor(room() / 1_048_576)} MB are left, LA Desk needs ${LEAST_BYTES / 1_048_576} MB.`;

const asks = new Set<string | symbol>(['query', 'exec', 'sql']);

/** The same database, or transaction, which takes no statement while there is little room. Asking the system takes microseconds. */
export function whileThereIsRoom<D extends object>(database: D, room: Room): D {
  return new Proxy(database, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      // Begun in any case: the dialect waits for ever for a transaction that was refused.
      if (name === 'transaction') return (work: (tx: object) => unknown): unknown => Reflect.apply(value, target, [(tx: object) => work(whileThereIsRoom(tx, room))]);
      return (...given: unknown[]): unknown => {
        if (asks.has(name) && isTight(room)) return Promise.reject(Object.assign(new Error(tightWords(room)), { code: 'ENOSPC' }));
        return Reflect.apply(value, target, given);
      };
    },
  });
}
