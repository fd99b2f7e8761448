// Every Graph call the sandbox plays, by the path Microsoft's contract gives it.
import type { FileEdge } from '../files/routes.ts';
import type { World } from '../world/world.ts';
import type { Operation } from './ask.ts';
import { getFilesFolder, getMessage, getReply, getSharedContent } from './channel-messages.ts';
import { countMembers, countTransitiveMembers, getGroup, listGroups, listMembers, listTransitiveMembers } from './groups.ts';
import { checkMemberGroups, getByIds } from './membership.ts';
import { listPolicies } from './policies.ts';
import { listAudits, listRegistrations, revokeSessions } from './reports.ts';
import { listRoleAssignments } from './roles.ts';
import { countUsers, getUser, listUsers } from './users.ts';
import { createMemberWrites } from './write-members.ts';

export function operationsOf(world: World, files: FileEdge): Record<string, Operation> {
  const writes = createMemberWrites(world);
  return {
    'GET /users': listUsers(world),
    'GET /users/$count': countUsers(world),
    'GET /users/{id}': getUser(world),
    'POST /users/{id}/revokeSignInSessions': revokeSessions(world),
    'POST /users/{id}/checkMemberGroups': checkMemberGroups(world),
    'POST /directoryObjects/{id}/checkMemberGroups': checkMemberGroups(world),
    'POST /directoryObjects/getByIds': getByIds(world),
    'GET /groups': listGroups(world),
    'GET /groups/{id}': getGroup(world),
    'GET /groups/{id}/members': listMembers(world),
    'GET /groups/{id}/members/$count': countMembers(world),
    'GET /groups/{id}/transitiveMembers': listTransitiveMembers(world),
    'GET /groups/{id}/transitiveMembers/$count': countTransitiveMembers(world),
    'PATCH /groups/{id}': writes.patch,
    'POST /groups/{id}/members/$ref': writes.post,
    'DELETE /groups/{id}/members/{memberId}/$ref': writes.remove,
    'GET /identity/conditionalAccess/policies': listPolicies(world),
    'GET /roleManagement/directory/roleAssignments': listRoleAssignments(world),
    'GET /reports/authenticationMethods/userRegistrationDetails': listRegistrations(world),
    'GET /auditLogs/directoryAudits': listAudits(world),
    'GET /teams/{id}/channels/{id_1}/messages/{id_2}': getMessage(world, files),
    'GET /teams/{id}/channels/{id_1}/messages/{id_2}/replies/{id_3}': getReply(world, files),
    'GET /teams/{id}/channels/{id_1}/filesFolder': getFilesFolder(world, files),
    'GET /shares/{id}/driveItem/content': getSharedContent(world, files),
  };
}
