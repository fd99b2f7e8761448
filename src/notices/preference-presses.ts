// Somebody chooses which notices they get: the card, typed or pressed on the help card, and each press on it.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Reaction } from '../dispatch.ts';
import { onDesk, rolesHere, show } from '../requests/desk-press.ts';
import { nonceKey } from '../requests/gather.ts';
import { notOnRoster } from '../requests/help-cards.ts';
import { forSomebodyElse } from '../requests/pressed.ts';
import type { Answer, Press, Services, Turn } from '../services.ts';
import { preferenceCard } from './preference-card.ts';
import { byDefault, settings, withSetting } from './preferences.ts';

type Needs = Pick<Services, 'store' | 'access' | 'settings' | 'clock'>;

const cardNow = async ({ store }: Pick<Needs, 'store'>, personId: string) => preferenceCard((await store.preferences.of(personId)) ?? byDefault, randomUUID(), { key: await nonceKey(store), personId });

export async function showPreferences(needs: Needs, turn: Turn): Promise<Reaction> {
  const isTheirs = (await rolesHere(needs, 'notices.preferences', turn)) !== null;
  return { say: { is: 'card', card: isTheirs ? await cardNow(needs, turn.personId) : notOnRoster(needs.settings.HELP_CONTACT) } };
}

/** On the help card, whose buttons act on nothing and so carry no nonce. */
export const preferencesPressed = async (needs: Needs, press: Press): Promise<Answer> => ((await rolesHere(needs, 'notices.preferences', press)) === null ? forSomebodyElse : show(await cardNow(needs, press.personId)));

const chosen = z.looseObject({ set: z.enum(settings) });

export const prefer = onDesk('notices.prefer', async ({ store, clock }: Needs, { press: { personId, inputs }, id, key }) => {
  const { data } = chosen.safeParse(inputs);
  if (data === undefined) return forSomebodyElse;
  const now = await store.transaction(async tx => {
    const preferences = withSetting(await tx.preferences.lock(personId, byDefault), data.set);
    await tx.preferences.save(personId, preferences, clock.calendar());
    return preferences;
  });
  return show(preferenceCard(now, id, { key, personId }));
});
