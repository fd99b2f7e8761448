// A small request started behind a large one: how many slices of the large one it waits for.
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import type { World } from '../../test/support/world.ts';
import { asSlowAsGraph, longMs, quick, type Submitted } from './stage.ts';

const slice = 400;
const person = z.object({ id: z.string() });

/** For each of the small ones, in the order they are started. */
export async function slicesWaitedFor(world: World, large: Submitted, small: readonly Submitted[]): Promise<number[]> {
  const resolvers = await world.resolvers('dan');
  const first = (await world.group()).members.length;
  const idsOf = new Map<Submitted, ReadonlySet<string>>();
  for (const one of small) idsOf.set(one, new Set(await Promise.all(one.people.map(async address => person.parse(await world.directoryPerson(address)).id))));
  await asSlowAsGraph(world);
  await resolvers.press(large.card, 'request.start');
  const waits: number[] = [];
  for (const [n, one] of small.entries()) {
    // Spread over the first half of the large one: enough of it is left to wait for.
    await joined(world, first + Math.ceil((large.people.length / 2 / small.length) * n) + 1);
    await resolvers.press(one.card, 'request.start');
    const atStart = (await world.group()).members.length;
    await resolvers.card(/^(Confirming|Waiting for the Portal)/, { of: one.card, withinMs: longMs });
    waits.push(slicesBetween((await world.group()).members.slice(atStart), idsOf.get(one) ?? new Set()));
  }
  await quick(world);
  return waits;
}

/** Members come in the order they joined. Part of a slice is one: it was on its way at the start. */
function slicesBetween(joinedSince: readonly string[], mine: ReadonlySet<string>): number {
  const last = joinedSince.findLastIndex(id => mine.has(id));
  return Math.ceil(joinedSince.slice(0, last + 1).filter(id => !mine.has(id)).length / slice);
}

async function joined(world: World, count: number): Promise<void> {
  const until = performance.now() + longMs;
  while ((await world.group()).members.length < count) {
    if (performance.now() > until) throw new Error(`Nobody joined any more before there were ${count} members.`);
    await pause(100);
  }
}
