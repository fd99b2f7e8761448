// Who has a place, who waits for one, and who moves up when somebody leaves. Pure.

/** `out`: took it back. `n`: in the order in which they came. */
export type SignUp = { personId: string; choice: string; state: 'in' | 'waiting' | 'out'; n: number };

/** What changed: the one who pressed, and whoever has their place now. */
export type Changed = { saved: SignUp[]; movedUp: SignUp | null; became: SignUp['state'] | null };

const inOrder = (all: readonly SignUp[], state: SignUp['state']): SignUp[] => all.filter(one => one.state === state).toSorted((a, b) => a.n - b.n);

/** Pressed again, it is one. Another choice keeps the place, or the place in the queue. `places`: null for as many as come. */
export function join(all: readonly SignUp[], personId: string, choice: string, places: number | null): Changed {
  const now = all.find(one => one.personId === personId);
  if (now !== undefined && now.state !== 'out') return { saved: now.choice === choice ? [] : [{ ...now, choice }], movedUp: null, became: now.state };
  // While somebody waits, a place that is free is theirs.
  const isFull = (places !== null && inOrder(all, 'in').length >= places) || inOrder(all, 'waiting').length > 0;
  const joined: SignUp = { personId, choice, state: isFull ? 'waiting' : 'in', n: Math.max(0, ...all.map(({ n }) => n)) + 1 };
  return { saved: [joined], movedUp: null, became: joined.state };
}

/** Whoever has waited longest has the place then. */
export function leave(all: readonly SignUp[], personId: string): Changed {
  const now = all.find(one => one.personId === personId);
  if (now === undefined || now.state === 'out') return { saved: [], movedUp: null, became: now?.state ?? null };
  const [next] = now.state === 'in' ? inOrder(all, 'waiting') : [];
  const movedUp = next === undefined ? null : { ...next, state: 'in' as const };
  return { saved: [{ ...now, state: 'out' }, ...(movedUp === null ? [] : [movedUp])], movedUp, became: 'out' };
}

/** Those who have the places that a correction added: whoever has waited longest. */
export function movedUpTo(all: readonly SignUp[], places: number | null): SignUp[] {
  const free = places === null ? all.length : Math.max(0, places - inOrder(all, 'in').length);
  return inOrder(all, 'waiting').slice(0, free).map(one => ({ ...one, state: 'in' }));
}

export const countsOf = (all: readonly SignUp[]): Record<SignUp['state'], number> => ({ in: inOrder(all, 'in').length, waiting: inOrder(all, 'waiting').length, out: inOrder(all, 'out').length });
