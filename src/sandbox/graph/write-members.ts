// Changing who is in a group: all or nothing, one writer at a time. https://learn.microsoft.com/graph/api/group-post-members
import { z } from 'zod';
import type { Group } from '../world/groups.ts';
import type { World } from '../world/world.ts';
import type { Ask, Operation, Reply } from './ask.ts';
import { badRequest, conflict, denied, notFound } from './errors.ts';

const mostLinks = 20;
/** Long enough for two writes at once to meet. */
const writeMs = 4;
const noContent: Reply = { status: 204 };

const link = z.string().transform(text => text.split('/').at(-1)?.toLowerCase() ?? '');
const bind = z.strictObject({ 'members@odata.bind': z.array(link) });
const reference = z.object({ '@odata.id': link });

const existMessage = "One or more added object references already exist for the following modified properties: 'members'.";

export function createMemberWrites(world: World) {
  const busy = new Set<string>();

  /** Holds the group for as long as a write takes; whoever comes meanwhile is turned away. */
  async function alone(ask: Ask, work: (group: Group) => Reply): Promise<Reply> {
    const group = world.groups.byId(ask.params.id ?? '');
    if (!group) return notFound(ask.params.id ?? '');
    if (busy.has(group.id) || world.faults.takes('graph409') || world.faults.fallsOn('graph409Every')) return conflict();
    busy.add(group.id);
    try {
      await new Promise(resolve => setTimeout(resolve, Math.max(writeMs, ask.busyUntil - world.clock.machine())));
      return refusalFor(group) ?? work(group);
    } finally {
      busy.delete(group.id);
    }
  }

  function add(ask: Ask, group: Group, ids: readonly string[]): Reply {
    if (ids.length > mostLinks) return badRequest(`A resource cannot contain more than ${mostLinks} link changes.`);
    const missing = ids.find(id => !world.people.byId(id) && !world.groups.byId(id));
    if (missing !== undefined) return notFound(missing);
    if (new Set(ids).size < ids.length || ids.some(id => group.members.has(id))) return badRequest(existMessage);
    world.record({ is: 'members', group: group.id, added: [...ids], removed: [], by: ask.app, at: world.clock.calendar() });
    return noContent;
  }

  const patch: Operation = ask => {
    const body = bind.safeParse(ask.body);
    // Anything but members needs a wider permission than the identity for members has.
    if (!body.success) return denied();
    if (world.faults.takes('graphPatch403')) return denied();
    return alone(ask, group => add(ask, group, body.data['members@odata.bind']));
  };

  const post: Operation = ask => {
    const body = reference.safeParse(ask.body);
    return body.success ? alone(ask, group => add(ask, group, [body.data['@odata.id']])) : badRequest('@odata.id is missing.');
  };

  const remove: Operation = ask => alone(ask, group => {
    const id = (ask.params.memberId ?? '').toLowerCase();
    if (!group.members.has(id)) return notFound(id);
    world.record({ is: 'members', group: group.id, added: [], removed: [id], by: ask.app, at: world.clock.calendar() });
    return noContent;
  });

  return { patch, post, remove };
}

/** Groups whose members come from elsewhere, or whose members may hold roles. */
function refusalFor(group: Group): Reply | null {
  if (group.isAssignableToRole) return denied();
  if (group.groupTypes.includes('DynamicMembership')) return badRequest('Cannot modify the membership of a group with a dynamic membership rule.');
  if (group.onPremisesSyncEnabled) return badRequest('Unable to update the specified properties for on-premises mastered Directory Sync objects.');
  if (group.mailEnabled) return badRequest('Cannot Update a mail-enabled security groups and or distribution list.');
  return null;
}
