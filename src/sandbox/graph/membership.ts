// Asking about people's groups, and for objects by id. https://learn.microsoft.com/graph/api/directoryobject-checkmembergroups
import { z } from 'zod';
import type { World } from '../world/world.ts';
import type { Operation } from './ask.ts';
import { badRequest, notFound } from './errors.ts';
import { objectEntity } from './groups.ts';
import { selected } from './page.ts';

const mostGroups = 20;
const mostIds = 1000;
const groupIds = z.object({ groupIds: z.array(z.string()) });
const byIds = z.object({ ids: z.array(z.string()), types: z.array(z.string()).optional() });

/** Transitive: a person in a group within the group counts. Ids that are no group are left out of the answer. */
export const checkMemberGroups = (world: World): Operation => ask => {
  const id = ask.params.id ?? '';
  const wanted = groupIds.safeParse(ask.body);
  if (!wanted.success) return badRequest('groupIds is missing.');
  if (wanted.data.groupIds.length > mostGroups) return badRequest(`Too many group ids: at most ${mostGroups}.`);
  if (!objectEntity(world, id)) return notFound(id);
  const within = wanted.data.groupIds.filter(groupId => {
    const group = world.groups.byId(groupId);
    return group && world.groups.contains(group, id.toLowerCase());
  });
  return { status: 200, body: { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#Collection(Edm.String)', 'value': within } };
};

/** Unknown ids are left out without a word. */
export const getByIds = (world: World): Operation => ask => {
  const wanted = byIds.safeParse(ask.body);
  if (!wanted.success) return badRequest('ids is missing.');
  if (wanted.data.ids.length > mostIds) return badRequest(`Too many ids: at most ${mostIds}.`);
  const types = wanted.data.types?.map(type => `#microsoft.graph.${type}`);
  const found = wanted.data.ids.map(id => objectEntity(world, id)).filter(entity => entity !== undefined).filter(entity => !types || types.includes('#microsoft.graph.directoryObject') || types.includes(String(entity['@odata.type'])));
  return { status: 200, body: { '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#directoryObjects', 'value': found.map(entity => selected(entity, ask, null, ['@odata.type', 'id'])) } };
};
