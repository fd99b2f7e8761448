// Between two pieces of a file everything else runs. However many files are read at once, one of them goes on each time round: else fifty pieces
// would be parsed before anybody else is heard, and all who ask for anything would wait for all of them.

const waiting: (() => void)[] = [];

function oneGoesOn(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(oneGoesOn);
}

export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(oneGoesOn);
  });
}
