// A webinar series as data: on which days it is held, and when that is by the clocks in London. Pure.
import { inLondon, londonDay } from '../../schedule.ts';
import type { AgendaItem } from './agenda.ts';

export const rhythms = ['once', 'weekly', 'fortnightly'] as const;
export type Rhythm = (typeof rhythms)[number];

export type Series = {
  id: string;
  title: string;
  /** The conversation its cards are posted in, and its name where it is known. */
  channelId: string;
  channelName: string | null;
  joinLink: string;
  /** Where questions about one person or one organisation belong. */
  escalationLink: string;
  agenda: AgendaItem[];
  /** 2022-09-23: the others follow from it. */
  firstDay: string;
  /** On the wall in London: 12:30, 13:30. */
  begins: string;
  ends: string;
  rhythm: Rhythm;
  /** Whoever has it can read the calendar, and nothing else. */
  calendarToken: string;
  createdAt: Date;
  /** Rises with each change: whoever saves has seen the last one. */
  revision: number;
  /** No further dates are planned. */
  endedAt: Date | null;
};

/** What every date of it says. */
export type SeriesWords = Pick<Series, 'title' | 'channelName' | 'joinLink' | 'escalationLink' | 'agenda'>;

type Pattern = Pick<Series, 'firstDay' | 'begins' | 'ends' | 'rhythm'>;

const dayMs = 86_400_000;
const daysBetween: Record<Rhythm, number> = { once: Number.POSITIVE_INFINITY, weekly: 7, fortnightly: 14 };

/** Days, not instants: a day after another is always the next one, whatever the clocks do. */
const dayAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * dayMs).toISOString().slice(0, 10);

/** The days of the pattern from the day of `from` to the day of `until`, both in London and both included. */
export function daysOf({ firstDay, rhythm }: Pick<Pattern, 'firstDay' | 'rhythm'>, from: Date, until: Date): string[] {
  const [first, last] = [londonDay(from), londonDay(until)];
  if (rhythm === 'once') return firstDay >= first && firstDay <= last ? [firstDay] : [];
  const step = daysBetween[rhythm];
  const passed = Math.max(0, Math.ceil((Date.parse(first) - Date.parse(firstDay)) / dayMs / step));
  const days: string[] = [];
  for (let day = dayAfter(firstDay, passed * step); day <= last; day = dayAfter(day, step)) days.push(day);
  return days;
}

/** Null where there is no such day, or it would end before it begins. */
export function timesOn({ begins, ends }: Pick<Pattern, 'begins' | 'ends'>, day: string): { startsAt: Date; endsAt: Date } | null {
  const [startsAt, endsAt] = [inLondon(day, begins), inLondon(day, ends)];
  return startsAt === null || endsAt === null || endsAt <= startsAt ? null : { startsAt, endsAt };
}

/** A channel by its link, as "Get link to channel" in Teams gives it: its id and its name are in it. Null where it is no such link. */
export function channelFromLink(link: string): { id: string; name: string | null } | null {
  if (!URL.canParse(link)) return null;
  const [, kind, id = '', name = ''] = /^\/l\/(channel)\/([^/]+)(?:\/([^/]*))?/.exec(new URL(link).pathname) ?? [];
  if (kind === undefined || new URL(link).protocol !== 'https:') return null;
  try {
    const channelId = decodeURIComponent(id);
    return /^19:[\w@.-]{3,200}$/.test(channelId) ? { id: channelId, name: decodeURIComponent(name).slice(0, 80) || null } : null;
  } catch {
    return null;
  }
}

export const linkToChannel = (id: string, name: string | null): string => `https://teams.microsoft.com/l/channel/${encodeURIComponent(id)}/${encodeURIComponent(name ?? '')}`;
