// Who is in which groups, nested membership included, by whichever of two ways takes less time.
import { z } from 'zod';
import { read } from './answer.ts';
import { inChunks, mapInFlight, type Item } from './batch.ts';
import type { GraphClient } from './client.ts';
import { unlessMissing } from './missing.ts';
import { bodyOf, readInBatches } from './read-batches.ts';

/** Listing 999 members takes half a second, asking about 20 people in 8 batches at once one second: even at about 12 to one. */
const membersPerPerson = 12;
/** checkMemberGroups takes this many groups. */
const mostGroups = 20;
const listsInFlight = 8;
const keepSizeMs = 60_000;

const withId = z.object({ id: z.string() });
const checked = z.object({ value: z.array(z.string()) });

type Membership = Map<string, Set<string>>;
type Sizes = Map<string, { members: number; until: number }>;

/** How to ask, through one client, which of these groups each person is in. A group that does not exist has no members, once it was asked for again: an exclusion unseen for a moment would confirm whom it leaves out. People who are gone are in no group. */
export function memberships(client: GraphClient): (ids: readonly string[], groupIds: readonly string[]) => Promise<Membership> {
  const sizes: Sizes = new Map();
  return async (ids, groupIds) => {
    const found: Membership = new Map(ids.map((id) => [id, new Set()]));
    if (found.size > 0) await fill(client, sizes, found, [...new Set(groupIds)]).catch((error: unknown) => {
      // A group that was counted may be gone since.
      sizes.clear();
      throw error;
    });
    return found;
  };
}

async function fill(client: GraphClient, sizes: Sizes, found: Membership, groupIds: readonly string[]): Promise<void> {
  const groups = (await mapInFlight(groupIds, listsInFlight, async (id) => ({ id, members: await sizeOf(client, sizes, id) }))).filter(({ members }) => members > 0);
  const isCheap = (group: { members: number }) => group.members < membersPerPerson * found.size;
  const asked = groups.filter((group) => !isCheap(group));
  // Once people are asked about at all, small groups ride along in the same questions.
  const free = asked.length === 0 ? 0 : (mostGroups - (asked.length % mostGroups)) % mostGroups;
  const cheap = groups.filter(isCheap);
  await ask(client, found, [...asked, ...cheap.slice(0, free)].map(({ id }) => id));
  await mapInFlight(cheap.slice(free), listsInFlight, ({ id }) => list(client, found, id));
}

/** The size only chooses the way, so one a minute old will do. That a group is empty is not kept: it may be filled at any moment. */
async function sizeOf(client: GraphClient, sizes: Sizes, groupId: string): Promise<number> {
  const kept = sizes.get(groupId);
  if (kept !== undefined && client.machine() < kept.until) return kept.members;
  const members = await countMembers(client, groupId);
  if (members > 0) sizes.set(groupId, { members, until: client.machine() + keepSizeMs });
  return members;
}

/** Ids of all members, nested ones included: people, groups and devices alike. Least permission: GroupMember.Read.All. */
export function transitiveMembers(client: GraphClient, groupId: string): AsyncIterable<{ id: string }[]> {
  return client.pages(`/groups/${encodeURIComponent(groupId)}/transitiveMembers?$select=id&$top=999`, withId);
}

/** The first so many of them. Least permission: GroupMember.Read.All. */
export async function memberIds(client: GraphClient, groupId: string, most: number): Promise<string[]> {
  const found: string[] = [];
  for await (const page of transitiveMembers(client, groupId)) {
    found.push(...page.map(({ id }) => id));
    if (found.length >= most) break;
  }
  return found.slice(0, most);
}

/** Least permission: GroupMember.Read.All. */
async function countMembers(client: GraphClient, groupId: string): Promise<number> {
  const count = await unlessMissing(client, () => client.get(`/groups/${encodeURIComponent(groupId)}/transitiveMembers/$count`, { ConsistencyLevel: 'eventual' }));
  return count === null ? 0 : read(z.number(), count);
}

/** Least permission: User.Read.All and GroupMember.Read.All. */
function checkMemberGroups(personId: string, groupIds: readonly string[]): Item {
  return { method: 'POST', url: `/users/${encodeURIComponent(personId)}/checkMemberGroups`, body: { groupIds } };
}

async function list(client: GraphClient, found: Membership, groupId: string): Promise<void> {
  for await (const page of transitiveMembers(client, groupId)) {
    for (const { id } of page) found.get(id)?.add(groupId);
  }
}

async function ask(client: GraphClient, found: Membership, groupIds: readonly string[]): Promise<void> {
  const people = [...found.keys()];
  for (const groups of inChunks(groupIds, mostGroups)) {
    const answers = await readInBatches(client, people.map((id) => checkMemberGroups(id, groups)));
    people.forEach((id, n) => {
      const answer = answers[n];
      if (answer === undefined || answer.status === 404) return;
      for (const groupId of bodyOf(checked, answer).value) found.get(id)?.add(groupId);
    });
  }
}
