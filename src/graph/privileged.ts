// People with a directory role, straight or through a group, and members of groups that could be given one. LA Desk refuses to
// touch them: its application permissions would allow what a delegated administrator could not do (platform rule, not ours).
import { z } from 'zod';
import { read } from './answer.ts';
import { inChunks, mapInFlight } from './batch.ts';
import type { GraphClient } from './client.ts';
import { transitiveMembers } from './membership.ts';

const mostIds = 1_000;
const listsInFlight = 8;
const withId = z.object({ id: z.string() });
const principals = z.object({ value: z.array(z.object({ id: z.string(), '@odata.type': z.string().nullish() })) });

/** `roles` reads the assignments, `reader` everything else. Eligible (not yet activated) assignments are not in it. */
export async function privileged(roles: GraphClient, reader: GraphClient): Promise<Set<string>> {
  const assigned = new Set<string>();
  for await (const page of roleAssignments(roles)) page.forEach(({ principalId }) => assigned.add(principalId));
  const groups = new Set<string>();
  for (const ids of inChunks([...assigned], mostIds)) (await groupsAmong(reader, ids)).forEach((id) => groups.add(id));
  for await (const page of roleAssignableGroups(reader)) page.forEach(({ id }) => groups.add(id));
  const people = new Set([...assigned].filter((id) => !groups.has(id)));
  await mapInFlight([...groups], listsInFlight, async (id) => {
    for await (const page of transitiveMembers(reader, id)) page.forEach((member) => people.add(member.id));
  });
  return people;
}

/** Least permission: RoleManagement.Read.Directory. */
function roleAssignments(client: GraphClient): AsyncIterable<{ principalId: string }[]> {
  return client.pages('/roleManagement/directory/roleAssignments?$select=principalId', z.object({ principalId: z.string() }));
}

/** Least permission: GroupMember.Read.All. */
function roleAssignableGroups(client: GraphClient): AsyncIterable<{ id: string }[]> {
  return client.pages(`/groups?$filter=${encodeURIComponent('isAssignableToRole eq true')}&$select=id&$top=999`, withId);
}

/** At most 1,000 ids; unknown ones are left out of the answer without a word. Least permission: Directory.Read.All. */
async function groupsAmong(client: GraphClient, ids: readonly string[]): Promise<string[]> {
  const body = { ids, types: ['user', 'group'] };
  const { value } = read(principals, await client.post('/directoryObjects/getByIds?$select=id', body));
  return value.filter((principal) => principal['@odata.type'] === '#microsoft.graph.group').map(({ id }) => id);
}
