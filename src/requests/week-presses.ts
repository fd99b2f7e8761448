// What is pressed on the card of a week later, and typed about it: the list to chase, the message for them, and whether its reader hears of it again.
import { z } from 'zod';
import { may, mayHere, seenAs } from '../access/permissions.ts';
import { isLocalAdministrator } from '../access/roles.ts';
import type { Reaction } from '../dispatch.ts';
import type { Answer, Press, Services, Turn } from '../services.ts';
import { anyState } from './comment.ts';
import { nonceKey } from './gather.ts';
import { heardFrom } from './heard-from.ts';
import { notOnRoster, plainCard } from './help-cards.ts';
import { boundTo } from './nonce.ts';
import { offer } from './offering.ts';
import { organisationNameOf } from './organisation-name.ts';
import { placeOf, type PressNeeds } from './pressed.ts';
import { say } from './save-move.ts';
import { isUndoing, reference, type ServiceRequest } from './service-request.ts';
import { messageFor, preferenceCard, preferenceWords } from './week-later.ts';

type Needs = PressNeeds & Pick<Services, 'messenger'>;
type Verb = 'week.list' | 'week.message' | 'week.stop' | 'week.again';

const ofCard = z.looseObject({ id: z.uuid(), nonce: z.string().max(64) });
const unknown: Answer = { message: 'This card is for somebody else. Nothing was changed.' };
const forgotten: Answer = { message: 'This request was removed, 30 days after it was closed. Its list is gone with it.' };

/** The request it was made about, where this card was made for whoever presses: bound to no state of it, since it stays as it was said. */
async function idOf(needs: Needs, press: Press, verb: Verb): Promise<string | null> {
  const ids = ofCard.safeParse(press.inputs);
  if (!ids.success || !mayHere(verb, await needs.access.rolesOf(press.personId), placeOf(press.conversation, needs.settings))) return null;
  const { id, nonce } = ids.data;
  return boundTo(await nonceKey(needs.store), nonce, { id, version: anyState }, verb, [press.personId]) === null ? null : id;
}

/** For the two that give something away: whoever may have the request's list. */
const onCard = (verb: 'week.list' | 'week.message', give: (needs: Needs, press: Press, request: ServiceRequest) => Promise<Answer>) =>
  async (needs: Needs, press: Press): Promise<Answer> => {
    const id = await idOf(needs, press, verb);
    if (id === null) return unknown;
    const request = await needs.store.requests.find(id);
    if (request === null) return forgotten;
    return may('request.list', press.personId, await needs.access.rolesOf(press.personId), request) === 'yes' ? give(needs, press, request) : unknown;
  };

export const offerNoMethod = onCard('week.list', async (needs, { conversation }, { id, round }) =>
  needs.store.transaction(async tx => {
    const request = await tx.requests.lock(id);
    if (request === null) return forgotten;
    if (isUndoing(request) || (await tx.effects.methods(id, round)).without === 0) return { message: `Nobody of ${reference(request)} is without a sign-in method by now.` };
    await offer(tx, needs, conversation, request, 'request.list', 'no-method');
    return { message: 'The list is offered below.' };
  }));

/** As a message of its own: a card cannot be forwarded. */
export const sendMessage = onCard('week.message', async (needs, { conversation }, request) =>
  needs.store.transaction(async tx => {
    await heardFrom(tx, conversation, needs.clock.calendar());
    const text = messageFor(request, await organisationNameOf(tx, request)).join('\n\n');
    await say(tx, conversation.id, { is: 'text', text }, needs.clock.calendar(), request.id);
    return { message: 'The message is below, ready to forward.' };
  }));

const prefer = (verb: 'week.stop' | 'week.again', isOn: boolean) =>
  async (needs: Needs, press: Press): Promise<Answer> => {
    const { store, access, clock } = needs;
    const id = await idOf(needs, press, verb);
    if (id === null) return unknown;
    const { personId: reader } = press;
    await (isOn ? store.optOuts.remove(reader, 'week-later') : store.optOuts.add(reader, 'week-later', clock.calendar()));
    const request = await store.requests.find(id);
    const taken = await store.snapshots.takenAt('registration');
    const to = { key: await nonceKey(store), reader };
    const isSeen = request !== null && taken !== null && !isUndoing(request) && seenAs(reader, await access.rolesOf(reader), request) === 'status';
    const still = isSeen ? { about: { request, organisationName: await organisationNameOf(store, request), ...to }, counted: { ...(await store.effects.methods(id, request.round)), asOf: taken.at } } : null;
    return { card: { is: 'card', card: preferenceCard(isOn, { ...to, requestId: id }, still) } };
  };

export const stop = prefer('week.stop', false);
export const again = prefer('week.again', true);

const typed = (isOn: boolean) =>
  async ({ access, settings, clock }: Pick<Services, 'access' | 'settings' | 'clock'>, { personId, conversation }: Turn): Promise<Reaction> => {
    if (!isLocalAdministrator(await access.rolesOf(personId))) return { say: { is: 'card', card: notOnRoster(settings.HELP_CONTACT) } };
    const { heading, line } = preferenceWords(isOn);
    return {
      async save(tx) {
        await (isOn ? tx.optOuts.remove(personId, 'week-later') : tx.optOuts.add(personId, 'week-later', clock.calendar()));
        await say(tx, conversation.id, { is: 'card', card: plainCard(heading, line) }, clock.calendar());
      },
    };
  };

export const tellMe = typed(true);
export const doNotTellMe = typed(false);
