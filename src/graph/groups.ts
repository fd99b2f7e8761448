// Facts about one group: whether LA Desk may and can write to it.
import { z } from 'zod';
import { WorldError } from '../errors.ts';
import type { GroupFacts } from '../services.ts';
import { read } from './answer.ts';
import type { GraphClient } from './client.ts';

const select = 'id,displayName,securityEnabled,mailEnabled,groupTypes,onPremisesSyncEnabled,isAssignableToRole';

const group = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
  securityEnabled: z.boolean().nullish(),
  mailEnabled: z.boolean().nullish(),
  groupTypes: z.array(z.string()).nullish(),
  onPremisesSyncEnabled: z.boolean().nullish(),
  isAssignableToRole: z.boolean().nullish(),
});

/** Null where there is no such group. Least permission: GroupMember.Read.All. */
export async function groupFacts(client: GraphClient, id: string): Promise<GroupFacts | null> {
  try {
    const facts = read(group, await client.get(`/groups/${encodeURIComponent(id)}?$select=${select}`));
    return {
      id: facts.id,
      displayName: facts.displayName ?? '',
      isSecurity: facts.securityEnabled === true,
      isDynamic: facts.groupTypes?.includes('DynamicMembership') ?? false,
      isSynced: facts.onPremisesSyncEnabled === true,
      isMailEnabled: facts.mailEnabled === true,
      isRoleAssignable: facts.isAssignableToRole === true,
    };
  } catch (error) {
    if (error instanceof WorldError && error.code === 'Request_ResourceNotFound') return null;
    throw error;
  }
}
