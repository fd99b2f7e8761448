// Who is in a conversation. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context
import type { Answer } from '../http/router.ts';
import { accountOf, objectIdOf, peopleIn } from '../teams/accounts.ts';
import type { Room } from '../world/chat.ts';
import { teams, tenant } from '../world/constants.ts';
import type { World } from '../world/world.ts';
import { noConversation, notInstalled } from './answers.ts';
import type { Request } from './gateway.ts';
import { slugOf } from './posting.ts';
import { inRoom } from './rooms.ts';

const membersOf = (room: Room) => peopleIn(room).map(actor => ({
  ...accountOf(actor), objectId: objectIdOf(actor), givenName: actor.name.split(' ')[0], surname: actor.name.split(' ')[1],
  email: actor.address, userPrincipalName: actor.address, tenantId: tenant, userRole: 'user',
}));

export const members = (world: World) => inRoom(world, here => ({ status: 200, json: membersOf(here.room) }));

export const pagedMembers = (world: World) => inRoom(world, (here, request): Answer => {
  const size = Math.min(Number(request.query.get('pageSize') ?? 200) || 200, 500);
  const from = Number(request.query.get('continuationToken') ?? 0) || 0;
  const all = membersOf(here.room);
  const more = from + size < all.length ? { continuationToken: String(from + size) } : {};
  return { status: 200, json: { members: all.slice(from, from + size), ...more } };
});

export const member = (world: World) => inRoom(world, (here, request): Answer => {
  const slug = slugOf(request.params.member);
  const found = peopleIn(here.room).findIndex(actor => actor.slug === slug);
  return found < 0 ? { status: 404, json: { error: { code: 'MemberNotFoundInConversation', message: 'Member not found.' } } } : { status: 200, json: membersOf(here.room)[found] };
});

/** A team by the id Teams gives it, that of its General channel. */
export const teamDetails = (world: World) => (request: Request): Answer => {
  const team = teams.find(({ id }) => id === request.params.team);
  if (!team) return noConversation();
  return world.installed.has(team.id) ? { status: 200, json: { id: team.id, name: team.name, aadGroupId: team.aadGroupId } } : notInstalled();
};
