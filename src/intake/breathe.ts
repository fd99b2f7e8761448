// Between two pieces of a file everything else runs. However many files are read at once, one of them goes on each time round: else fifty pieces
// would be parsed before anybody else is heard, and all who ask for anything would wait for all of them. While somebody waits for an answer, which
// takes many times round, even that one goes on only now and then.
import { isSomebodyWaiting } from '../people-first.ts';

/** A piece takes 1 to 3 ms: whoever waits has nearly all of the time, and a file is still read. */
const nowAndThenMs = 25;
const lookAgainMs = 5;

const waiting: (() => void)[] = [];
let wentOn = 0;

function oneGoesOn(): void {
  if (isSomebodyWaiting() && performance.now() - wentOn < nowAndThenMs) return void setTimeout(oneGoesOn, lookAgainMs);
  wentOn = performance.now();
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(oneGoesOn);
}

export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(oneGoesOn);
  });
}
