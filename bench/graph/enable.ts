// From Start to the moment the resolvers' card says that the directory shows everybody: how long, and how many requests.
import { factsOf } from '../../test/support/card-reading.ts';
import type { World } from '../../test/support/world.ts';
import { figure } from '../../src/words.ts';
import { asSlowAsGraph, difference, longMs, quick, requestsSoFar, type Submitted } from './stage.ts';

export type Run = { tookMs: number; requests: Record<string, number>; joined: number };

/** @throws Error where somebody is not accounted for */
export async function enable(world: World, { people, card }: Submitted, { trouble, thereBefore = 0 }: { trouble?: Record<string, number>; thereBefore?: number } = {}): Promise<Run> {
  const resolvers = await world.resolvers('dan');
  const membersBefore = (await world.group()).members.length;
  await asSlowAsGraph(world, trouble);
  const before = await requestsSoFar(world);
  const from = performance.now();
  await resolvers.press(card, 'request.start');
  const isSaid = (shown: unknown): boolean => factsOf(shown).some(([count, of]) => count === figure(people.length) && of === 'confirmed in the policy');
  await resolvers.find(one => one.id === card.id && isSaid(one.card), { what: `a card that says ${people.length} confirmed`, withinMs: longMs });
  const tookMs = performance.now() - from;
  const requests = difference(await requestsSoFar(world), before);
  await quick(world);
  const joined = (await world.group()).members.length - membersBefore;
  if (joined + thereBefore !== people.length) throw new Error(`${joined} of ${people.length} joined, and ${thereBefore} were there.`);
  return { tookMs, requests, joined };
}
