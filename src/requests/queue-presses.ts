// Presses on the queue: look again, open the oldest, choose several, and take, start or hold those. Each request is decided by itself, in a transaction of its own.
import { z } from 'zod';
import { may, seenAs } from '../access/permissions.ts';
import type { Roles } from '../access/roles.ts';
import type { Card } from '../cards.ts';
import type { Answer, Press } from '../services.ts';
import type { Json } from '../store/audit-chain.ts';
import type { Tables } from '../store/tables.ts';
import { forMarkdown } from '../words.ts';
import { agree, type Objection, type Yes } from './approval.ts';
import { decidedFor, decidedOn } from './decided.ts';
import { onDesk, rolesHere, show } from './desk-press.ts';
import { draw } from './draw.ts';
import { tellFormerOwner } from './former-owner.ts';
import { gather, nonceKey } from './gather.ts';
import { advance, type Event, type Move } from './lifecycle.ts';
import { hashOfList } from './list.ts';
import { organisationNamesOf } from './organisation-name.ts';
import { forSomebodyElse, noLongerHere, readerIn, type PressNeeds } from './pressed.ts';
import { stateOf } from './queue.ts';
import { queueNow } from './queue-now.ts';
import { cameOf, onPicker, pickerCard, ticksIn, versionOf, type PickVerb, type Tick, type Verdict } from './queue-picker.ts';
import { saveMove } from './save-move.ts';
import { holdReasons, isUndoAsked, reference, type ServiceRequest } from './service-request.ts';
import { sayToPresser } from './to-presser.ts';

/** These two act on nothing, so their buttons carry no nonce. */
const onQueue = (verb: 'queue.refresh' | 'queue.pick', act: (needs: PressNeeds, press: Press) => Promise<Answer>) => async (needs: PressNeeds, press: Press): Promise<Answer> =>
  (await rolesHere(needs, verb, press)) === null ? forSomebodyElse : act(needs, press);

const reader = (needs: PressNeeds, press: Press): string => readerIn(press, needs.settings) ?? press.personId;

export const queueAgain = onQueue('queue.refresh', async (needs, press) => show(await queueNow(needs.store, needs.clock.calendar(), reader(needs, press))));

/** In a channel beside the card that is redrawn for everybody: it would be gone with the next change. */
async function beside(needs: PressNeeds, press: Press, card: Card, message: string, requestId?: string): Promise<Answer> {
  if (press.conversation.kind === 'personal') return show(card);
  await needs.store.transaction(tx => sayToPresser(tx, needs, press, card, requestId));
  return { message };
}

/** As it is now, though the card it was on may be half a minute behind. */
export const openOldest = onDesk('queue.open', async (needs: PressNeeds, { press, id, roles }) => {
  const request = await needs.store.requests.find(id);
  if (request === null) return noLongerHere;
  // One's own request of an organisation that one does not look after any more is not shown either.
  if (seenAs(press.personId, roles, request) === null) return forSomebodyElse;
  const card = draw(await gather(needs.store, needs, request, reader(needs, press)), 'resolver', press.personId !== request.requesterId);
  return beside(needs, press, card, `${reference(request)} is in the card below. Only you see it.`, request.id);
});

export const pick = onQueue('queue.pick', async (needs, press) => beside(needs, press, await pickerFor(needs, press), 'Choose in the card below. Only you see it.'));

async function pickerFor({ store, clock }: PressNeeds, { personId }: Press, came?: { heading: string; lines: string[] }): Promise<Card> {
  const open = await store.requests.allOpen();
  const names = await organisationNamesOf(store, open);
  const now = clock.calendar();
  const waiting = await store.rounds.waiting(open.map(({ id }) => id), now);
  return pickerCard({ key: await nonceKey(store), personId, now, open, names, waiting, ...(came === undefined ? {} : { came }) });
}

/** What is done to one of those chosen: the moves, or why not. `detail` is audited beside what was read for it before. */
type Act = (request: ServiceRequest, at: Date) => { moves: (Move & { event: Event['is'] })[]; note?: string; detail?: Record<string, Json> } | { why: string };
/** Reads what it needs of one request outside the transaction. */
type Prepare = (needs: PressNeeds, press: Press, request: ServiceRequest) => Promise<{ act: Act; detail: Awaited<ReturnType<typeof decidedOn>> }>;

/** A turn has two seconds, and the directory may take half of one. */
const patienceMs = 1_200;

const onChosen = <S extends typeof onPicker>(verb: PickVerb, schema: S, prepare: (inputs: z.infer<S>) => Prepare) =>
  onDesk(verb, async (needs: PressNeeds, { press, roles, key }) => {
    const typed = schema.safeParse(press.inputs);
    if (!typed.success) return forSomebodyElse;
    const began = needs.clock.machine();
    const verdicts: Verdict[] = [];
    for (const tick of ticksIn(typed.data.requests)) verdicts.push(await decide({ needs, press, roles, key, verb, isLate: needs.clock.machine() - began > patienceMs }, tick, prepare(typed.data)));
    return show(await pickerFor(needs, press, cameOf(verb, verdicts)));
  });

type Deciding = { needs: PressNeeds; press: Press; roles: Roles; key: string; verb: PickVerb; isLate: boolean };

async function decide(deciding: Deciding, tick: Tick, prepare: Prepare): Promise<Verdict> {
  const { needs, press, key, isLate } = deciding;
  const request = await needs.store.requests.find(tick.id);
  const version = request && versionOf(key, tick, request, press.personId);
  // Nothing is told of what was never offered to them.
  if (request === null || version === null) return { reference: 'One of those chosen', isDone: false, why: 'is not here any more' };
  if (isLate) return { reference: reference(request), isDone: false, why: 'was not reached in time: choose it again' };
  const prepared = await prepare(needs, press, request);
  return needs.store.transaction(tx => decideLocked(tx, deciding, { id: request.id, version }, prepared));
}

/** Pressed twice, also at once, it is done once, and both are told so. */
async function decideLocked(tx: Tables, { needs, press, roles, verb }: Deciding, { id, version }: { id: string; version: number }, { act, detail }: Awaited<ReturnType<Prepare>>): Promise<Verdict> {
  const request = await tx.requests.lock(id);
  if (request === null) return { reference: 'One of those chosen', isDone: false, why: 'is not here any more' };
  const nonce = { requestId: id, version, verb, personId: press.personId };
  const spent = await tx.nonces.find(nonce);
  if (spent !== null) return spent as Verdict;
  const name = reference(request);
  const why = objectionTo(verb, press, roles, request, version);
  if (why !== null) return { reference: name, isDone: false, why };
  const acted = act(request, needs.clock.calendar());
  if ('why' in acted) return { reference: name, isDone: false, why: acted.why };
  for (const { event, ...move } of acted.moves) {
    await saveMove(tx, needs, move, { actorId: press.personId, action: event, detail: { ...detail, ...acted.detail } });
    await tellFormerOwner(tx, needs, press, request, move.request);
  }
  const verdict: Verdict = { reference: name, isDone: true, ...(acted.note === undefined ? {} : { note: acted.note }) };
  await tx.nonces.spend(nonce, verdict, needs.clock.calendar());
  return verdict;
}

const asked = { 'queue.take': 'request.take', 'queue.start': 'request.start', 'queue.hold': 'request.hold' } as const;
const cannot: Record<PickVerb, string> = { 'queue.take': 'cannot be taken', 'queue.start': 'cannot be started', 'queue.hold': 'cannot be put on hold' };

/** The same table as for the button on its own card. */
function objectionTo(verb: PickVerb, { personId }: Press, roles: Roles, request: ServiceRequest, version: number): string | null {
  if (personId === request.requesterId) return 'is your own request, so somebody else has to work on it';
  if (request.version !== version) return `has changed since you chose it, and is ${stateOf(request, null)} now: look at it first`;
  const allowed = may(asked[verb], personId, roles, request);
  if (allowed === 'yes') return null;
  if (request.kind === 'revoke-sessions') return `${cannot[verb]}: it signs somebody out, and needs an approval of its own`;
  return `${cannot[verb]}: it is ${stateOf(request, null)}`;
}

const onlyIf = (move: Move | null, event: Event['is'], note?: string): ReturnType<Act> => (move === null ? { why: 'cannot be changed as it is now' } : { moves: [{ ...move, event }], ...(note === undefined ? {} : { note }) });

const objections: Record<Objection, string> = {
  own: 'is your own request, so somebody else has to work on it',
  changed: 'has another list than the one that was submitted: reject it, and tell an operator',
  lapsed: 'was checked more than 7 days ago: reject it, and ask for the list to be sent again',
};

export const takeChosen = onChosen('queue.take', onPicker, () => (_needs, press) =>
  Promise.resolve({
    act: (request, at) => {
      if (request.ownerId === press.personId) return { why: 'is yours already' };
      const taken = onlyIf(advance(request, { is: 'taken', by: press.personId, byName: press.personName }, at), 'taken', request.ownerName === null ? undefined : `was with ${forMarkdown(request.ownerName)} until now`);
      return { ...taken, detail: { from: request.ownerId, to: press.personId } };
    },
    detail: {},
  }),
);

export const startChosen = onChosen('queue.start', onPicker, () => async (needs, press, shownTo) => {
  const yes: Yes = { by: press.personId, byName: press.personName, listHash: await hashOfList(needs.store, shownTo.id) };
  return {
    act: (request, at) => {
      const agreed = agree(request, yes, at);
      if ('objection' in agreed) return { why: agreed.objection === 'own' && isUndoAsked(request) ? 'is an undo that you asked for yourself, so somebody else has to start it' : objections[agreed.objection] };
      return agreed.moves.length === 0 ? { why: 'cannot be started as it is now' } : { ...agreed, detail: decidedFor(request) };
    },
    detail: await decidedOn(needs, shownTo),
  };
});

const withHold = onPicker.extend({ why: z.enum(holdReasons), words: z.string().trim().max(500).default('') });

export const holdChosen = onChosen('queue.hold', withHold, ({ why, words }) => async (needs, _press, shownTo) => ({
  act: (request, at) => onlyIf(advance(request, { is: 'held', why, words: words === '' ? null : words }, at), 'held'),
  detail: { ...(await decidedOn(needs, shownTo)), why },
}));
