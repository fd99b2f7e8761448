// What the archive answers: dates to come and held, and what was said about something, with links.
import type { Card, CardData } from '../../cards.ts';
import { deskButton, type Reader } from '../../requests/desk-button.ts';
import { plainCard } from '../../requests/help-cards.ts';
import type { KeyUpdate } from '../../store/key-updates.ts';
import { formatDate, formatDateTime, forMarkdown, joined, plural, unescaped } from '../../words.ts';
import type { Shown } from './look.ts';
import { phaseAt } from './occurrence.ts';
import { titleOf, updateLine } from './webinar-card.ts';
import { whenOf } from './webinar-words.ts';

type Item = CardData['webinar-list']['items'][number];

const withRecording = ({ occurrence }: Shown, named = formatDate): Pick<Item, 'recording'> => (occurrence.recording === null ? {} : { recording: { title: `Watch ${named(occurrence.startsAt)}`, url: occurrence.recording } });

const opens = ({ occurrence }: Shown, reader: Reader, named = formatDate): Item['open'] => deskButton(reader, 'webinar.open', occurrence.id, `Open ${named(occurrence.startsAt)}`);

/** `named`: what its buttons call it. */
function itemOf(shown: Shown, reader: Reader, at: Date, named = formatDate): Item {
  const { occurrence, updates } = shown;
  const phase = phaseAt(occurrence, at);
  const topics = updates.length === 0 ? 'No key updates yet.' : `${joined(updates.slice(0, 4).map(({ topic }) => forMarkdown(topic)))}${updates.length > 4 ? ' and more' : ''}.`;
  const line = { coming: occurrence.movedFrom === null ? 'To come.' : `Moved from ${formatDateTime(occurrence.movedFrom)}.`, live: 'Live now.', cancelled: 'Cancelled.', over: topics }[phase];
  return { title: `${titleOf(shown)}, ${phase === 'over' ? formatDate(occurrence.startsAt) : whenOf(occurrence)}`, line, open: opens(shown, reader, named), ...(phase === 'over' ? withRecording(shown, named) : {}) };
}

const list = (heading: string, items: Item[], subtle: string, lines: string[] = []): Card => ({ name: 'webinar-list', data: { speak: `${unescaped(heading)}.`, heading, lines, items, subtle } });

const ways = 'For one date, type **webinar 26 August 2022**. For a topic, type **what was said about TLS**.';

export function webinarsCard(coming: readonly Shown[], held: readonly Shown[], reader: Reader, at: Date): Card {
  if (coming.length + held.length === 0) return plainCard('No webinars yet', 'None is planned, and none is in the archive.');
  const next = coming.find(({ occurrence }) => !occurrence.isCancelled);
  const heading = next === undefined ? 'No webinar is planned' : `Next webinar: ${formatDate(next.occurrence.startsAt)}`;
  return list(heading, [...coming, ...held].map(shown => itemOf(shown, reader, at)), ways, held.length > 0 ? ['The next ones first, then those that were held.'] : []);
}

export const datesFound = (found: readonly Shown[], reader: Reader, at: Date): Card => list(`Found: ${plural(found.length, 'webinar', 'webinars')} on that day`, found.map(shown => itemOf(shown, reader, at, formatDateTime)), ways);

/** Where an update's date and recording are is on its own button. */
export function foundCard(topic: string, found: readonly { update: KeyUpdate; shown: Shown }[], hasMore: boolean, reader: Reader): Card {
  const about = forMarkdown(topic);
  if (found.length === 0) return plainCard(`Nothing found about ${about}`, 'Try one word of it, or type **webinars** for the dates.');
  const dates = new Map(found.map(({ shown }) => [shown.occurrence.id, shown]));
  const items = [...dates.values()].map(shown => {
    const said = found.filter(({ update }) => update.occurrenceId === shown.occurrence.id).map(({ update }) => updateLine(update));
    return { title: formatDate(shown.occurrence.startsAt), line: said.map(({ title, line }) => `${title}: ${line}`).join('\n\n'), open: opens(shown, reader), ...withRecording(shown) };
  });
  const count = plural(found.length, 'key update', 'key updates');
  return list(`Found: ${hasMore ? `the latest ${count}` : count} about ${about}`, items, `The latest first.${hasMore ? ' There are more: add a word to find fewer.' : ''}`);
}
