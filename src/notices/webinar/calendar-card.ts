// In one's own chat: where the calendar entry of a date is, and that of its series, which follows what is moved or cancelled.
import type { Card } from '../../cards.ts';
import { forMarkdown, unescaped } from '../../words.ts';
import { calendarAddress } from './calendar-file.ts';
import type { Planned } from './look.ts';
import { titleOf } from './webinar-card.ts';
import { whenOf } from './webinar-words.ts';

export function calendarCard(shown: Planned, publicUrl: string): Card {
  const { occurrence, series } = shown;
  const heading = `Ready: the calendar entry of ${titleOf(shown)}`;
  const date = { title: 'Open this date (.ics)', url: calendarAddress(publicUrl, occurrence.calendarToken) };
  const line = `${whenOf(occurrence)}. Open the entry, or take the file below.`;
  const speak = `${unescaped(heading)}.`;
  if (series.rhythm === 'once') return { name: 'webinar-calendar', data: { speak, heading, lines: [line], date } };
  const url = calendarAddress(publicUrl, series.calendarToken);
  const follow = 'An entry you have opened stays as it is. To have every date, and to see when one is moved or cancelled, subscribe to the series: in Outlook under **Add calendar**, then **Subscribe from web**, with this address.';
  return { name: 'webinar-calendar', data: { speak, heading, lines: [line, follow, forMarkdown(url, { most: 500 })], date, series: { title: 'Open the series (.ics)', url } } };
}
