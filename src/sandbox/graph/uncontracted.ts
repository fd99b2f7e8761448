// Requests Microsoft documents that the published contracts have no path or parameter for. Anything else without a contract is refused.

type Api = 'graph' | 'connector' | 'sharepoint';
type Uncontracted = { api: Api; method: string; path: string; page: string };

const uncontracted: readonly Uncontracted[] = [
  { api: 'graph', method: 'POST', path: '/$batch', page: 'https://learn.microsoft.com/graph/json-batching' },
  { api: 'graph', method: 'GET', path: '/users/$count', page: 'https://learn.microsoft.com/graph/aad-advanced-queries' },
  { api: 'graph', method: 'GET', path: '/groups', page: 'https://learn.microsoft.com/graph/api/group-list' },
  { api: 'graph', method: 'GET', path: '/groups/{id}/members/$count', page: 'https://learn.microsoft.com/graph/api/group-list-members' },
  { api: 'graph', method: 'GET', path: '/groups/{id}/transitiveMembers/$count', page: 'https://learn.microsoft.com/graph/api/group-list-transitivemembers' },
  { api: 'graph', method: 'POST', path: '/users/{id}/checkMemberGroups', page: 'https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups' },
  { api: 'graph', method: 'POST', path: '/directoryObjects/getByIds?$select', page: 'https://learn.microsoft.com/graph/api/directoryobject-getbyids' },
  { api: 'connector', method: 'POST', path: '/v3/conversations/{conversationId}/activities?isTargetedActivity', page: 'https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages' },
  { api: 'connector', method: 'PUT', path: '/v3/conversations/{conversationId}/activities/{activityId}?isTargetedActivity', page: 'https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages' },
  { api: 'connector', method: 'DELETE', path: '/v3/conversations/{conversationId}/activities/{activityId}?isTargetedActivity', page: 'https://learn.microsoft.com/microsoftteams/platform/agents-in-teams/targeted-messages' },
  { api: 'connector', method: 'GET', path: '/v3/conversations/{conversationId}/members/{memberId}', page: 'https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context' },
  { api: 'connector', method: 'GET', path: '/v3/teams/{teamId}', page: 'https://learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context' },
  { api: 'sharepoint', method: 'GET', path: '/sharepoint/*', page: 'https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4' },
  { api: 'sharepoint', method: 'PUT', path: '/sharepoint/upload/*', page: 'https://learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4' },
];

const known = new Set(uncontracted.map(({ api, method, path }) => `${api} ${method} ${path}`));
export const isUncontracted = (api: Api, method: string, path: string): boolean => known.has(`${api} ${method} ${path}`);
