// Groups, their members, and how a write takes a while to show in reads.

export type GroupFacts = {
  displayName: string;
  description: string;
  securityEnabled: boolean;
  mailEnabled: boolean;
  groupTypes: readonly string[];
  onPremisesSyncEnabled: boolean | null;
  isAssignableToRole: boolean | null;
};

type Recent = { at: number; was: boolean };
export type Group = GroupFacts & {
  readonly id: string;
  /** Object ids of people and groups: the truth. */
  readonly members: Set<string>;
  /** Members counted but not held, for a group of a million. */
  bareMembers: number;
  /** Changes reads may not show yet, and what they show instead. */
  readonly recent: Map<string, Recent>;
};

export type Groups = ReturnType<typeof createGroups>;

/**
 * @param staleMs how long a write stays out of reads, in calendar milliseconds, so that winding the clock passes it too.
 */
export function createGroups(calendar: () => number, staleMs: () => number) {
  const byId = new Map<string, Group>();

  const settled = (change: Recent): boolean => change.at + staleMs() <= calendar();

  function forget(group: Group): void {
    for (const [id, change] of group.recent) if (settled(change)) group.recent.delete(id);
  }

  function put(group: Group, id: string, isIn: boolean, at: number): void {
    const was = group.members.has(id);
    if (was === isIn) return;
    if (isIn) group.members.add(id);
    else group.members.delete(id);
    const earlier = group.recent.get(id);
    group.recent.set(id, { at, was: earlier && !settled(earlier) ? earlier.was : was });
  }

  function shows(group: Group, id: string): boolean {
    const change = group.recent.get(id);
    return change && !settled(change) ? change.was : group.members.has(id);
  }

  /** Member ids as a read shows them now. */
  function* visible(group: Group): Generator<string> {
    forget(group);
    for (const id of group.members) if (shows(group, id)) yield id;
    for (const [id, change] of group.recent) if (change.was && !group.members.has(id)) yield id;
  }

  /** Whether a read shows `id` in the group, directly or through groups in it. */
  function contains(group: Group, id: string, seen = new Set<string>()): boolean {
    if (shows(group, id)) return true;
    seen.add(group.id);
    return nestedIn(group).some(inner => !seen.has(inner.id) && contains(inner, id, seen));
  }

  const nestedIn = (group: Group): Group[] => [...byId.values()].filter(inner => shows(group, inner.id));

  /** Everything in the group and in the groups in it, each once. */
  function* transitive(group: Group, seen = new Set<string>([group.id])): Generator<string> {
    for (const id of visible(group)) {
      if (seen.has(id)) continue;
      seen.add(id);
      yield id;
      const inner = byId.get(id);
      if (inner) yield* transitive(inner, seen);
    }
  }

  return {
    add: (id: string, facts: GroupFacts, members: Iterable<string> = []): void => void byId.set(id, { id, ...facts, members: new Set(members), bareMembers: 0, recent: new Map() }),
    byId: (id: string): Group | undefined => byId.get(id.toLowerCase()),
    all: (): Group[] => [...byId.values()],
    put,
    visible,
    transitive,
    contains,
  };
}
