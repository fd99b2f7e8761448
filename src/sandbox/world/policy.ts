// The tenant's conditional access policies, and what one person's sign-in asks by them.
import { bot, groups } from './constants.ts';
import { objectId } from './ids.ts';
import type { Person } from './people.ts';
import type { World } from './world.ts';

export type Policy = {
  id: string;
  displayName: string;
  state: string;
  includeUsers: readonly string[];
  includeGroups: readonly string[];
  excludeUsers: readonly string[];
  excludeGroups: readonly string[];
  builtInControls: readonly string[];
};

/** One asks for MFA; the other shows that not every policy does. */
export const policiesOf = (world: World): Policy[] => [
  {
    id: objectId('policy mfa standard'), displayName: 'MFA CA Standard Policy', state: world.faults.get().policyState,
    includeUsers: [], includeGroups: [groups.mfa], excludeUsers: [], excludeGroups: [groups.exclusions], builtInControls: ['mfa'],
  },
  {
    id: objectId('policy legacy'), displayName: 'Block legacy authentication', state: 'enabled',
    includeUsers: ['All'], includeGroups: [], excludeUsers: [bot], excludeGroups: [], builtInControls: ['block'],
  },
];

const asksForMfa = (policy: Policy): boolean => policy.builtInControls.includes('mfa');

export type SignIn = { asksForMfa: boolean; why: string };

/** By the truth of the groups, not by what a read shows. */
export function signInOf(world: World, person: Person): SignIn {
  const isIn = (id: string, seen = new Set<string>()): boolean => {
    const group = world.groups.byId(id);
    if (!group || seen.has(id)) return false;
    seen.add(id);
    return group.members.has(person.id) || [...group.members].some(member => isIn(member, seen));
  };
  const policy = policiesOf(world).find(one => asksForMfa(one));
  if (!policy) return { asksForMfa: false, why: 'No policy asks for MFA.' };
  const name = `"${policy.displayName}"`;
  if (policy.state !== 'enabled') return { asksForMfa: false, why: `The policy ${name} is not on (${policy.state}).` };
  if (!policy.includeGroups.some(id => isIn(id))) return { asksForMfa: false, why: `They are in no group that the policy ${name} includes.` };
  if (policy.excludeGroups.some(id => isIn(id))) return { asksForMfa: false, why: `They are in a group that the policy ${name} excludes.` };
  return { asksForMfa: true, why: `They are in a group that the policy ${name} includes, and in none that it excludes.` };
}
