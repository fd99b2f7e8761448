// The Bot Connector's paths under a service address such as http://127.0.0.1:3979/smba/uk/.
import type { Route } from '../http/router.ts';
import type { Tokens } from '../login/tokens.ts';
import type { World } from '../world/world.ts';
import { remove, send, update } from './activities.ts';
import { connectorContract } from './contract.ts';
import { create } from './conversations.ts';
import { createGateway } from './gateway.ts';
import type { ConnectorLog } from './log.ts';
import { member, members, pagedMembers, teamDetails } from './members.ts';

export function connectorRoutes(world: World, tokens: Tokens, serviceUrl: () => string, log: ConnectorLog): Route[] {
  const gateway = createGateway(world, tokens, connectorContract(), log);
  const base = '/smba/:region/v3/conversations';
  const conversation = '/v3/conversations/{conversationId}';
  return [
    ['POST', base, gateway('/v3/conversations', create(world, serviceUrl))],
    ['POST', `${base}/:conversation/activities`, gateway(`${conversation}/activities`, send(world))],
    ['POST', `${base}/:conversation/activities/:activity`, gateway(`${conversation}/activities/{activityId}`, send(world))],
    ['PUT', `${base}/:conversation/activities/:activity`, gateway(`${conversation}/activities/{activityId}`, update(world))],
    ['DELETE', `${base}/:conversation/activities/:activity`, gateway(`${conversation}/activities/{activityId}`, remove(world))],
    ['GET', `${base}/:conversation/members`, gateway(`${conversation}/members`, members(world))],
    ['GET', `${base}/:conversation/pagedmembers`, gateway(`${conversation}/pagedmembers`, pagedMembers(world))],
    ['GET', `${base}/:conversation/members/:member`, gateway(`${conversation}/members/{memberId}`, member(world))],
    ['GET', '/smba/:region/v3/teams/:team', gateway('/v3/teams/{teamId}', teamDetails(world))],
    ['*', '/smba/*path', () => ({ status: 501, json: { error: { code: 'NotInContract', message: 'The sandbox has no such connector call.' } } })],
  ];
}
