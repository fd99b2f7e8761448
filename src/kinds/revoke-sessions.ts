// Sign one person out everywhere: for a lost phone or a stolen session. Needs a second approver, cannot be undone, and the directory's own audit confirms it.
import type { Confirmation, Kind } from './kind.ts';

/** What Entra's audit calls it: the time from which older tokens are refused is moved. */
export const revokeActivity = 'Update StsRefreshTokenValidFrom Timestamp';

export const revokeSessions: Kind = {
  name: 'revoke-sessions',
  source: 'person',
  columns: [],
  isPersonalChatOnly: true,
  keepsHours: false,
  approval: 'second-approver',
  lane: (_needs, personId) => `person:${personId}`,
  steps: ['revoke'],
  sliceSize: 1,
  already: () => Promise.resolve(new Set()),
  before: null,

  async apply({ sessions }, slice) {
    return new Map(await Promise.all(slice.map(async ({ personId }) => [personId, await sessions.revoke(personId)] as const)));
  },

  async confirm({ directory }, slice) {
    const confirmed = new Map<string, Confirmation>();
    for (const { personId, appliedSince } of slice) {
      const entries = await directory.audits(revokeActivity, personId, appliedSince);
      confirmed.set(personId, entries.some(entry => entry.result === 'success') ? { is: 'confirmed' } : { is: 'not-yet' });
    }
    return confirmed;
  },

  undo: { cannot: 'Being signed out cannot be taken back: the person signs in again.' },
  endsAt: null,
  policyState: null,
  needsPortalMark: false,
  asksForMethod: false,
  permissions: ['User.RevokeSessions.All'],
  identity: 'methods',
};
