// A group to write to on the loopback server, and outcomes in brief.
import type { Outcome } from '../../src/services.ts';
import { fakeGroup } from './fake-directory.ts';
import { against, connected, loopback, type Answering, type Loopback, type Reply } from './loopback.ts';

export const people = (count: number, from = 0) => Array.from({ length: count }, (_, n) => `p${from + n}`);
const existing = new Set(people(500));
type Group = ReturnType<typeof fakeGroup>;

/** `fault` may answer before the group does; `whole` may spoil the whole batch, before or after its effect. */
export async function withGroup<T>(
  members: Iterable<string>, test: (edge: ReturnType<typeof connected>, group: Group, graph: Loopback) => Promise<T>,
  fault: (...args: Parameters<Answering>) => Reply | null = () => null, whole: (run: () => Reply) => Reply | 'cut' | 'hang' = (run) => run(),
): Promise<T> {
  const group = fakeGroup('g', existing, members);
  const server = loopback((request) => fault(request) ?? group.answering(request), (run) => {
    group.nextBatch();
    return whole(run);
  });
  return against(server, (graph) => test(connected(graph.url), group, graph));
}

export const summary = (outcomes: Map<string, Outcome>) => {
  const word = (outcome: Outcome) => (outcome.is === 'refused' ? outcome.reason : outcome.is);
  return Object.fromEntries([...Map.groupBy(outcomes, ([, outcome]) => word(outcome))].map(([is, those]) => [is, those.length]));
};
