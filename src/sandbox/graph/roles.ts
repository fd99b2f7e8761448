// Who holds directory roles. https://learn.microsoft.com/graph/api/rbacapplication-list-roleassignments
import { firstRoleAssignments } from '../world/generate.ts';
import { objectId } from '../world/ids.ts';
import type { World } from '../world/world.ts';
import type { Operation } from './ask.ts';
import { objectEntity } from './groups.ts';
import { filterOf } from './filter.ts';
import { fits } from './matching.ts';
import { paged, selected } from './page.ts';

/** Helpdesk Administrator: what people get who are made to hold a role. */
const laterRole = '729827e3-9c14-49f7-bb1b-9608f156bbb8';
/** Small, so that a caller who does not follow next links misses somebody. */
const pages = { usual: 3, most: 999 };

type Assignment = { roleDefinitionId: string; principalId: string };

const assignments = (world: World): Assignment[] => [
  ...firstRoleAssignments,
  ...[...world.people.all()].filter(person => person.hasRole).map(person => ({ roleDefinitionId: laterRole, principalId: person.id })),
];

const entity = (assignment: Assignment): Record<string, unknown> => ({ id: objectId(`${assignment.roleDefinitionId} ${assignment.principalId}`), ...assignment, directoryScopeId: '/', appScopeId: null });

export const listRoleAssignments = (world: World): Operation => ask => {
  const filter = filterOf(ask);
  const found = assignments(world).map(entity).filter(one => !filter || fits(filter, one));
  const principal = (one: Record<string, unknown>) => (ask.query.get('$expand')?.includes('principal') ? { principal: objectEntity(world, String(one.principalId)) } : {});
  return paged(ask, found, one => ({ ...selected(one, ask, null), ...principal(one) }), pages);
};
