// How a webinar's date is named: in headings, messages and lists.
import { formatDate, formatTime, forMarkdown } from '../../words.ts';
import type { Occurrence } from './occurrence.ts';

type Times = Pick<Occurrence, 'startsAt' | 'endsAt'>;

export const hoursOf = ({ startsAt, endsAt }: Times): string => `${formatTime(startsAt)} to ${formatTime(endsAt)}`;

/** Friday 7 October 2022, 12:30pm to 1:30pm. */
export const whenOf = (times: Times): string => `${formatDate(times.startsAt)}, ${hoursOf(times)}`;

/** As somebody wrote it: a sentence of its own. */
export const because = (reason: string | null): string => (reason === null ? '' : ` ${forMarkdown(reason, { most: 200 })}${/[.!?]$/.test(reason) ? '' : '.'}`);
