// What is commonly done instead, measured on fewer people and scaled: one person after another, and batches of 20 single additions.
import { graphAs, bind, filter, mfaGroup, type Graph } from '../../test/sandbox/graph-caller.ts';
import { mapInFlight } from '../../src/graph/batch.ts';
import { startWorld, type World } from '../../test/support/world.ts';
import type { Bench, Reading } from '../bench.ts';
import { asSlowAsGraph, difference, requestsSoFar, total } from './stage.ts';

const full = 10_000;
type Item = { method: string; url: string; body?: unknown };
type As = { read: Graph; members: Graph };

const chunks = <T>(all: readonly T[], size: number): T[][] => Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));
const checked = { groupIds: [mfaGroup] };
const reference = (id: string) => bind([id])['members@odata.bind'][0] ?? '';

async function ok(answer: ReturnType<Graph>): Promise<void> {
  const { status } = await answer;
  if (status >= 300) throw new Error(`Graph answered ${status}.`);
}

async function oneByOne({ read, members }: As, people: readonly Person[]): Promise<void> {
  for (const { id, address } of people) {
    await ok(read('GET', `/users?${filter(`userPrincipalName eq '${address}'`)}`));
    await ok(members('POST', `/groups/${mfaGroup}/members/$ref`, { '@odata.id': reference(id) }));
    await ok(read('POST', `/users/${id}/checkMemberGroups`, checked));
  }
}

const batch = (graph: Graph, items: readonly Item[], isChained: boolean): Promise<void> =>
  ok(graph('POST', '/$batch', { requests: items.map((item, n) => ({ id: String(n), ...item, headers: { 'Content-Type': 'application/json' }, ...(isChained && n > 0 ? { dependsOn: [String(n - 1)] } : {}) })) }));

/** As we do it, reads eight in flight, but one person in each write: writes to one group must not overlap. */
async function singlePosts({ read, members }: As, people: readonly Person[]): Promise<void> {
  const rules = chunks(people, 15).map(some => ({ method: 'GET', url: `/users?${filter(`id in (${some.map(({ id }) => `'${id}'`).join(',')})`)}` }));
  await mapInFlight(chunks(rules, 20), 8, items => batch(read, items, false));
  for (const some of chunks(people, 20)) await batch(members, some.map(({ id }) => ({ method: 'POST', url: `/groups/${mfaGroup}/members/$ref`, body: { '@odata.id': reference(id) } })), true);
  await mapInFlight(chunks(people.map(({ id }) => ({ method: 'POST', url: `/users/${id}/checkMemberGroups`, body: checked })), 20), 8, items => batch(read, items, false));
}

type Person = { id: string; address: string };

async function measured(world: World, count: number, prefix: string, way: (as: As, people: readonly Person[]) => Promise<void>): Promise<{ requests: Reading; elapsed: Reading }> {
  const people: Person[] = [];
  for (const address of await world.makePeople(count, 'ZZ101', prefix)) people.push({ id: (await world.directoryPerson(address)).id, address });
  const as = { read: await graphAs(world.sandbox, 'READ'), members: await graphAs(world.sandbox, 'MEMBERS') };
  const before = await requestsSoFar(world);
  const from = performance.now();
  await way(as, people);
  const seconds = (performance.now() - from) / 1_000;
  const requests = total(difference(await requestsSoFar(world), before));
  const note = `of ${count} people, scaled to ${full}`;
  return { requests: { value: (requests * full) / count, note: `${requests} ${note}` }, elapsed: { value: (seconds * full) / count, note: `${seconds.toFixed(1)} s ${note}` } };
}

export const graphPlain: Bench = {
  figures: [
    { name: 'graph-one-by-one-requests', unit: 'requests', target: null },
    { name: 'graph-one-by-one-elapsed', unit: 's', target: null },
    { name: 'graph-single-posts-requests', unit: 'requests', target: null },
    { name: 'graph-single-posts-elapsed', unit: 's', target: null },
  ],
  engines: 'none',
  run: async ({ of }) => {
    const world = await startWorld({ bot: false });
    try {
      await asSlowAsGraph(world);
      const single = await measured(world, of(200, 10), 'single', oneByOne);
      const posts = await measured(world, of(800, 40), 'posts', singlePosts);
      return { 'graph-one-by-one-requests': single.requests, 'graph-one-by-one-elapsed': single.elapsed, 'graph-single-posts-requests': posts.requests, 'graph-single-posts-elapsed': posts.elapsed };
    } finally {
      await world.stop();
    }
  },
};
