// The API for looking at groups, sign-ins and the Graph log: the truth, not what a read of Graph may still show.
import { z } from 'zod';
import type { FileEdge } from '../files/routes.ts';
import type { Graph } from '../graph/server.ts';
import type { Call, Route } from '../http/router.ts';
import { groups } from '../world/constants.ts';
import type { Group } from '../world/groups.ts';
import { signInOf } from '../world/policy.ts';
import type { World } from '../world/world.ts';
import { personOf } from './people-routes.ts';
import { bodyAs, Mistake, ok } from './respond.ts';

const counted = z.strictObject({ bareMembers: z.number().int().min(0).max(10_000_000) });

export function groupRoutes(world: World, graph: Graph, files: FileEdge): Route[] {
  const groupIn = (call: Call): Group => {
    const group = world.groups.byId(call.query.get('id') ?? groups.mfa);
    if (!group) throw new Mistake(404, 'There is no such group.');
    return group;
  };

  /** People only; groups in it are named apart. */
  const show = (call: Call) => {
    const { id, displayName, members, bareMembers } = groupIn(call);
    const people = [...members].filter(member => world.people.byId(member));
    return ok({ id, displayName, members: people, nestedGroups: [...members].filter(member => world.groups.byId(member)), count: people.length + bareMembers });
  };

  const setBareMembers = (call: Call) => {
    world.record({ is: 'bare-members', group: groupIn(call).id, count: bodyAs(call, counted).bareMembers });
    return show(call);
  };

  return [
    ['GET', '/api/group', show],
    ['PATCH', '/api/group', setBareMembers],
    ['GET', '/api/sign-in', call => ok(signInOf(world, personOf(world, call.query.get('address'))))],
    ['GET', '/api/graph-log', () => ok({ requests: graph.log.all(), counts: graph.log.counts(), exchanges: graph.log.exchanges(), bearerTokensSentToFileLinks: files.tokensSent() })],
  ];
}
