// Makes people members behind the bot's back, as another administrator would between the check and Start.
import { bind, graphAs, mfaGroup } from '../../test/sandbox/graph-caller.ts';
import type { World } from '../../test/support/world.ts';

/** Every nth of them, so that nearly every chunk of 20 meets some. Answers how many. */
export async function joinEvery(world: World, nth: number, people: readonly string[]): Promise<number> {
  const members = await graphAs(world.sandbox, 'MEMBERS');
  const ids: string[] = [];
  for (const address of people.filter((_, n) => n % nth === 0)) ids.push((await world.directoryPerson(address)).id);
  for (let n = 0; n < ids.length; n += 20) {
    const { status } = await members('PATCH', `/groups/${mfaGroup}`, bind(ids.slice(n, n + 20)));
    if (status !== 204) throw new Error(`Graph answered ${status}.`);
  }
  return ids.length;
}
