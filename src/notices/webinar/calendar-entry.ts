// The calendar entry of a webinar's date, and the calendar of its series: text/calendar, in UTC. Pure.
import ical, { escape, ICalCalendarMethod, ICalEventStatus } from 'ical-generator';
import { formatDateTime } from '../../words.ts';
import type { Occurrence } from './occurrence.ts';
import type { Series } from './series.ts';

type Dated = Pick<Occurrence, 'id' | 'startsAt' | 'endsAt' | 'isCancelled' | 'movedFrom' | 'reason' | 'sequence' | 'changedAt' | 'asHeld'>;
type Held = Pick<Series, 'title' | 'joinLink' | 'channelName'>;

/** Calendars that subscribe are asked to look again this often. */
const lookAgainSeconds = 3_600;

/** For ever the same, whatever happens to the date: calendars change the entry that has it. */
export const uidOf = ({ id }: Pick<Occurrence, 'id'>): string => `${id}@la-desk`;

const placeOf = ({ channelName }: Held): string => (channelName === null ? 'Microsoft Teams' : `Microsoft Teams, ${channelName} channel`);

function descriptionOf({ joinLink }: Held, { isCancelled, movedFrom, reason }: Dated): string {
  const why = reason === null ? '' : ` ${reason}`;
  if (isCancelled) return `Cancelled.${why}`;
  return `${movedFrom === null ? '' : `Moved: it was ${formatDateTime(movedFrom)}.${why}\n`}Join: ${joinLink}`;
}

export function calendarOf(series: Held, dates: readonly Dated[]): string {
  // The library escapes what events say, but not the calendar's name.
  const calendar = ical({ name: escape(series.title, false), prodId: { company: 'LA Desk', product: 'Webinars' }, method: ICalCalendarMethod.PUBLISH, ttl: lookAgainSeconds });
  for (const date of dates) {
    const held = { ...series, ...date.asHeld };
    calendar.createEvent({
      id: uidOf(date), sequence: date.sequence, stamp: date.changedAt, lastModified: date.changedAt, start: date.startsAt, end: date.endsAt,
      summary: date.isCancelled ? `Cancelled: ${held.title}` : held.title, description: descriptionOf(held, date), location: placeOf(held), url: held.joinLink,
      status: date.isCancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
  }
  return calendar.toString();
}
