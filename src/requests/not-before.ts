// "Not before", as it is typed into the submit form: two boxes, a day and a time, either of which may be empty.
import { inLondon, londonDay } from '../schedule.ts';
import { formatDateTime } from '../words.ts';
import { goodUntil } from './approval.ts';
import type { ServiceRequest } from './service-request.ts';

type Boxes = { day: string; time: string };

/**
 * A day alone begins at midnight; the present one is no wait at all. A check is good for 7 days: whoever asks for a later day would have people changed by
 * a list that nobody may submit or approve any more. `problem` names the box and says what to do.
 */
export function readNotBefore(boxes: Boxes, request: Pick<ServiceRequest, 'checkedAt'>, now: Date): { notBefore: Date | null } | { problem: string } {
  const [day, time] = [boxes.day.trim(), boxes.time.trim()];
  if (day === '') return time === '' ? { notBefore: null } : { problem: 'The time in "Not before" has no date. Choose the date too, or empty both boxes' };
  if (inLondon(day, '00:00') === null) return { problem: 'The date in "Not before" could not be read. Choose it from the calendar, or write it like 2022-09-26' };
  const notBefore = inLondon(day, time === '' ? '00:00' : time);
  if (notBefore === null) return { problem: 'The time in "Not before" could not be read. Choose it from the list, or write it like 07:30' };
  if (notBefore <= now) return time === '' && day === londonDay(now) ? { notBefore: null } : { problem: 'The date in "Not before" is in the past. Choose a later one, or empty both boxes' };
  const last = goodUntil(request);
  if (last === null || notBefore > last) return { problem: `The date in "Not before" is too far ahead. A check is good for 7 days, so choose one up to ${last === null ? 'then' : formatDateTime(last)}, or check the list again nearer the time` };
  return { notBefore };
}
