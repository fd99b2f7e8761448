// A small directory for the loopback server: people found by Graph's filters, and one group, with the published limits and refusals.
import { z } from 'zod';
import { problem, type Answering, type Reply, type Seen } from './loopback.ts';

export type FakePerson = {
  id: string; userPrincipalName: string; mail?: string | null; proxyAddresses?: string[]; displayName?: string; accountEnabled?: boolean; userType?: string;
  companyName?: string | null; onPremisesExtensionAttributes?: Record<string, string | null>;
};

export function fakeUsers(people: readonly FakePerson[]): Answering {
  return (request) => {
    if (request.path !== '/users') return problem(404, 'Request_ResourceNotFound', 'no path');
    const filter = request.query.get('$filter') ?? '';
    const select = (request.query.get('$select') ?? '').split(',');
    const any = /^proxyAddresses\/any\(p:p eq ('(?:[^']|'')*')\)$/.exec(filter);
    if (any?.[1] !== undefined) {
      const isAdvanced = request.headers['ConsistencyLevel'] === 'eventual' && request.query.get('$count') === 'true';
      if (!isAdvanced) return problem(400, 'Request_UnsupportedQuery', 'advanced query');
      const [wanted] = values(any[1]);
      return found(people.filter((one) => one.proxyAddresses?.some((proxy) => proxy.toLowerCase() === wanted)), select);
    }
    const within = /^(userPrincipalName|mail|id) in \((.*)\)$/.exec(filter);
    if (within === null) return problem(400, 'Request_UnsupportedQuery', 'filter');
    const wanted = values(within[2] ?? '');
    if (wanted.length > 15) return problem(400, 'Request_UnsupportedQuery', 'Too many child clauses specified. Max allowed: 15');
    const property = z.enum(['userPrincipalName', 'mail', 'id']).parse(within[1]);
    return found(people.filter((one) => wanted.includes((one[property] ?? '').toLowerCase())), select);
  };
}

/** The literals of an OData list, quotes undoubled, lower case: Graph compares without case. */
function values(list: string): string[] {
  return [...list.matchAll(/'((?:[^']|'')*)'/g)].map((match) => (match[1] ?? '').replaceAll("''", "'").toLowerCase());
}

function found(people: readonly FakePerson[], select: readonly string[]): Reply {
  return { status: 200, body: { value: people.map((one) => Object.fromEntries(Object.entries(one).filter(([name]) => select.includes(name)))) } };
}

export type FakeGroup = { answering: Answering; members: Set<string>; writes: number };

/**
 * Writes that overlap fail with 409: in a batch without a chain only the first write is done. `nextBatch` is told by each new $batch.
 * With `isStale`, reads never show anybody in the group, so that only the writes tell.
 */
export function fakeGroup(groupId: string, existing: ReadonlySet<string>, members: Iterable<string>, isStale = false): FakeGroup & { nextBatch(): void } {
  const group = { members: new Set(members), writes: 0 };
  let busy = false;
  const write = (request: Seen, change: () => void): Reply => {
    if (busy && request.headers['chained'] === undefined) return problem(409, 'Directory_ConcurrencyViolation', 'Conflicting change.');
    busy = true;
    group.writes++;
    change();
    return { status: 204 };
  };
  const add = (request: Seen, ids: string[]): Reply => {
    if (ids.length > 20) return problem(400, 'Request_BadRequest', 'A resource cannot contain more than 20 link changes');
    if (ids.some((id) => !existing.has(id))) return problem(404, 'Request_ResourceNotFound', 'A resource does not exist or one of its queried reference-property objects are not present.');
    if (ids.some((id) => group.members.has(id))) return problem(400, 'Request_BadRequest', "One or more added object references already exist for the following modified properties: 'members'.");
    return write(request, () => ids.forEach((id) => group.members.add(id)));
  };
  const answering: Answering = (request) => {
    if (request.method === 'PATCH' && request.path === `/groups/${groupId}`) return add(request, bound(request.body));
    if (request.method === 'POST' && request.path === `/groups/${groupId}/members/$ref`) return add(request, [reference(request.body)]);
    const leaving = new RegExp(`^/groups/${groupId}/members/([^/]+)/\\$ref$`).exec(request.path)?.[1];
    if (request.method === 'DELETE' && leaving !== undefined) {
      return group.members.has(leaving) ? write(request, () => group.members.delete(leaving)) : problem(404, 'Request_ResourceNotFound', 'not there');
    }
    const shown = isStale ? [] : [...group.members];
    if (request.path === `/groups/${groupId}/transitiveMembers/$count`) return { status: 200, body: isStale ? 1_000_000 : shown.length };
    if (request.path === `/groups/${groupId}/transitiveMembers`) return { status: 200, body: { value: shown.map((id) => ({ id })) } };
    const asked = /^\/users\/([^/]+)\/checkMemberGroups$/.exec(request.path)?.[1];
    if (asked !== undefined) return { status: 200, body: { value: shown.includes(asked) ? [groupId] : [] } };
    const person = /^\/users\/([^/]+)$/.exec(request.path)?.[1];
    if (person !== undefined) return existing.has(person) ? { status: 200, body: { id: person } } : problem(404, 'Request_ResourceNotFound', '');
    if (request.method === 'GET' && request.path === `/groups/${groupId}`) return { status: 200, body: { id: groupId } };
    return problem(405, 'Request_BadRequest', `${request.method} is not for ${request.path}`);
  };
  return Object.assign(group, { answering, nextBatch: () => void (busy = false) });
}

const object = z.string().regex(/\/v1\.0\/directoryObjects\/[^/]+$/).transform((url) => url.slice(url.lastIndexOf('/') + 1));

function bound(body: unknown): string[] {
  return z.object({ 'members@odata.bind': z.array(object) }).parse(body)['members@odata.bind'];
}

function reference(body: unknown): string {
  return z.object({ '@odata.id': object }).parse(body)['@odata.id'];
}
