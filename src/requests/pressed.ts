// A press on a request's card: who, on what, in which state, with which nonce. Decided anew each time; spent in the transaction of its effect.
import { z } from 'zod';
import { may, seenAs, type Place, type RequestVerb } from '../access/permissions.ts';
import { noDirectory } from '../access/look-up.ts';
import type { Roles } from '../access/roles.ts';
import type { Card } from '../cards.ts';
import { UserError } from '../errors.ts';
import type { Answer, Press, Services } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { draw, type Subject } from './draw.ts';
import { gather, nonceKey } from './gather.ts';
import { plainCard } from './help-cards.ts';
import { anyResolver, boundTo } from './nonce.ts';
import { formClosed } from './save-move.ts';
import type { ServiceRequest } from './service-request.ts';

export type PressNeeds = Pick<Services, 'store' | 'access' | 'directory' | 'settings' | 'clock'>;

export type Pressed<I> = { press: Press; request: ServiceRequest; roles: Roles; inputs: I };

type Save = (tx: Tables, request: ServiceRequest) => Promise<Answer | undefined>;

/**
 * What a verb does. `save` runs with the request locked and unchanged; it returns the answer, or nothing for the card of the new state.
 * `repeat` likewise, but each press does it again: for what changes nothing, such as a file that may be asked for twice.
 * `form` stands in the card's place until the next state, or until `instead` of it something else is shown: no redraw takes away what is typed.
 */
export type Decision = { save: Save } | { repeat: Save } | { show: Card } | { form: Card } | { instead: Card } | { message: string };

/** Reads whatever it needs from outside, then says what is to be saved. UserError: told to the person, nothing spent. */
type Decide<N, I> = (needs: N, pressed: Pressed<I>) => Promise<Decision>;

/** Forgotten, or never there. */
export const noLongerHere: Answer = { card: { is: 'card', card: plainCard('No longer here: this request was removed', 'Cards stay in the chat longer than what they are about. Type **my requests** to see what is open.') } };
export const forSomebodyElse: Answer = { message: 'This card is for somebody else. Nothing was changed.' };

const bound = z.looseObject({ id: z.uuid(), nonce: z.string().max(64) });

export const onRequest =
  <N extends PressNeeds, S extends z.ZodType>(verb: RequestVerb, schema: S, decide: Decide<N, z.infer<S>>) =>
  async (needs: N, press: Press): Promise<Answer> => {
    const ids = bound.safeParse(press.inputs);
    const request = ids.success ? await needs.store.requests.find(ids.data.id) : null;
    if (!ids.success || request === null) return noLongerHere;
    const roles = await needs.access.rolesOf(press.personId);
    const key = await nonceKey(needs.store);
    const reader = readerIn(press, needs.settings);
    const madeFor = reader === null ? null : boundTo(key, ids.data.nonce, request, verb, [reader]);
    // Forged, for another person or another place, or of a state long gone: nothing of it is believed.
    if (madeFor === null) return present(needs, press, request, roles);
    const spent = await needs.store.nonces.find({ requestId: request.id, version: madeFor.version, verb, personId: madeFor.personId });
    // Done before. A message is said again; a card shows the present state, because the first answer would stand over a newer one.
    if (spent !== null && 'message' in (spent as Answer) && seenAs(press.personId, roles, request) !== null) return spent as Answer;
    const allowed = may(verb, press.personId, roles, request);
    if (allowed === 'not-you' && roles.isUncertain === true) throw new UserError(noDirectory);
    const subject = subjectFor(press, roles, request);
    if (madeFor.version !== request.version || allowed !== 'yes' || subject === null) return present(needs, press, request, roles);
    const inputs = schema.safeParse(press.inputs);
    if (!inputs.success) throw new UserError('Something on the card was not filled in as expected. Look at the boxes and press again.');
    const decision = await decide(needs, { press, request, roles, inputs: inputs.data });
    if ('show' in decision) return { card: { is: 'card', card: decision.show } };
    if ('form' in decision) return openForm(needs, press, request, decision.form);
    if ('instead' in decision) return closeForm(needs, press, request, decision.instead);
    if ('message' in decision) return decision;
    return spend(needs, { verb, request, reader: madeFor.personId, subject }, decision);
  };

async function openForm({ store }: PressNeeds, { conversation }: Press, request: ServiceRequest, card: Card): Promise<Answer> {
  await store.posts.formOpen(request.id, conversation.id, request.version);
  return { card: { is: 'card', card } };
}

async function closeForm({ store }: PressNeeds, { conversation }: Press, request: ServiceRequest, card: Card): Promise<Answer> {
  await store.transaction(tx => formClosed(tx, request.id, conversation.id));
  return { card: { is: 'card', card } };
}

type Spending = { verb: RequestVerb; request: ServiceRequest; reader: string; subject: Subject };

async function spend(needs: PressNeeds, { verb, request, reader, subject }: Spending, decision: { save: Save } | { repeat: Save }): Promise<Answer> {
  return needs.store.transaction(async tx => {
    const now = await tx.requests.lock(request.id);
    const nonce = { requestId: request.id, version: request.version, verb, personId: reader };
    const spent = await tx.nonces.find(nonce);
    if (spent !== null) return spent as Answer;
    if (now === null || now.version !== request.version) return cardAnswer(tx, needs, now ?? request, subject, reader, true);
    const save = 'save' in decision ? decision.save : decision.repeat;
    const answer = (await save(tx, now)) ?? (await cardAnswer(tx, needs, (await tx.requests.find(request.id)) ?? now, subject, reader, true));
    if ('save' in decision) await tx.nonces.spend(nonce, answer, needs.clock.calendar());
    return answer;
  });
}

/** Where somebody speaks or presses. */
export function placeOf({ id, kind }: Press['conversation'], { RESOLVER_CHANNEL }: Pick<Services['settings'], 'RESOLVER_CHANNEL'>): Place {
  if (kind === 'personal') return 'own chat';
  return `${id};`.startsWith(`${RESOLVER_CHANNEL};`) ? 'resolver channel' : 'another channel';
}

/** Whose cards there are where the press came from: a person's own in their chat, the resolvers' in their channel, and nobody's anywhere else. */
export function readerIn({ conversation, personId }: Pick<Press, 'conversation' | 'personId'>, settings: Pick<Services['settings'], 'RESOLVER_CHANNEL'>): string | null {
  const place = placeOf(conversation, settings);
  return place === 'own chat' ? personId : place === 'resolver channel' ? anyResolver : null;
}

/** The card as it is now, for this person, where they may see it at all. */
async function present(needs: PressNeeds, press: Press, request: ServiceRequest, roles: Roles): Promise<Answer> {
  const subject = subjectFor(press, roles, request);
  const reader = readerIn(press, needs.settings);
  if (subject === null || reader === null) return forSomebodyElse;
  return cardAnswer(needs.store, needs, request, subject, reader, press.personId !== request.requesterId);
}

/** Channels hold the resolvers' card, and none before submission; in a chat of their own everybody has the card of what they are to the request. */
export function subjectFor({ conversation, personId }: Pick<Press, 'conversation' | 'personId'>, roles: Roles, request: ServiceRequest): Subject | null {
  const seen = seenAs(personId, roles, request);
  if (seen === null || conversation.kind === 'personal') return seen;
  return request.number === null ? null : 'resolver';
}

async function cardAnswer(store: Tables, needs: PressNeeds, request: ServiceRequest, subject: Subject, reader: string, canAct: boolean): Promise<Answer> {
  return { card: { is: 'card', card: draw(await gather(store, needs, request, reader), subject, canAct) } };
}
