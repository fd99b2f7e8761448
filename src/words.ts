// How we write dates, numbers and rows for people, and how text that came from people is made harmless in each place it is shown.
import type { WorkingHours } from './schedule.ts';

const ZONE = 'Europe/London';
const MINUTE = 60_000;

const dayFormat = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const timeFormat = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hourCycle: 'h23', hour: 'numeric', minute: '2-digit' });
const numberFormat = new Intl.NumberFormat('en-GB');

const partsOf = (format: Intl.DateTimeFormat, date: Date): Map<string, string> =>
  new Map(format.formatToParts(date).map(({ type, value }) => [type, value]));

/** Friday 23 September 2022, as the day is in London. */
export const formatDate = (date: Date): string => {
  const part = partsOf(dayFormat, date);
  return ['weekday', 'day', 'month', 'year'].map((name) => part.get(name)).join(' ');
};

/** 12:30pm, 5pm, midday, midnight: the time in London. */
export const formatTime = (date: Date): string => {
  const part = partsOf(timeFormat, date);
  return timeOfDay(Number(part.get('hour')), Number(part.get('minute')));
};

const timeOfDay = (hour: number, minute: number): string => {
  if (minute === 0 && hour % 24 === 0) return 'midnight';
  if (minute === 0 && hour === 12) return 'midday';
  return `${hour % 12 || 12}${minute === 0 ? '' : `:${String(minute).padStart(2, '0')}`}${hour < 12 ? 'am' : 'pm'}`;
};

/** Friday 23 September 2022, 12:30pm. */
export const formatDateTime = (date: Date): string => `${formatDate(date)}, ${formatTime(date)}`;

/** Monday 26 September 2022, 7am; the day alone where it is its very beginning. */
export const formatFrom = (date: Date): string => (formatTime(date) === 'midnight' ? formatDate(date) : formatDateTime(date));

const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** Monday to Thursday, 8am to 6pm, and Friday, 8am to 4pm. */
export const formatHours = (hours: WorkingHours): string =>
  hours
    .map(({ first, last, from, to }) => {
      const days = first === last ? weekdays[first] : `${weekdays[first]} to ${weekdays[last]}`;
      const [begins, ends] = [from, to].map(minutes => timeOfDay(Math.floor(minutes / 60), minutes % 60));
      return `${days}, ${begins} to ${ends}`;
    })
    .join(', and ');

/** 271, 12,000. */
export const figure = (count: number): string => numberFormat.format(count);

/** 1 person, 271 people, 12,000 people. */
export const plural = (count: number, one: string, many: string): string => `${figure(count)} ${count === 1 ? one : many}`;

/** One; one and two; one, two and three. */
export const joined = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;

/** As a label or a sentence begins. */
export const capitalised = (words: string): string => `${words.charAt(0).toUpperCase()}${words.slice(1)}`;

/** Row 57; Rows 14, 88 and 102; and where there are more than `shown`: Rows 1, 2 and 31 more, in the file. Nothing for no rows. */
export const listRows = (rows: readonly number[], shown = 20): string => {
  if (rows.length === 0) return '';
  if (shown <= 0) return `${plural(rows.length, 'row', 'rows')}, in the file`;
  const first = rows.slice(0, shown).map(String);
  const left = rows.length - first.length;
  const label = rows.length === 1 ? 'Row' : 'Rows';
  return left > 0 ? `${label} ${joined([...first, `${numberFormat.format(left)} more`])}, in the file` : `${label} ${joined(first)}`;
};

const spelt = (parts: readonly [number, string][]): string =>
  parts
    .filter(([count]) => count > 0)
    .map(([count, name]) => plural(count, name, `${name}s`))
    .join(' ');

/** 40 seconds, 5 minutes, 1 hour 40 minutes, 2 days 3 hours. Rounded to the minute from one minute on; minutes are dropped from two days on. */
export const duration = (ms: number): string => {
  if (ms < MINUTE) return plural(Math.max(0, Math.floor(ms / 1000)), 'second', 'seconds');
  const minutes = Math.round(ms / MINUTE);
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return spelt([[hours, 'hour'], [minutes % 60, 'minute']]);
  return spelt([[Math.floor(hours / 24), 'day'], [hours % 24, 'hour']]);
};

/** Controls and line ends, which become a space. */
const BREAKS = /[\p{Cc}\p{Zl}\p{Zp}\p{Zs}]+/gu;
/** What is there but not seen: marks that turn text round, zero width characters, tags. They go without a trace. */
const UNSEEN = /[\p{Cf}\u034F\u115F\u1160\u3164\uFFA0\uFE00-\uFE0F]/gu;

const visible = (text: string): string => text.toWellFormed().replace(UNSEEN, '').replace(BREAKS, ' ').trim();

const MOST_SHOWN = 80;
/** What a form takes, whole. */
export const mostWritten = 500;
/** Not a bare number: given to map, the place in the list would be taken for it. */
type Length = { most?: number };

const cut = (text: string, most: number): string => {
  // Longer than this in UTF-16 units cannot be fewer characters than we show, so a huge text is not spread into an array whole.
  const characters = Array.from(text.slice(0, most * 4));
  return characters.length > most ? `${characters.slice(0, most - 1).join('').trimEnd()}…` : text;
};

/** Text from people where nothing reads Markdown: button titles, input labels, compact choices, what is spoken. At most `most` characters. */
export const forPlain = (text: string, { most = MOST_SHOWN }: Length = {}): string => cut(visible(text), most);

/**
 * Text from people where Markdown runs: text blocks, facts, expanded choices, toggles, error messages. At most `most` characters before escaping:
 * 80 for names, more for what somebody wrote to be read.
 * All punctuation that could begin anything is escaped, dots, colons, slashes and @ too: a client that makes links of
 * www., http: or addresses by itself then sees only pieces. Escaping { and $ also keeps {{DATE()}} and ${} from running.
 */
export const forMarkdown = (text: string, length: Length = {}): string => forPlain(text, length).replace(/[\\`*_{}[\]()<>#+\-.!|~&$:@/=]/g, '\\$&');

/** What is spoken of words that were made for Markdown. */
export const unescaped = (markdown: string): string => markdown.replace(/\\(.)/g, '$1');

/**
 * One cell of a CSV we send back, safe to open in a spreadsheet: no formula begins it. The writer still has to quote it.
 * https://owasp.org/www-community/attacks/CSV_Injection ; the full-width signs begin a formula in East Asian Excel.
 */
export const forCsvCell = (text: string): string => {
  const cell = text.toWellFormed().replace(UNSEEN, '').replace(BREAKS, ' ');
  return /^[\t\r\n]/.test(text) || /^\s*[=+\-@＝＋－＠]/u.test(cell) ? `'${cell}` : cell;
};
