// What communications officers see of a series: the form that begins one, its dates to skip or move, and a bank holiday weeks ahead.
import type { Card, CardData, Fact } from '../../cards.ts';
import { deskButton, type Reader } from '../../requests/desk-button.ts';
import { londonDay } from '../../schedule.ts';
import type { Answer } from '../../services.ts';
import { formatDate, forMarkdown, forPlain, plural, unescaped } from '../../words.ts';
import { agendaText, usualAgenda } from './agenda.ts';
import { bankHolidayOn } from './bank-holidays.ts';
import type { Occurrence } from './occurrence.ts';
import { linkToChannel, type Rhythm, type Series } from './series.ts';
import { whenOf } from './webinar-words.ts';

const rhythmName: Record<Rhythm, string> = { fortnightly: 'Every second week', weekly: 'Every week', once: 'Once, as a live event' };

export type TypedSeries = CardData['webinar-series-form']['typed'];
export const usualSeries: TypedSeries = { title: 'LA webinar', channel: '', join: '', escalation: '', firstDay: '', begins: '12:30', ends: '13:30', rhythm: 'fortnightly', agenda: usualAgenda };

/** What a press on the form is about: a series that is not there yet, so that pressed twice it is one. */
type Form = { id: string; reader: Reader; typed: TypedSeries; problem?: string };

export function seriesForm({ id, reader, typed, problem }: Form): Card {
  const heading = 'Not planned yet: a webinar series';
  const lines = [
    ...(problem === undefined ? [] : [problem]),
    'A week before each date its card comes to the channel, and to the own chats of Local Administrators who want webinars. Guest speaker and Digital Workplace are slots that Local Administrators can ask for.',
    'For the link to the channel, open **More options** beside its name in Teams, then **Copy link**. Or write **@LA Desk webinar series** in that channel: then it is filled in.',
  ];
  return { name: 'webinar-series-form', data: { speak: `${heading}.`, heading, lines, typed, rhythms: Object.entries(rhythmName).map(([value, title]) => ({ title, value })), create: deskButton(reader, 'webinar.create', id, 'Plan the webinar series') } };
}

export type TypedChange = Pick<TypedSeries, 'title' | 'join' | 'escalation' | 'agenda'>;
type ChangeForm = { series: Series; reader: Reader; typed?: TypedChange; problem?: string };

export const incomplete = 'Not changed: enter a name, links that begin with https, and an agenda.';
export const noSeries: Answer = { message: 'This series is not in our calendar any more. Type webinar series.' };

const endLine = 'Every date to come is cancelled, and no more are planned. Cards and calendars say so, and everybody who has a card gets a short message. What was held stays in the archive. This cannot be undone.';

/** Bound to what the series said when it was drawn. */
export function changeForm({ series, reader, typed, problem }: ChangeForm): Card {
  const heading = `Not changed yet: ${forMarkdown(series.title)}`;
  const { title, joinLink, escalationLink, agenda, firstDay, begins, ends, rhythm } = series;
  const now = { title, channel: linkToChannel(series.channelId, series.channelName), join: joinLink, escalation: escalationLink, firstDay, begins, ends, rhythm, agenda: agendaText(agenda) };
  const lines = [
    ...(problem === undefined ? [] : [problem]),
    'All dates to come say what you write here, on cards that are out and in calendars that follow them. Nobody gets a message. Dates that are over stay as they were.',
    'Its channel, days and times stay. Skip, move or add a date instead, or end this series and plan another.',
  ];
  return { name: 'webinar-series-form', data: { speak: `${unescaped(heading)}.`, heading, lines, typed: { ...now, ...typed }, rhythms: [], change: { ...deskButton(reader, 'webinar.change', series.id, 'Change all dates to come'), revision: series.revision }, end: { ...deskButton(reader, 'webinar.end', series.id, 'End this series now'), showTitle: 'End this series', line: endLine } } };
}

/** Teams shows 1,000 choices, and people read a few. */
const mostDates = 8;

/** In compact choices, where Markdown does not run but tests hold that it could. */
const choiceOf = ({ id, startsAt, endsAt, isCancelled }: Occurrence): Fact => {
  const holiday = bankHolidayOn(londonDay(startsAt));
  return { title: `${whenOf({ startsAt, endsAt })}${isCancelled ? ', cancelled' : holiday === null ? '' : `, ${holiday}`}`, value: id };
};

const skipLine = 'The date stays in calendars as cancelled. If it was announced, its card says so everywhere, and everybody who has it gets a short message.';
const moveLine = 'Calendars that follow the series move with it. If it was announced, everybody who has its card gets a short message.';

export type Dates = { series: Series; dates: readonly Occurrence[]; reader: Reader };

const ahead = (dates: readonly Occurrence[]) => dates.filter(({ isCancelled }) => !isCancelled);

function endedCard({ series, dates }: Dates): Card {
  const heading = `Ended: ${forMarkdown(series.title)}`;
  const lines = [...listed(dates), 'No more dates are planned. What was held stays in the archive: type **webinars**.', 'To plan another series, type **webinar series**.'];
  return { name: 'webinar-dates', data: { speak: `${unescaped(heading)}.`, heading, lines, choices: [], chosen: '', time: series.begins } };
}

const listed = (dates: readonly Occurrence[]): string[] => dates.slice(0, mostDates).map(date => `- ${choiceOf(date).title}`);

/** `done`: what was just done, in the place of the state. */
export function datesCard({ series, dates, reader }: Dates, done?: string): Card {
  if (series.endedAt !== null) return endedCard({ series, dates, reader });
  const open = ahead(dates);
  const heading = done ?? `Planned: ${plural(open.length, 'date', 'dates')} of ${forMarkdown(series.title)}`;
  const holidays = open.filter(({ startsAt }) => bankHolidayOn(londonDay(startsAt)) !== null);
  return {
    name: 'webinar-dates',
    data: {
      speak: `${unescaped(heading)}.`, heading,
      lines: [...listed(dates), ...(dates.length > mostDates ? [`And ${plural(dates.length - mostDates, 'later one', 'later ones')}, which can be changed here when they are nearer.`] : []), ...(holidays.length > 0 ? ['A bank holiday is in the way. Skip that date, or move it.'] : [])],
      ...controls({ series, reader }, open.slice(0, mostDates)), change: deskButton(reader, 'webinar.change-form', series.id, 'Change or end this series'),
      create: deskButton(reader, 'webinar.series-form', series.id, 'Plan another series'),
    },
  };
}

function controls({ series, reader }: Pick<Dates, 'series' | 'reader'>, dates: readonly Occurrence[]): Pick<CardData['webinar-dates'], 'choices' | 'chosen' | 'time' | 'skip' | 'move' | 'add'> {
  const [first] = dates;
  const add = { add: { ...deskButton(reader, 'webinar.add', series.id, 'Add this date now'), showTitle: 'Add a date' } };
  if (first === undefined) return { choices: [], chosen: '', time: series.begins, ...add };
  return {
    choices: dates.map(choiceOf), chosen: first.id, time: series.begins,
    skip: { ...deskButton(reader, 'webinar.skip', series.id, 'Skip the chosen date now'), showTitle: 'Skip a date', line: skipLine },
    move: { ...deskButton(reader, 'webinar.move', series.id, 'Move the chosen date now'), showTitle: 'Move a date', line: moveLine },
    ...add,
  };
}

/** Weeks before, to each officer. */
export function holidayCard(series: Series, occurrence: Occurrence, reader: Reader): Card {
  const holiday = bankHolidayOn(londonDay(occurrence.startsAt)) ?? 'a bank holiday';
  const heading = `Check: ${forMarkdown(series.title)} on ${formatDate(occurrence.startsAt)} falls on a bank holiday`;
  const { skip, move, choices, chosen, time } = controls({ series, reader }, [occurrence]);
  return {
    name: 'webinar-dates',
    data: { speak: `${forPlain(unescaped(heading), { most: 200 })}.`, heading, lines: [`It is ${holiday} in England. Skip the date or move it. If you do nothing, it is announced a week before and held.`], choices, chosen, time, ...(skip === undefined ? {} : { skip }), ...(move === undefined ? {} : { move }) },
  };
}
