// A week after a request: how many of its people still have no sign-in method, a list to chase, and a message for them. Said once, so its buttons are bound to no state.
import type { Card, CardData, Fact } from '../cards.ts';
import type { Methods } from '../store/methods.ts';
import { addDays, weekAfter } from '../schedule.ts';
import { figure, formatDateTime } from '../words.ts';
import { messageToSetUp } from './colleagues.ts';
import { deskButton, type Reader } from './desk-button.ts';
import { isUndoing, reference, type ServiceRequest } from './service-request.ts';
import { people } from './view.ts';

/** `asOf`: of the registration report. */
export type Counted = Methods & { asOf: Date };

/** Mornings on which a report from after the request is waited for. */
const waitsDays = 3;

/** Calendar times; null where there is nothing to tell, or it was told. */
export function whenToTell({ status, resolvedAt, weekToldAt, undo, round }: Pick<ServiceRequest, 'status' | 'resolvedAt' | 'weekToldAt' | 'undo' | 'round'>): { from: Date; until: Date } | null {
  if ((status !== 'resolved' && status !== 'closed') || resolvedAt === null || weekToldAt !== null || isUndoing({ undo, round })) return null;
  const from = weekAfter(resolvedAt);
  return { from, until: addDays(from, waitsDays) };
}

type About = { request: ServiceRequest; organisationName: string; reader: Reader };

const has = (count: number): string => (count === 1 ? 'has' : 'have');

function headingOf(request: ServiceRequest, { total, without, unknown }: Counted): string {
  const after = `A week after ${reference(request)}`;
  if (without > 0) return `${after}: ${figure(without)} of ${people(total)} still ${has(without)} no sign-in method`;
  if (unknown > 0) return `${after}: ${figure(total - unknown)} of ${people(total)} ${has(total - unknown)} a sign-in method`;
  return total === 1 ? `${after}: its 1 person has a sign-in method` : `${after}: all ${people(total)} have a sign-in method`;
}

/** They sum to the people it was applied to. */
function countsOf({ total, without, unknown }: Counted): Fact[] {
  const facts: [number, string][] = [
    [without, 'no sign-in method yet: asked to set one up when they next sign in'],
    [total - without - unknown, `${has(total - without - unknown)} a sign-in method`],
    [unknown, `not known: not in the directory's report, for example because the account is switched off`],
  ];
  return facts.filter(([count]) => count > 0).map(([count, value]) => ({ title: figure(count), value }));
}

const asOfWords = ({ asOf, without }: Counted): string => `As of ${formatDateTime(asOf)}.${without > 0 ? ' Whoever has set one up since then is still counted.' : ''}`;

/** One line is enough where nobody is left; a card otherwise. */
export const goodLine = (request: ServiceRequest, counted: Counted): string | null => (counted.without + counted.unknown > 0 ? null : `${headingOf(request, counted)}. ${asOfWords(counted)}`);

export function weekCard(about: About, counted: Counted): Card {
  const heading = headingOf(about.request, counted);
  const lines = counted.without > 0 ? ['Send them the message, so that what they are asked for is no surprise. There is nothing else you have to do.'] : [];
  return { name: 'week-later', data: { speak: `${heading}.`, heading, lines, ...shown({ about, counted }), stop: stopButton(about.reader, about.request.id) } };
}

/** What is the same whether it is on or off. */
function shown({ about, counted }: { about: About; counted: Counted }): Pick<CardData['week-later'], 'counts' | 'subtle' | 'list' | 'message'> {
  const { ticketNumber } = about.request;
  const request = `Request ${reference(about.request)}${ticketNumber === null ? '' : `, ticket ${ticketNumber}`}.`;
  return { counts: countsOf(counted), subtle: `${asOfWords(counted)} ${request}`, ...chasing(about, counted.without) };
}

const stopButton = (reader: Reader, requestId: string) => deskButton(reader, 'week.stop', requestId, 'Do not tell me a week later');

function chasing({ request, organisationName, reader }: About, without: number): Pick<CardData['week-later'], 'list' | 'message'> {
  if (without === 0) return {};
  return {
    list: deskButton(reader, 'week.list', request.id, `Get the list of ${figure(without)}`),
    message: { ...deskButton(reader, 'week.message', request.id, 'Send me the message to forward'), showTitle: 'Read the message for them', lines: messageFor(request, organisationName) },
  };
}

export const messageFor = ({ requesterName, submittedAt, createdAt }: ServiceRequest, organisationName: string): string[] => messageToSetUp({ requesterName, organisationName, askedAt: submittedAt ?? createdAt });

/** In the place of the card whose button was pressed. `still`: the request and its count, where it is kept and theirs to see. */
export function preferenceCard(isOn: boolean, { reader, requestId }: { reader: Reader; requestId: string }, still: { about: About; counted: Counted } | null): Card {
  const { heading, line } = preferenceWords(isOn);
  const other = isOn ? { stop: stopButton(reader, requestId) } : { again: deskButton(reader, 'week.again', requestId, 'Tell me a week later again') };
  const more = still === null ? { counts: [], subtle: '' } : shown(still);
  return { name: 'week-later', data: { speak: `${heading}.`, heading, lines: [line], ...more, ...other } };
}

export const preferenceWords = (isOn: boolean): { heading: string; line: string } =>
  isOn
    ? { heading: 'On: you will hear a week after each of your requests', line: 'We say how many of its people still have no sign-in method. To stop it, type **do not tell me a week later**.' }
    : { heading: 'Off: you will not hear a week after your requests', line: 'This holds for all of them from now on. To hear again how many still have no sign-in method, type **tell me a week later**.' };
