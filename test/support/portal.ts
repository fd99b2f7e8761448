// What an administrator does in the Portal: it adds people to the MFA group through Microsoft Graph, as another application would.
import assert from 'node:assert/strict';
import { z } from 'zod';
import type { World } from './world.ts';

const token = z.object({ access_token: z.string() });

/** At most 20 people. */
export async function enableInPortal(world: World, addresses: readonly string[]): Promise<void> {
  const settings = z.record(z.string(), z.string()).parse(await world.api('GET', '/api/settings'));
  const form = new URLSearchParams({ grant_type: 'client_credentials', scope: 'https://graph.microsoft.com/.default', client_id: settings['GRAPH_MEMBERS_CLIENT_ID'] ?? '', client_secret: settings['GRAPH_MEMBERS_CLIENT_SECRET'] ?? '' });
  const login = await fetch(`${world.sandbox.url}/login/${settings['MicrosoftAppTenantId'] ?? ''}/oauth2/v2.0/token`, { method: 'POST', body: form });
  const { access_token } = token.parse(await login.json());
  const ids = await Promise.all(addresses.map(async address => (await world.directoryPerson(address)).id));
  const answer = await fetch(`${world.sandbox.url}/graph/v1.0/groups/${settings['MFA_GROUP'] ?? ''}`, {
    method: 'PATCH',
    headers: { 'Authorization': `Bearer ${access_token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ 'members@odata.bind': ids.map(id => `https://graph.microsoft.com/v1.0/directoryObjects/${id}`) }),
  });
  assert.equal(answer.status, 204);
}
