// Work that turns start and do not wait for, in a process that can be killed in the middle of it.
import type { Background } from '../../src/dispatch.ts';

export type AfterTurns = { after: Background; finished: () => Promise<unknown>; kill: AbortController };

export function afterTurns(): AfterTurns {
  const pending: Promise<void>[] = [];
  const kill = new AbortController();
  return { after: { run: work => void pending.push(work(kill.signal)), stop: () => Promise.resolve() }, finished: () => Promise.all(pending), kill };
}
