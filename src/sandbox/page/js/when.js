// Dates and times in words, as people in London read them.

const ZONE = 'Europe/London';
const dayParts = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const timeParts = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: 'numeric', minute: '2-digit', hour12: true });

/** "Tuesday 20 September 2022" @param {Date} date */
export function dayInWords(date) {
  const parts = Object.fromEntries(dayParts.formatToParts(date).map((part) => [part.type, part.value]));
  return `${parts.weekday} ${parts.day} ${parts.month} ${parts.year}`;
}

/** "9:00am" @param {Date} date */
export function timeInWords(date) {
  const parts = Object.fromEntries(timeParts.formatToParts(date).map((part) => [part.type, part.value]));
  return `${Number(parts.hour)}:${parts.minute}${parts.dayPeriod.toLowerCase().replace(/[^apm]/g, '')}`;
}

/** "Tuesday 20 September 2022, 9:00am" @param {Date} date */
export const inWords = (date) => `${dayInWords(date)}, ${timeInWords(date)}`;

/** "1.2 MB" @param {number} bytes */
export function sizeInWords(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
