// A whole desk for handler tests: the real store, and plain objects for everything outside it.
import { pino } from 'pino';
import type { Roles } from '../../src/access/roles.ts';
import type { Content } from '../../src/cards.ts';
import type { Settings } from '../../src/config.ts';
import { builtInHelpdesk } from '../../src/helpdesk/built-in.ts';
import { settle } from '../../src/jobs/run-job.ts';
import { nonceKey } from '../../src/requests/gather.ts';
import { anyResolver, nonceFor } from '../../src/requests/nonce.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import { exhausted, jobs, verbs } from '../../src/routes.ts';
import type { Access, Answer, ChannelFiles, Conversation, Directory, DirectoryPerson, MfaPolicy, Outcome, SendResult, Services, UpdateResult } from '../../src/services.ts';
import type { JobRef } from '../../src/store/jobs.ts';
import type { TestStore } from './database.ts';
import { channel, laOf, noRoles, organisationNames, personal, resolver, testSettings } from './requests.ts';

type World = {
  people: Map<string, DirectoryPerson>;
  /** Address to object ids, where it is another than the person's own. */
  aliases: Map<string, string[]>;
  group: Set<string>;
  excluded: Set<string>;
  privileged: Set<string>;
  audits: { at: Date; result: string }[];
  policies: MfaPolicy[];
  organisationSize: number;
  roles: Map<string, Roles>;
  /** What adding these people comes to; by default they join the group. */
  add: (ids: readonly string[]) => Promise<Map<string, Outcome>>;
  send: (conversation: Conversation, content: Content) => Promise<SendResult>;
  update: (conversation: Conversation, activityId: string, content: Content) => Promise<UpdateResult>;
  startPersonal: (personId: string) => Promise<Conversation | null>;
  /** How long deliveries were asked to pause. */
  heldMs: number[];
  open: () => Promise<AsyncIterable<Uint8Array>>;
  /** Teams' ids of teams to their groups. */
  groups: Map<string, string>;
  readPosted: ChannelFiles['read'];
  locate: ChannelFiles['locate'];
  delivered: Uint8Array[];
  /** Thrown by the next calls to the directory, one each. */
  faults: Error[];
  resolved: string[][];
};

export type Desk = TestStore & { world: World; services: Services; settings: Settings };

const exclusions = '6f0e0000-0000-4000-8000-00000000a002';

/** Priya and Tom look after ZZ101, Lena ZZ202; Dan and Amara are resolvers. */
const cast: [string, Roles][] = [['priya', laOf('ZZ101')], ['tom', laOf('ZZ101')], ['lena', laOf('ZZ202')], ['dan', resolver], ['amara', { ...resolver, ...laOf('ZZ303'), isResolver: true }], ['noor', noRoles]];

export const accessBy = (rolesOf: Access['rolesOf']): Access => ({ rolesOf, rolesToShow: rolesOf });

export async function openDesk(opened: TestStore, more: Partial<Settings> = {}): Promise<Desk> {
  const settings = testSettings({ GRAPH_METHODS_CLIENT_ID: '6f0e0000-0000-4000-8000-00000000ad03', ...more });
  const { store, clock } = opened;
  const world = emptyWorld(settings);
  const services: Services = {
    settings, clock, store, processId: 'process-1', log: pino({ level: 'silent' }),
    directory: directoryOf(world, settings),
    members: { add: (_group, ids) => world.add(ids), remove: (_group, ids) => Promise.resolve(new Map(ids.map(id => [id, { is: world.group.delete(id) ? 'done' : 'already' }]))) },
    sessions: { revoke: async id => (await world.add([id])).get(id) ?? { is: 'again', afterMs: 1_000 } },
    messenger: { slot: () => Promise.resolve({ ms: 0, hasBegun: false }), send: (...of) => world.send(...of), update: (...of) => world.update(...of), startPersonal: id => world.startPersonal(id), book: ids => Promise.resolve(ids.map(thread => ({ thread, at: clock.machine(), isBooked: true }))), holdDeliveries: ms => (world.heldMs.push(ms), Promise.resolve()), groupOf: (_in, teamId) => Promise.resolve(world.groups.get(teamId) ?? null) },
    channelFiles: { read: message => world.readPosted(message), locate: file => world.locate(file), granted: () => Promise.resolve(null) },
    uploads: { open: () => world.open(), deliver: (_url, bytes) => (world.delivered.push(bytes), Promise.resolve()) },
    helpdesk: builtInHelpdesk(store, clock),
    access: accessBy(id => Promise.resolve(world.roles.get(id) ?? noRoles)),
  };
  await store.transaction(async tx => {
    await tx.roster.save(Object.entries(organisationNames).map(([code, name]) => ({ code, name })), []);
    for (const conversation of [channel(settings.RESOLVER_CHANNEL), personal('priya'), personal('dan')]) await tx.conversations.remember(conversation, clock.calendar());
  });
  return { ...opened, world, services, settings };
}

function emptyWorld(settings: Settings): World {
  let sent = 0;
  const world: World = {
    people: new Map(), aliases: new Map(), group: new Set(), excluded: new Set(), privileged: new Set(), audits: [], roles: new Map(cast), organisationSize: 100_000, delivered: [], faults: [], resolved: [], heldMs: [],
    policies: [{ id: 'standard', isOn: true, asksAtEverySignIn: true, includeGroups: [settings.MFA_GROUP], excludeGroups: [exclusions], excludeUsers: [] }],
    add: ids => Promise.resolve(new Map(ids.map(id => [id, { is: world.group.has(id) ? 'already' : (world.group.add(id), 'done') }]))),
    send: () => Promise.resolve({ is: 'sent', activityId: `activity-${(sent += 1)}` }),
    update: () => Promise.resolve({ is: 'updated' }),
    startPersonal: id => Promise.resolve(personal(id)),
    open: () => Promise.reject(new Error('No file was put here.')),
    groups: new Map(),
    readPosted: () => Promise.resolve({ is: 'missing' }),
    locate: ({ name }) => Promise.resolve({ name, downloadUrl: 'https://nhs.example/secret' }),
  };
  return world;
}

function directoryOf(world: World, settings: Settings): Directory {
  const fail = () => {
    const fault = world.faults.shift();
    if (fault) throw fault;
  };
  const named = (address: string) => [...world.people.values()].filter(person => person.address === address || (world.aliases.get(address) ?? []).includes(person.id));
  const groupsOf = (id: string) => [...(world.group.has(id) ? [settings.MFA_GROUP] : []), ...(world.excluded.has(id) ? [exclusions] : [])];
  const answer = async <T>(make: () => T): Promise<T> => (await Promise.resolve(), fail(), make());
  return {
    resolve: addresses => (world.resolved.push([...addresses]), answer(() => new Map(addresses.map(address => [address, named(address)])))),
    people: ids => answer(() => new Map(ids.flatMap(id => { const person = world.people.get(id); return person ? [[id, person] as const] : []; }))),
    membership: (ids, groupIds) => answer(() => new Map(ids.map(id => [id, new Set(groupsOf(id).filter(group => groupIds.includes(group)))]))),
    memberIds: (_group, most) => answer(() => [...world.roles].filter(([, { isResolver }]) => isResolver).map(([id]) => id).slice(0, most)),
    privileged: () => answer(() => world.privileged),
    group: () => answer(() => null),
    mfaPolicies: () => answer(() => world.policies),
    organisationSize: () => answer(() => world.organisationSize),
    audits: (_activity, _id, since) => answer(() => world.audits.filter(entry => entry.at >= since)),
    registrations: async function* () { yield await answer(() => []); },
  };
}

/** person-007 of ZZ101, with the address person-007@nhs.example. */
export function addPeople({ world }: Desk, count: number, more: Partial<DirectoryPerson> = {}, prefix = 'person'): string[] {
  return Array.from({ length: count }, (_, index) => {
    const id = `${prefix}-${String(index + 1).padStart(3, '0')}`;
    world.people.set(id, { id, address: `${id}@nhs.example`, displayName: id, isEnabled: true, isGuest: false, organisation: 'ZZ101', ...more });
    return id;
  });
}

/** Presses a button as it was drawn for this person (or, in the resolver channel, for resolvers) in the request's present version. */
export async function press(desk: Desk, personId: string, verb: string, request: Pick<ServiceRequest, 'id'>, more: { inputs?: Record<string, unknown>; in?: Conversation; version?: number; nonce?: string; activityId?: string } = {}): Promise<Answer> {
  const conversation = more.in ?? personal(personId);
  const version = more.version ?? (await desk.store.requests.find(request.id))?.version ?? 1;
  const reader = conversation.kind === 'channel' ? anyResolver : personId;
  const nonce = more.nonce ?? nonceFor(await nonceKey(desk.store), { requestId: request.id, version, verb, personId: reader });
  const handle = verbs[verb];
  if (handle === undefined) throw new Error(`No route for ${verb}.`);
  return handle(desk.services, { activityId: more.activityId ?? `press-${verb}`, conversation, personId, personName: personId, teamsUserId: `29:${personId}`, verb, inputs: { id: request.id, nonce, ...more.inputs } });
}

export const resolvers = (desk: Desk): Conversation => channel(desk.settings.RESOLVER_CHANNEL);

/** Claims one due job of this name and runs it as the runner would; what it asked for is carried out. */
export async function runJob(desk: Desk, name: string): Promise<JobRef | null> {
  const [job] = await desk.store.jobs.claim({ limit: 1, leaseMs: 30_000, only: name });
  if (job === undefined) return null;
  const again = await jobs[name]?.(desk.services, job.payload, { signal: new AbortController().signal });
  await settle(desk.store.jobs, job, again);
  return { name: job.name, key: job.key };
}

/** Runs whatever is due, of these names, until nothing is. */
export async function runDue(desk: Desk, ...names: string[]): Promise<number> {
  let count = 0;
  for (const name of names) while ((await runJob(desk, name)) !== null) if ((count += 1) > 500) throw new Error(`${name} does not come to an end.`);
  return count;
}

/** What follows when a job has run out of attempts. */
export const giveUp = async (desk: Desk, name: string, payload: object) => exhausted[name]?.(desk.services, payload, { signal: new AbortController().signal });

export async function requestOf(desk: Desk, { id }: Pick<ServiceRequest, 'id'>): Promise<ServiceRequest> {
  const found = await desk.store.requests.find(id);
  if (found === null) throw new Error('The request is gone.');
  return found;
}
