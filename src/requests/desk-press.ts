// A press that is about no one request, or about no state of one: for whom its card was made, and whether they may, there, decided anew each time.
import { noDirectory } from '../access/look-up.ts';
import { mayHere, type DeskVerb } from '../access/permissions.ts';
import type { Roles } from '../access/roles.ts';
import type { Card } from '../cards.ts';
import { UserError } from '../errors.ts';
import type { Answer, Press, Services } from '../services.ts';
import { idOn } from './desk-button.ts';
import { nonceKey } from './gather.ts';
import { everybody } from './nonce.ts';
import { forSomebodyElse, placeOf, readerIn } from './pressed.ts';

type DeskNeeds = Pick<Services, 'store' | 'access' | 'settings'>;

/** `key`: for the buttons of the card that answers it. */
export type DeskPress = { press: Press; id: string; roles: Roles; key: string };

export const onDesk =
  <N extends DeskNeeds>(verb: DeskVerb, act: (needs: N, pressed: DeskPress) => Promise<Answer>) =>
  async (needs: N, press: Press): Promise<Answer> => {
    const key = await nonceKey(needs.store);
    // In the resolver channel there are cards for all of them, and those that only one of them sees; in every channel, notices for whoever reads them.
    const shared = press.conversation.kind === 'channel' ? [readerIn(press, needs.settings) ?? everybody, everybody] : [];
    const id = idOn(press.inputs, key, verb, [press.personId, ...shared]);
    const roles = id === null ? null : await rolesHere(needs, verb, press);
    return id === null || roles === null ? forSomebodyElse : act(needs, { press, id, roles, key });
  };

/**
 * Null where they may not, in this place.
 * @throws UserError where the directory is away, which may know them as more.
 */
export async function rolesHere({ access, settings }: Pick<Services, 'access' | 'settings'>, verb: DeskVerb, { conversation, personId }: Pick<Press, 'conversation' | 'personId'>): Promise<Roles | null> {
  const roles = await access.rolesOf(personId);
  if (mayHere(verb, roles, placeOf(conversation, settings))) return roles;
  if (roles.isUncertain === true) throw new UserError(noDirectory);
  return null;
}

export const show = (card: Card): Answer => ({ card: { is: 'card', card } });
