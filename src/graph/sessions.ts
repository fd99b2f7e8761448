// Signs a person out everywhere.
import { WorldError } from '../errors.ts';
import type { Outcome, Sessions } from '../services.ts';
import type { GraphClient } from './client.ts';
import { againMs } from './rounds.ts';

export function sessions(client: GraphClient): Sessions {
  return { revoke: (personId) => revoke(client, personId) };
}

async function revoke(client: GraphClient, personId: string): Promise<Outcome> {
  try {
    await revokeSignInSessions(client, personId);
    return { is: 'done' };
  } catch (error) {
    if (!(error instanceof WorldError)) throw error;
    if (error.code === 'Request_ResourceNotFound') return { is: 'refused', reason: 'gone' };
    if (error.failure !== 'refused') return { is: 'again', afterMs: error.retryAfterMs ?? againMs, ...(error.failure === 'unavailable' && { isUnsure: true }) };
    if (error.code === 'Authorization_RequestDenied') return { is: 'refused', reason: 'forbidden' };
    throw error;
  }
}

/** Done twice it does no harm. Takes minutes to be felt, and does not reach external users. Least permission: User.RevokeSessions.All. */
function revokeSignInSessions(client: GraphClient, personId: string): Promise<unknown> {
  return client.post(`/users/${encodeURIComponent(personId)}/revokeSignInSessions`, {});
}
