// Groups and who is in them. https://learn.microsoft.com/graph/api/group-list-members
import type { Group } from '../world/groups.ts';
import type { World } from '../world/world.ts';
import { isEventual, type Ask, type Operation, type Reply } from './ask.ts';
import { badRequest, notFound } from './errors.ts';
import { filterOf } from './filter.ts';
import { fits } from './matching.ts';
import { paged, selected } from './page.ts';
import { userEntity, usualUserProperties } from './user.ts';

const pages = { usual: 100, most: 999 };

const groupEntity = (group: Group): Record<string, unknown> => ({
  '@odata.type': '#microsoft.graph.group',
  'id': group.id, 'displayName': group.displayName, 'description': group.description, 'securityEnabled': group.securityEnabled, 'mailEnabled': group.mailEnabled, 'mailNickname': group.id.slice(0, 8),
  'groupTypes': group.groupTypes, 'onPremisesSyncEnabled': group.onPremisesSyncEnabled, 'isAssignableToRole': group.isAssignableToRole, 'membershipRule': group.groupTypes.includes('DynamicMembership') ? '(user.companyName -eq "ZZ101")' : null,
  'visibility': null, 'deletedDateTime': null, 'createdDateTime': '2019-04-01T08:00:00Z',
});

/** A person or group by id, as an object of its kind; undefined where it is not, or no longer, there. */
export function objectEntity(world: World, id: string): Record<string, unknown> | undefined {
  const person = world.people.byId(id);
  if (person) return userEntity(person);
  const group = world.groups.byId(id);
  return group && groupEntity(group);
}

/** Runs `work` with the group named in the path. */
const withGroup = (world: World, work: (ask: Ask, group: Group) => Reply): Operation => ask => {
  const group = world.groups.byId(ask.params.id ?? '');
  return group ? work(ask, group) : notFound(ask.params.id ?? '');
};

export const getGroup = (world: World): Operation => withGroup(world, (ask, group) => ({ status: 200, body: selected(groupEntity(group), ask, null) }));

export const listGroups = (world: World): Operation => ask => {
  const filter = filterOf(ask);
  const found = world.groups.all().filter(group => !filter || fits(filter, groupEntity(group)));
  return paged(ask, found, group => selected(groupEntity(group), ask, null), pages);
};

function* present(world: World, ids: Iterable<string>): Generator<string> {
  for (const id of ids) if (world.people.byId(id) ?? world.groups.byId(id)) yield id;
}

const direct = (world: World, group: Group): Iterable<string> => present(world, world.groups.visible(group));
const transitive = (world: World, group: Group): Iterable<string> => present(world, world.groups.transitive(group));

function count(ids: Iterable<string>): number {
  let total = 0;
  for (const _id of ids) total += 1;
  return total;
}

function list(world: World, ask: Ask, ids: () => Iterable<string>): Reply {
  const isCounted = ask.query.get('$count') === 'true';
  if (isCounted && !isEventual(ask)) return badRequest('$count is not currently supported.');
  const shape = (id: string): unknown => selected(objectEntity(world, id) ?? {}, ask, usualUserProperties, ['@odata.type', 'id']);
  return paged(ask, ids(), shape, pages, isCounted ? () => count(ids()) : undefined);
}

export const listMembers = (world: World): Operation => withGroup(world, (ask, group) => list(world, ask, () => direct(world, group)));
export const listTransitiveMembers = (world: World): Operation => withGroup(world, (ask, group) => list(world, ask, () => transitive(world, group)));

const counted = (ask: Ask, group: Group, ids: Iterable<string>): Reply => (isEventual(ask) ? { status: 200, text: String(count(ids) + group.bareMembers) } : badRequest('$count is not currently supported.'));
export const countMembers = (world: World): Operation => withGroup(world, (ask, group) => counted(ask, group, direct(world, group)));
export const countTransitiveMembers = (world: World): Operation => withGroup(world, (ask, group) => counted(ask, group, transitive(world, group)));
