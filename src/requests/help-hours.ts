// Whether there are people to help while a list is applied. Said by when it was sent, so that a card that stands still stays true.
import { addDays, atTime, weekday } from '../schedule.ts';
import { formatDate, formatDateTime, formatTime } from '../words.ts';

const dayBegins = '08:00';
const getsLate = '16:00';
/** People who meet MFA on a Friday afternoon may be without help until Monday. */
const getsLateOnFriday = '14:00';

const friday = 4;
const isWeekend = (date: Date): boolean => weekday(date) > friday;

/** When the next working morning begins; null where there is somebody to help at this time. */
export function helpFrom(sentAt: Date): Date | null {
  const late = atTime(sentAt, weekday(sentAt) === friday ? getsLateOnFriday : getsLate);
  const morning = atTime(sentAt, dayBegins);
  if (!isWeekend(sentAt) && sentAt >= morning && sentAt < late) return null;
  if (!isWeekend(sentAt) && sentAt < morning) return morning;
  let next = addDays(morning, 1);
  while (isWeekend(next)) next = addDays(next, 1);
  return next;
}

export function hoursPoint(sentAt: Date): string[] {
  const from = helpFrom(sentAt);
  return from === null ? [] : [`sent ${formatDate(sentAt)} at ${formatTime(sentAt)}: few people are there to help before ${formatDateTime(from)}`];
}
