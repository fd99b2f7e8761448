// What is pressed on the card of a week later, and typed about it: the list to chase, the message for them, and whether its reader hears of it again.
import { may, seenAs } from '../access/permissions.ts';
import { isLocalAdministrator } from '../access/roles.ts';
import type { Reaction } from '../dispatch.ts';
import type { Answer, Press, Services, Turn } from '../services.ts';
import { onDesk, show } from './desk-press.ts';
import { heardFrom } from './heard-from.ts';
import { notOnRoster, plainCard } from './help-cards.ts';
import { offer } from './offering.ts';
import { organisationNameOf } from './organisation-name.ts';
import { forSomebodyElse, type PressNeeds } from './pressed.ts';
import { say } from './save-move.ts';
import { isUndoing, reference, type ServiceRequest } from './service-request.ts';
import { messageFor, preferenceCard, preferenceWords } from './week-later.ts';

const forgotten: Answer = { message: 'This request was removed, 30 days after it was closed. Its list is gone with it.' };

/** For the two that give something away: whoever may have the request's list. */
const onCard = (verb: 'week.list' | 'week.message', give: (needs: PressNeeds, press: Press, request: ServiceRequest) => Promise<Answer>) =>
  onDesk(verb, async (needs: PressNeeds, { press, id, roles }) => {
    const request = await needs.store.requests.find(id);
    if (request === null) return forgotten;
    return may('request.list', press.personId, roles, request) === 'yes' ? give(needs, press, request) : forSomebodyElse;
  });

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
  onDesk(verb, async ({ store, clock }: PressNeeds, { press: { personId }, id, roles, key }) => {
    await (isOn ? store.optOuts.remove(personId, 'week-later') : store.optOuts.add(personId, 'week-later', clock.calendar()));
    const request = await store.requests.find(id);
    const taken = await store.snapshots.takenAt('registration');
    const reader = { key, personId };
    const isSeen = request !== null && taken !== null && !isUndoing(request) && seenAs(personId, roles, request) === 'status';
    const still = isSeen ? { about: { request, organisationName: await organisationNameOf(store, request), reader }, counted: { ...(await store.effects.methods(id, request.round)), asOf: taken.at } } : null;
    return show(preferenceCard(isOn, { reader, requestId: id }, still));
  });

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
