// The Conditional Access policies that ask for MFA. The tenant allows one such request a second over all its apps, and says no
// without a Retry-After: so they are read once, by one caller for all who wait, and kept for ten minutes.
import { z } from 'zod';
import type { MfaPolicy } from '../services.ts';
import type { GraphClient } from './client.ts';

const keepMs = 10 * 60_000;
const betweenPagesMs = 1_000;

const names = z.array(z.string()).nullish().transform((list) => list ?? []);
const policy = z.object({
  id: z.string(),
  state: z.string(),
  // Loose: a condition that is not known here narrows a policy as much as one that is.
  conditions: z.looseObject({
    users: z.object({ includeGroups: names, excludeUsers: names, excludeGroups: names }).nullish(),
    applications: z.object({ includeApplications: names, excludeApplications: names, applicationFilter: z.unknown().optional() }).nullish(),
    clientAppTypes: names,
    platforms: z.object({ includePlatforms: names, excludePlatforms: names }).nullish(),
    locations: z.object({ includeLocations: names, excludeLocations: names }).nullish(),
  }).nullish(),
  grantControls: z.object({ operator: z.string().nullish(), builtInControls: names, customAuthenticationFactors: names, termsOfUse: names, authenticationStrength: z.unknown().optional() }).nullish(),
});
type Policy = z.infer<typeof policy>;
type Conditions = NonNullable<Policy['conditions']>;

/** Also those that are off or only report, told apart by `isOn`. */
export function mfaPolicies(client: GraphClient): () => Promise<MfaPolicy[]> {
  let kept: { until: number; policies: Promise<MfaPolicy[]> } | null = null;
  return () => {
    if (kept !== null && client.machine() < kept.until) return kept.policies;
    const policies = readPolicies(client);
    const mine = { until: client.machine() + keepMs, policies };
    kept = mine;
    // A failure is not kept: the next caller asks again.
    policies.catch(() => {
      if (kept === mine) kept = null;
    });
    return policies;
  };
}

/** Least permission: Policy.Read.All. */
async function readPolicies(client: GraphClient): Promise<MfaPolicy[]> {
  const all: MfaPolicy[] = [];
  for await (const page of client.pages('/identity/conditionalAccess/policies', policy, () => betweenPagesMs)) all.push(...page.filter(asksForMfa).map(toMfaPolicy));
  return all;
}

function asksForMfa({ grantControls }: Policy): boolean {
  if (!grantControls) return false;
  return grantControls.builtInControls.includes('mfa') || (grantControls.authenticationStrength ?? null) !== null;
}

function toMfaPolicy({ id, state, conditions, grantControls }: Policy): MfaPolicy {
  const users = conditions?.users;
  return {
    id,
    // "enabledForReportingButNotEnforced" is not on: nobody is asked for anything.
    isOn: state === 'enabled',
    asksAtEverySignIn: conditions ? isForEverySignIn(conditions) && isMfaTheOnlyWay(grantControls) : false,
    includeGroups: users?.includeGroups ?? [],
    excludeGroups: users?.excludeGroups ?? [],
    excludeUsers: users?.excludeUsers ?? [],
  };
}

/** Without these nobody is asked when they read their mail: all of Office 365, or Exchange Online by its id, which is the same in every tenant. */
const mailApplications = ['All', 'Office365', '00000002-0000-0ff1-ce00-000000000000'];

/** https://learn.microsoft.com/graph/api/resources/conditionalaccessconditionset: what is null or empty there does not narrow. */
function isForEverySignIn({ users: _whom, applications, clientAppTypes, platforms, locations, ...others }: Conditions): boolean {
  return (
    applications?.includeApplications.includes('All') === true && !applications.excludeApplications.some((id) => mailApplications.includes(id)) && isEmpty(applications.applicationFilter) &&
    (clientAppTypes.includes('all') || ['browser', 'mobileAppsAndDesktopClients'].every((type) => clientAppTypes.includes(type))) &&
    (!platforms || (platforms.includePlatforms.includes('all') && platforms.excludePlatforms.length === 0)) &&
    (!locations || (locations.includeLocations.includes('All') && locations.excludeLocations.length === 0)) &&
    Object.entries(others).every(([name, value]) => name.includes('@') || isEmpty(value))
  );
}

/** "One of the selected controls" would let a managed device, or accepted terms, stand in for MFA. */
function isMfaTheOnlyWay(grant: Policy['grantControls']): boolean {
  if (!grant) return false;
  const others = [...grant.builtInControls.filter((control) => control !== 'mfa'), ...grant.customAuthenticationFactors, ...grant.termsOfUse];
  return grant.operator === 'AND' || others.length === 0;
}

function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return typeof value === 'object' && Object.values(value).every(isEmpty);
}
