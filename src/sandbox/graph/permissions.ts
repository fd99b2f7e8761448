// Which application permissions each call needs: one of each list. The first of a list is the least.
// https://learn.microsoft.com/graph/permissions-reference and each call's own page.

const usersRead = ['User.Read.All', 'User.ReadWrite.All', 'Directory.Read.All', 'Directory.ReadWrite.All'];
const membersRead = ['GroupMember.ReadBasic.All', 'GroupMember.Read.All', 'GroupMember.ReadWrite.All', 'Group.Read.All', 'Group.ReadWrite.All', 'Directory.Read.All'];
const groupsRead = membersRead.slice(1);
const membersWrite = ['GroupMember.ReadWrite.All', 'Group.ReadWrite.All', 'Directory.ReadWrite.All'];
const auditRead = ['AuditLog.Read.All'];
const channelRead = ['ChannelMessage.Read.Group', 'ChannelMessage.Read.All', 'Group.Read.All', 'Group.ReadWrite.All'];
const filesRead = ['Files.Read.All', 'Files.ReadWrite.All', 'Sites.Read.All', 'Sites.ReadWrite.All'];

const checkMembership = [usersRead, groupsRead];
const writeMembership = [membersWrite, usersRead];

const needs: Record<string, readonly (readonly string[])[]> = {
  'GET /users': [usersRead],
  'GET /users/$count': [usersRead],
  'GET /users/{id}': [usersRead],
  'POST /users/{id}/revokeSignInSessions': [['User.RevokeSessions.All', 'User.ReadWrite.All', 'Directory.ReadWrite.All']],
  'POST /users/{id}/checkMemberGroups': checkMembership,
  'POST /directoryObjects/{id}/checkMemberGroups': checkMembership,
  'POST /directoryObjects/getByIds': [['Directory.Read.All', 'Directory.ReadWrite.All']],
  'GET /groups': [groupsRead],
  'GET /groups/{id}': [groupsRead],
  'GET /groups/{id}/members': [membersRead],
  'GET /groups/{id}/members/$count': [membersRead],
  'GET /groups/{id}/transitiveMembers': [membersRead],
  'GET /groups/{id}/transitiveMembers/$count': [membersRead],
  'PATCH /groups/{id}': writeMembership,
  'POST /groups/{id}/members/$ref': writeMembership,
  'DELETE /groups/{id}/members/{memberId}/$ref': [membersWrite],
  'GET /identity/conditionalAccess/policies': [['Policy.Read.All']],
  'GET /roleManagement/directory/roleAssignments': [['RoleManagement.Read.Directory', 'RoleManagement.ReadWrite.Directory']],
  'GET /reports/authenticationMethods/userRegistrationDetails': [auditRead],
  'GET /auditLogs/directoryAudits': [auditRead],
  'GET /teams/{id}/channels/{id_1}/messages/{id_2}': [channelRead],
  'GET /teams/{id}/channels/{id_1}/messages/{id_2}/replies/{id_3}': [channelRead],
  'GET /teams/{id}/channels/{id_1}/filesFolder': [['File.Read.Group', ...filesRead, 'Group.Read.All', 'Group.ReadWrite.All']],
  'GET /shares/{id}/driveItem/content': [filesRead],
};

export const isAllowed = (operation: string, roles: readonly string[]): boolean => (needs[operation] ?? []).every(anyOf => anyOf.some(role => roles.includes(role)));
