// GET /users and GET /users/{id}. https://learn.microsoft.com/graph/api/user-list
import type { People, Person } from '../world/people.ts';
import type { World } from '../world/world.ts';
import { isAdvanced, isEventual, type Ask, type Operation, type Reply } from './ask.ts';
import { badRequest, notFound, unsupportedQuery } from './errors.ts';
import { filterOf, type Filter, type Value } from './filter.ts';
import { childClauses, fits, usesPath, valuesFor } from './matching.ts';
import { paged, selected } from './page.ts';
import { userEntity, usualUserProperties } from './user.ts';

const mostClauses = 15;
const pages = { usual: 100, most: 999 };

/** The properties the directory finds people by at once. */
const indexes: [path: string, find: (people: People, value: string) => Person[]][] = [
  ['id', (people, id) => [people.byId(id)].filter(person => person !== undefined)],
  ['userPrincipalName', (people, upn) => people.byUpn(upn)],
  ['mail', (people, mail) => people.byMail(mail)],
  ['proxyAddresses', (people, address) => people.byProxy(address.replace(/^smtp:/i, ''))],
];

function candidates(people: People, filter: Filter): Iterable<Person> {
  for (const [path, find] of indexes) {
    const values = valuesFor(filter, path);
    if (values) return new Set(values.flatMap((value: Value) => (typeof value === 'string' ? find(people, value) : [])));
  }
  return people.all();
}

function* matching(people: People, filter: Filter): Generator<Person> {
  for (const person of candidates(people, filter)) if (fits(filter, userEntity(person))) yield person;
}

const shape = (ask: Ask) => (person: Person): Record<string, unknown> => selected(userEntity(person), ask, usualUserProperties);

/** @returns a refusal where the directory would not run this filter. */
function refusal(filter: Filter, ask: Ask): Reply | null {
  const clauses = childClauses(filter);
  if (clauses > mostClauses) return unsupportedQuery(`Too many child clauses specified in search filter expression containing 'OR' operators: ${clauses}. Max allowed: ${mostClauses}.`);
  if (usesPath(filter, 'proxyAddresses') && !isAdvanced(ask)) return unsupportedQuery('This filter on proxyAddresses needs the header ConsistencyLevel: eventual and $count=true.');
  return null;
}

export const listUsers = (world: World): Operation => ask => {
  const filter = filterOf(ask);
  if (ask.query.get('$count') === 'true' && !isEventual(ask)) return badRequest('$count is not currently supported.');
  if (!filter) return paged(ask, world.people.all(), shape(ask), pages, isAdvanced(ask) ? () => world.people.size : undefined);
  const refused = refusal(filter, ask);
  if (refused) return refused;
  const found = [...matching(world.people, filter)];
  return paged(ask, found, shape(ask), pages, isAdvanced(ask) ? () => found.length : undefined);
};

export const getUser = (world: World): Operation => ask => {
  const id = ask.params.id ?? '';
  const person = world.people.byId(id) ?? world.people.byUpn(id)[0];
  return person ? { status: 200, body: shape(ask)(person) } : notFound(id);
};

export const countUsers = (world: World): Operation => ask => {
  const filter = filterOf(ask);
  if (!isEventual(ask)) return badRequest('$count is not currently supported.');
  if (!filter) return { status: 200, text: String(world.people.size) };
  return refusal(filter, ask) ?? { status: 200, text: String([...matching(world.people, filter)].length) };
};
