// What communications officers see of a series: the form that begins one, its dates to skip or move, and a bank holiday weeks ahead.
import type { Card, CardData, Fact } from '../../cards.ts';
import { deskButton, type Reader } from '../../requests/desk-button.ts';
import { londonDay } from '../../schedule.ts';
import { formatDate, forMarkdown, forPlain, plural, unescaped } from '../../words.ts';
import { usualAgenda } from './agenda.ts';
import { bankHolidayOn } from './bank-holidays.ts';
import type { Occurrence } from './occurrence.ts';
import type { Rhythm, Series } from './series.ts';
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

/** `done`: what was just done, in the place of the state. */
export function datesCard({ series, dates, reader }: Dates, done?: string): Card {
  const open = ahead(dates);
  const heading = done ?? `Planned: ${plural(open.length, 'date', 'dates')} of ${forMarkdown(series.title)}`;
  const holidays = open.filter(({ startsAt }) => bankHolidayOn(londonDay(startsAt)) !== null);
  return {
    name: 'webinar-dates',
    data: {
      speak: `${unescaped(heading)}.`, heading,
      lines: [...dates.slice(0, mostDates).map(date => `- ${choiceOf(date).title}`), ...(dates.length > mostDates ? [`And ${plural(dates.length - mostDates, 'later one', 'later ones')}, which can be changed here when they are nearer.`] : []), ...(holidays.length > 0 ? ['A bank holiday is in the way. Skip that date, or move it.'] : [])],
      ...controls({ series, reader }, open.slice(0, mostDates)), create: deskButton(reader, 'webinar.series-form', series.id, 'Plan another series'),
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
