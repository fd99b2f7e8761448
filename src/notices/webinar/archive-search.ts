// What people type about webinars: the next one, all of them, one date, or what was said about something.
import type { Reaction } from '../../dispatch.ts';
import { isLocalAdministrator, type Roles } from '../../access/roles.ts';
import type { Card } from '../../cards.ts';
import { nonceKey } from '../../requests/gather.ts';
import { notOnRoster, plainCard } from '../../requests/help-cards.ts';
import { addDays, inLondon } from '../../schedule.ts';
import type { Services, Turn } from '../../services.ts';
import { forMarkdown, forPlain } from '../../words.ts';
import type { Reader } from '../../requests/desk-button.ts';
import { datesFound, foundCard, webinarsCard } from './archive-cards.ts';
import { lookAt, type Shown } from './look.ts';
import type { Occurrence } from './occurrence.ts';
import { readDay } from './typed-date.ts';
import { webinarCard } from './webinar-card.ts';

type Needs = Pick<Services, 'store' | 'access' | 'settings' | 'clock'>;

const mostListed = 3;
const mostFound = 6;

const isKnown = (roles: Roles): boolean => isLocalAdministrator(roles) || roles.isResolver || roles.isCommunications || roles.isOperator;

const answers = (make: (needs: Needs, reader: Reader, found: string) => Promise<Card>) =>
  async (needs: Needs, { personId }: Turn, [, found = '']: readonly string[]): Promise<Reaction> => {
    if (!isKnown(await needs.access.rolesToShow(personId))) return { say: { is: 'card', card: notOnRoster(needs.settings.HELP_CONTACT) } };
    return { say: { is: 'card', card: await make(needs, { key: await nonceKey(needs.store), personId }, found) } };
  };

const lookAtAll = ({ store }: Needs, dates: readonly Occurrence[]): Promise<Shown[]> => Promise.all(dates.map(date => lookAt(store, date)));

export const showNext = answers(async (needs, reader) => {
  const at = needs.clock.calendar();
  const next = (await needs.store.occurrences.coming(at, 10)).find(({ isCancelled }) => !isCancelled);
  if (next === undefined) return plainCard('No webinar is planned', 'For those that were held, type **webinars**.');
  return webinarCard(await lookAt(needs.store, next), reader, at, true);
});

export const showAll = answers(async (needs, reader) => {
  const at = needs.clock.calendar();
  const [coming, held] = [await needs.store.occurrences.coming(at, mostListed), await needs.store.occurrences.held(at, mostListed)];
  return webinarsCard(await lookAtAll(needs, coming), await lookAtAll(needs, held), reader, at);
});

export const showDay = answers(async (needs, reader, typed) => {
  const day = readDay(typed);
  const midnight = day === null ? null : inLondon(day, '00:00');
  if (midnight === null) return plainCard(`Not found: ${forMarkdown(typed)} is no date we can read`, 'Type it like **webinar 26 August 2022** or **webinar 26/08/2022**. For a topic, type **what was said about TLS**.');
  const at = needs.clock.calendar();
  const found = await lookAtAll(needs, await needs.store.occurrences.between(midnight, addDays(midnight, 1)));
  const [first] = found;
  if (first === undefined) return plainCard(`Not found: no webinar on ${forMarkdown(typed)}`, 'For the dates there are, type **webinars**.');
  return found.length === 1 ? webinarCard(first, reader, at, true) : datesFound(found, reader, at);
});

/** Small words would find everything. */
const tooCommon = new Set(['the', 'a', 'an', 'of', 'and', 'or', 'in', 'on', 'for', 'to', 'at', 'is', 'was', 'with']);

export const showSaid = answers(async (needs, reader, typed) => {
  const words = forPlain(typed).toLowerCase().split(/[\s,;?!"“”]+/).filter(word => word.length > 1 && !tooCommon.has(word)).slice(0, 6);
  if (words.length === 0) return plainCard('Nothing to look for', 'Type a word or two, like **what was said about TLS**.');
  const found = await needs.store.keyUpdates.search(words, mostFound + 1);
  const shown = await Promise.all(found.slice(0, mostFound).map(async update => ({ update, occurrence: await needs.store.occurrences.find(update.occurrenceId) })));
  const whole = await Promise.all(shown.flatMap(({ update, occurrence }) => (occurrence === null ? [] : [lookAt(needs.store, occurrence).then(look => ({ update, shown: look }))])));
  return foundCard(typed.replace(/[\s?!.]+$/, ''), whole, found.length > mostFound, reader);
});
