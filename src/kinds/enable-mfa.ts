// Enable MFA: membership of the group that the MFA Conditional Access Standard policy includes, and the Portal's mark.
import type { MfaPolicy } from '../services.ts';
import type { Confirmation, Kind } from './kind.ts';

export const enableMfa: Kind = {
  name: 'enable-mfa',
  source: 'list',
  columns: ['status', 'mailboxType', 'accountType'],
  isPersonalChatOnly: false,
  keepsHours: true,
  approval: 'resolver',
  lane: ({ settings }) => `group:${settings.MFA_GROUP}`,
  steps: ['join-group'],
  // One $batch of 20 chained PATCHes with 20 people each.
  sliceSize: 400,

  async already({ directory, settings }, personIds) {
    const membership = await directory.membership(personIds, [settings.MFA_GROUP]);
    return new Set(personIds.filter(id => membership.get(id)?.has(settings.MFA_GROUP)));
  },

  // Undo needs only to know whom this request added, and the effect itself says that.
  before: null,

  apply: ({ members, settings }, slice) => members.add(settings.MFA_GROUP, slice.map(effect => effect.personId)),

  async confirm({ directory, settings }, slice) {
    const policies = standardPolicies(await directory.mfaPolicies(), settings.MFA_GROUP);
    const ids = slice.map(effect => effect.personId);
    if (policies.length === 0) return new Map(ids.map(id => [id, { is: 'contradicted', reason: 'policy-off' }]));
    const membership = await directory.membership(ids, [settings.MFA_GROUP, ...new Set(policies.flatMap(policy => policy.excludeGroups))]);
    return new Map(ids.map(id => [id, confirmation(id, membership.get(id) ?? new Set(), settings.MFA_GROUP, policies)]));
  },

  undo: {
    call: ({ members, settings }, slice) => members.remove(settings.MFA_GROUP, slice.map(effect => effect.personId)),
    /** Nested membership counts too: whoever is in the group by way of another one is asked for MFA all the same. */
    async confirm({ directory, settings }, slice) {
      const ids = slice.map(effect => effect.personId);
      const membership = await directory.membership(ids, [settings.MFA_GROUP]);
      return new Map(ids.map(id => [id, { is: membership.get(id)?.has(settings.MFA_GROUP) ? 'not-yet' : 'confirmed' }]));
    },
  },
  endsAt: null,
  policyState: async ({ directory, settings }) => (standardPolicies(await directory.mfaPolicies(), settings.MFA_GROUP).length > 0 ? 'on' : 'off'),
  needsPortalMark: true,
  asksForMethod: true,
  permissions: ['GroupMember.ReadWrite.All', 'User.Read.All'],
  identity: 'members',
};

/** The policies that make membership mean something: on, including the group, and asking at every sign-in. A policy for everybody is not ours. */
export const standardPolicies = (policies: readonly MfaPolicy[], group: string): MfaPolicy[] =>
  policies.filter(policy => policy.isOn && policy.asksAtEverySignIn && policy.includeGroups.includes(group));

/** Confirmed is more than membership: sign-in does not ask somebody whom each policy excludes, by group or by name. One that does not is enough. */
function confirmation(personId: string, groups: ReadonlySet<string>, group: string, policies: readonly MfaPolicy[]): Confirmation {
  const excludes = (policy: MfaPolicy) => policy.excludeUsers.includes(personId) || policy.excludeGroups.some(id => groups.has(id));
  if (policies.every(excludes)) return { is: 'contradicted', reason: 'excluded' };
  return groups.has(group) ? { is: 'confirmed' } : { is: 'not-yet' };
}
