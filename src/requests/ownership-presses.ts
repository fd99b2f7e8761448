// Presses about who has a request: a resolver takes it, or hands it over to another one, who is told.
import { z } from 'zod';
import { askDirectory } from '../access/look-up.ts';
import type { Card } from '../cards.ts';
import type { Press } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { forMarkdown } from '../words.ts';
import { gather, nonceKey } from './gather.ts';
import { tellFormerOwner } from './former-owner.ts';
import { handOverForm, yoursNow } from './hand-over-cards.ts';
import { plainCard } from './help-cards.ts';
import { advance, type Event } from './lifecycle.ts';
import { at, mentionOf } from './mentions.ts';
import { onRequest, readerIn, type PressNeeds } from './pressed.ts';
import { allResolvers } from './resolvers.ts';
import { saveMove, say } from './save-move.ts';
import { reference, type ServiceRequest } from './service-request.ts';
import { sayToPresser } from './to-presser.ts';
import { buttonOn } from './view.ts';

const nothing = z.looseObject({});
const toWhom = z.looseObject({ to: z.string().regex(/^[\w-]{1,64}$/) });

/** Saves the change of hands and tells whoever had it; null where the request is past that. */
async function changeHands(tx: Tables, needs: PressNeeds, press: Press, request: ServiceRequest, event: Extract<Event, { is: 'taken' | 'handed-over' }>): Promise<ServiceRequest | null> {
  const move = advance(request, event, needs.clock.calendar());
  if (move === null) return null;
  await saveMove(tx, needs, move, { actorId: press.personId, action: event.is, detail: { from: request.ownerId, to: move.request.ownerId } });
  await tellFormerOwner(tx, needs, press, request, move.request);
  return move.request;
}

export const take = onRequest('request.take', nothing, (needs: PressNeeds, { press, request }) =>
  Promise.resolve(
    request.ownerId === press.personId
      ? { message: `${reference(request)} is yours already. Nothing was changed.` }
      : { save: async (tx: Tables, now: ServiceRequest) => void (await changeHands(tx, needs, press, now, { is: 'taken', by: press.personId, byName: press.personName })) },
  ),
);

export const showHandOver = onRequest('request.hand-over-form', nothing, async (needs: PressNeeds, { press, request }) => {
  const resolvers = await askDirectory(allResolvers(needs));
  const form = handOverForm(await gather(needs.store, needs, request, readerIn(press, needs.settings) ?? press.personId), resolvers);
  if (form === null) return { message: `There is no other resolver to hand ${reference(request)} over to.` };
  return {
    async repeat(tx) {
      await sayToPresser(tx, needs, press, form, request.id);
      return { message: `Choose who takes on ${reference(request)} in the card below. Only you see it.` };
    },
  };
});

export const handOver = onRequest('request.hand-over', toWhom, async (needs: PressNeeds, { press, request, inputs: { to } }) => {
  const name = reference(request);
  if (to === request.requesterId) return { message: `${name} is their own request, so somebody else has to work on it. Choose another resolver.` };
  if (to === request.ownerId) return { message: `${name} is theirs already. Nothing was changed.` };
  const { isResolver } = await needs.access.rolesOf(to);
  const person = (await askDirectory(needs.directory.people([to]))).get(to);
  if (!isResolver || person === undefined) return { message: 'They are not a resolver any more. Choose somebody else.' };
  const key = await nonceKey(needs.store);
  return {
    async save(tx, now) {
      const moved = await changeHands(tx, needs, press, now, { is: 'handed-over', to, toName: person.displayName });
      if (moved === null) return undefined;
      if (to !== press.personId) await tellOwner(tx, needs, press, moved, key);
      return { card: { is: 'card' as const, card: handedOver(moved) } };
    },
  };
});

const handedOver = (request: ServiceRequest): Card => plainCard(`Handed over: ${reference(request)}`, `${forMarkdown(request.ownerName ?? '')} has it now, and was told.`);

/** In their own chat; where there is none yet, by name in the channel. */
async function tellOwner(tx: Tables, { settings, clock }: PressNeeds, press: Press, request: ServiceRequest, key: string): Promise<void> {
  const owner = request.ownerId ?? '';
  const chat = await tx.conversations.personalOf(owner);
  if (chat !== null) return say(tx, chat.id, { is: 'card', card: yoursNow(request, buttonOn(request, { key, personId: owner }, 'request.show', `Open ${reference(request)}`), press.personName) }, clock.calendar(), request.id);
  const mention = mentionOf(owner, request.ownerName ?? '');
  return say(tx, settings.RESOLVER_CHANNEL, { is: 'text', text: `${at(mention)}, ${reference(request)} is yours now: ${forMarkdown(press.personName)} handed it over to you.`, mentions: [mention] }, clock.calendar(), request.id);
}
