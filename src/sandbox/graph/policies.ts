// Conditional access policies. https://learn.microsoft.com/graph/api/conditionalaccessroot-list-policies
import { policiesOf, type Policy } from '../world/policy.ts';
import type { World } from '../world/world.ts';
import type { Operation } from './ask.ts';
import { paged, selected } from './page.ts';

const entity = (policy: Policy): Record<string, unknown> => ({
  id: policy.id, displayName: policy.displayName, state: policy.state, createdDateTime: '2021-06-01T08:00:00Z', modifiedDateTime: null, sessionControls: null, templateId: null,
  conditions: {
    clientAppTypes: ['all'], applications: { includeApplications: ['All'], excludeApplications: [], includeUserActions: [] }, platforms: null, locations: null, signInRiskLevels: [], userRiskLevels: [],
    users: { includeUsers: policy.includeUsers, excludeUsers: policy.excludeUsers, includeGroups: policy.includeGroups, excludeGroups: policy.excludeGroups, includeRoles: [], excludeRoles: [] },
  },
  grantControls: { operator: 'OR', builtInControls: policy.builtInControls, customAuthenticationFactors: [], termsOfUse: [], authenticationStrength: null },
});

export const listPolicies = (world: World): Operation => ask => paged(ask, policiesOf(world), policy => selected(entity(policy), ask, null), { usual: 100, most: 999 });
