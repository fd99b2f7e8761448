// What an administrator does in the Portal: it changes groups through Microsoft Graph, as another application would.
import assert from 'node:assert/strict';
import { z } from 'zod';
import type { World } from './world.ts';

const token = z.object({ access_token: z.string() });

/** At most 20 people. */
export const enableInPortal = (world: World, addresses: readonly string[]): Promise<void> => inGraph(world, 'MFA_GROUP', addresses);

const exclusions = '6f0e0000-0000-4000-8000-00000000a002';
/** Into the group that the policy excludes, or out of it: sign-in does not ask them, whatever other group they are in. */
export const exclude = (world: World, addresses: readonly string[]): Promise<void> => inGraph(world, exclusions, addresses);
export const excludeNoMore = (world: World, addresses: readonly string[]): Promise<void> => inGraph(world, exclusions, addresses, 'DELETE');

async function inGraph(world: World, group: string, addresses: readonly string[], method: 'PATCH' | 'DELETE' = 'PATCH'): Promise<void> {
  const settings = z.record(z.string(), z.string()).parse(await world.api('GET', '/api/settings'));
  const form = new URLSearchParams({ grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default', client_id: settings['GRAPH_MEMBERS_CLIENT_ID'] ?? '', client_secret: settings['GRAPH_MEMBERS_CLIENT_SECRET'] ?? '' });
  const login = await fetch(`${world.sandbox.url}/login/${settings['MicrosoftAppTenantId'] ?? ''}/oauth2/v2.0/token`, { method: 'POST', body: form });
  const { access_token } = token.parse(await login.json());
  const ids = await Promise.all(addresses.map(async address => (await world.directoryPerson(address)).id));
  const path = `${world.sandbox.url}/graph/v1.0/groups/${settings[group] ?? group}`;
  const headers = { 'Authorization': `Bearer ${access_token}`, 'Content-Type': 'application/json' };
  if (method === 'DELETE') {
    for (const id of ids) assert.equal((await fetch(`${path}/members/${id}/$ref`, { method, headers })).status, 204);
    return;
  }
  const body = JSON.stringify({ 'members@odata.bind': ids.map(id => `https://graph.microsoft.com/v1.0/directoryObjects/${id}`) });
  assert.equal((await fetch(path, { method, headers, body })).status, 204);
}
