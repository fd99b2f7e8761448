// A desk behind the real gate and adapter, people with the roles of permissions.txt, and requests in each state in which every verb would have an effect.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { z } from 'zod';
import { lookUpRoles } from '../../src/access/look-up.ts';
import { background } from '../../src/dispatch.ts';
import { handlersFor } from '../../src/handlers.ts';
import { kinds } from '../../src/kinds/grid.ts';
import type { KindName } from '../../src/kinds/kind.ts';
import { nonceKey } from '../../src/requests/gather.ts';
import { hashOfList } from '../../src/requests/list.ts';
import { anyResolver, nonceFor } from '../../src/requests/nonce.ts';
import type { ServiceRequest, Status } from '../../src/requests/service-request.ts';
import { openTestStore } from '../support/database.ts';
import { openDesk } from '../support/desk.ts';
import { aRequest, someCounts } from '../support/requests.ts';
import { channelMessage, goodClaims, personalMessage, sign, standingClock, startEdge } from '../support/teams-server.ts';
import { people, type Person } from './expected.ts';

/** Where a press comes from. */
export type Place = 'own chat' | 'resolver channel' | 'another channel' | "somebody else's chat";
/** A press that is right but for who presses and where, and whether it had its effect. */
export type Pressing = { data: Record<string, unknown>; hadEffect: (answer: { heading: string } | { message: string }) => Promise<boolean> };
export type Made = { id: string; version: number; verb: string; reader: string };

const answered = z.object({ statusCode: z.literal(200), type: z.string(), value: z.unknown() });
const card = z.object({ body: z.array(z.looseObject({ style: z.string().optional(), text: z.string().optional() })) });
const groupIds = { resolver: '6f0e0000-0000-4000-8000-00000000a003', operator: '6f0e0000-0000-4000-8000-00000000a004', communications: '6f0e0000-0000-4000-8000-00000000a005' };
const counts = someCounts({ total: 2, wouldChange: 1, already: 0, leftOut: [{ cause: 'not-found', count: 1, rows: [3] }] });

/** Held before its start, a request can still be ended. */
const beforeStart = new Set(['request.withdraw', 'request.reject']);
/** They are about somebody whom the request changed. */
const changed = new Set(['request.undo', 'request.take-out']);
/** Verbs whose request is made for them. */
export const special = new Set(['request.continue', 'request.start-sooner', 'check.confirm', 'request.late-form', 'request.late', ...beforeStart, ...changed]);

export type Stage = Awaited<ReturnType<typeof openStage>>;

export async function openStage() {
  const desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit', RESOLVER_GROUP: groupIds.resolver, OPERATOR_GROUP: groupIds.operator, COMMUNICATIONS_GROUP: groupIds.communications });
  const { store, services, settings } = desk;
  await store.transaction(tx => tx.roster.save([{ code: 'ZZ303', name: 'Third' }], people.flatMap(({ id, roster = [] }) => roster.map(({ organisation, role, expiresOn }) => ({ personId: id, organisation, role: role ?? 'la', expiresOn: expiresOn ?? null })))));
  services.directory.membership = ids => Promise.resolve(new Map(ids.map(id => [id, new Set((people.find(one => one.id === id)?.groups ?? []).map(name => groupIds[name]))])));
  services.access = lookUpRoles(services);
  desk.world.people.set('p1', { id: 'p1', address: 'p1@nhs.example', displayName: 'P', isEnabled: true, isGuest: false, organisation: 'ZZ101' });
  const resolvers = people.filter(({ groups }) => groups?.includes('resolver') === true).map(({ id }) => id);
  services.directory.memberIds = () => Promise.resolve(resolvers);
  for (const id of resolvers) desk.world.people.set(id, { id, address: `${id}@nhs.example`, displayName: `Resolver ${id.slice(-2)}`, isEnabled: true, isGuest: false, organisation: 'ZZ303' });
  const clock = standingClock();
  const edge = await startEdge(handlersFor(services, background(services.log)), clock);
  const authorization = `Bearer ${await sign(goodClaims(clock))}`;
  const key = await nonceKey(store);
  let listHash: string | null = null;
  let [numbers, activities] = [5_000, 0];

  async function make(kind: KindName, status: Status, requester: Person, verb: string): Promise<ServiceRequest> {
    const at = services.clock.calendar();
    const isBeforeRows = status === 'receiving' || status === 'choosing';
    const template = aRequest(status, { shown: null });
    const isStarted = template.startedAt !== null;
    const request: ServiceRequest = {
      ...template, kind, id: randomUUID(), number: template.number === null ? null : (numbers += 1), requesterId: requester.id, requesterName: `Requester ${requester.letter}`, conversationId: `a:${requester.letter}`,
      organisation: isBeforeRows ? null : 'ZZ101', totalRows: 2, shown: template.number === null ? null : counts, listHash, checkedAt: at, createdAt: at, startedAt: isStarted ? at : null, round: 1,
      lateAt: verb.startsWith('request.late') ? at : null,
      hold: template.hold && { ...template.hold, from: beforeStart.has(verb) ? 'submitted' : 'in-progress' },
      halted: verb === 'request.continue' && status === 'in-progress' ? 'paused' : null,
      notBefore: verb === 'request.start-sooner' ? new Date(at.getTime() + 86_400_000) : null,
      columns: { address: status === 'choosing' ? ['Email', 'Manager'] : ['Email'], read: [], ignoredCount: 0, hasMailboxType: verb !== 'check.confirm', encoding: 'UTF-8' },
    };
    await store.transaction(async tx => {
      await tx.requests.insert(request, null);
      await tx.rows.insert(request.id, [2, 3].map(number => ({ number, address: `p${number - 1}@nhs.example`, alternatives: status === 'choosing' ? ['p1@nhs.example', 'boss@nhs.example'] : null, fileCause: null, doubts: verb === 'check.confirm' ? ['application'] : [] })));
      await tx.rows.saveChecked(request.id, [2, 3].map(number => ({ number, address: `p${number - 1}@nhs.example`, fileCause: null, personId: number === 2 ? 'p1' : null, directoryCause: number === 2 ? null : 'not-found', duplicateOf: null, isAlready: false })), at);
      if (!isStarted) return;
      await tx.rounds.insert({ requestId: request.id, round: 1, purpose: 'apply', lane: 'lane', askedBy: 'dan', startedAt: at });
      await tx.effects.insert(request.id, 1, ['p1'], kinds[kind].steps);
    });
    const became = changed.has(verb) ? sql`state = 'done'` : sql`state = 'refused', reason = 'gone'`;
    if (isStarted) await sql`update effect set ${became} where request_id = ${request.id}`.execute(desk.connection.db);
    if (listHash !== null) return request;
    listHash = await hashOfList(store, request.id);
    return make(kind, status, requester, verb);
  }

  /** Everything that a press could change of it. */
  async function traces({ id }: Pick<ServiceRequest, 'id'>): Promise<string> {
    const { rows } = await sql`select (select row_to_json(q)::text from request q where id = ${id}) as request, (select json_agg(r order by number)::text from request_row r where request_id = ${id}) as rows,
      (select count(*)::int from post where request_id = ${id}) as posts, (select count(*)::int from nonce where request_id = ${id}) as nonces, (select count(*)::int from audit where request_id = ${id}) as audit,
      (select count(*)::int from round where request_id = ${id}) as rounds`.execute(desk.connection.db);
    return JSON.stringify(rows);
  }

  const placed = (place: Place, { id, letter }: Person, changes: Record<string, unknown>): Record<string, unknown> => {
    const from = { id: `29:${letter}`, name: `Person ${letter}`, aadObjectId: id };
    const conversation = (chat: string) => ({ id: chat, conversationType: 'personal', tenantId: '11111111-2222-4333-8444-555555555555' });
    if (place === 'own chat') return personalMessage({ from, conversation: conversation(`a:${letter}`), ...changes });
    if (place === "somebody else's chat") return personalMessage({ from, conversation: conversation('a:stranger'), ...changes });
    const thread = place === 'resolver channel' ? settings.RESOLVER_CHANNEL : '19:lacollab@thread.tacv2';
    return channelMessage('', { mention: false, changes: { from, conversation: { id: `${thread};messageid=1`, conversationType: 'channel', tenantId: '11111111-2222-4333-8444-555555555555', isGroup: true }, ...changes } });
  };

  const inputs = {
    contactNumber: '07700 900123', column: '0', reason: 'not this one', why: 'answer', words: 'a comment', untilDate: '2022-09-21', untilTime: '12:00', row: '2', address: 'p1@nhs.example',
    to: people.find(({ letter }) => letter === 'W')?.id,
  };

  return {
    desk,
    make,
    traces,
    readerOf: (place: Place, person: Person): string => (place === 'resolver channel' ? anyResolver : person.id),
    nonce: ({ id, version, verb, reader }: Made): string => nonceFor(key, { requestId: id, version, verb, personId: reader }),

    /** Posts the press as Teams does; gives the heading of the card, or the message, that it is answered with. */
    async press(person: Person, place: Place, verb: string, data: Record<string, unknown>): Promise<{ heading: string } | { message: string }> {
      const value = { action: { type: 'Action.Execute', verb, data: { ...inputs, commentId: randomUUID(), newId: randomUUID(), again: 'true', ...data } }, trigger: 'manual' };
      const response = await edge.post(placed(place, person, { type: 'invoke', name: 'adaptiveCard/action', id: `f:${(activities += 1)}`, value }), { authorization });
      const { type, value: said } = answered.parse(await response.json());
      if (type !== 'application/vnd.microsoft.card.adaptive') return { message: z.string().parse(said) };
      return { heading: card.parse(said).body.find(part => part.style === 'heading')?.text ?? '' };
    },

    close: () => edge.close(),
  };
}
