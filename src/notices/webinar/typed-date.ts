// A day as people type it: 26 August 2022, 26th Aug 2022, Friday 26 August 2022, 26/08/2022, 26.8.22, 2022-08-26. Pure.

const months = ['january', 'february', 'march', 'april', 'may', 'june', 'july', 'august', 'september', 'october', 'november', 'december'];

const inWords = /^(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,?\s+)?(\d{1,2})(?:st|nd|rd|th)?\s+([a-z]{3,9})\.?,?\s+(\d{4})$/;
const inFigures = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{2}|\d{4})$/;
const inOrder = /^(\d{4})-(\d{2})-(\d{2})$/;

const monthNamed = (name: string): number => months.findIndex(month => month === name || (name.length >= 3 && month.startsWith(name))) + 1;

function partsOf(text: string): [year: number, month: number, day: number] | null {
  const [, day, month, year] = inWords.exec(text) ?? [];
  if (day !== undefined && month !== undefined) return [Number(year), monthNamed(month), Number(day)];
  const [, first, second, third] = inFigures.exec(text) ?? [];
  if (first !== undefined && third !== undefined) return [Number(third.length === 2 ? `20${third}` : third), Number(second), Number(first)];
  const found = inOrder.exec(text)?.slice(1).map(Number) ?? [];
  return found[0] === undefined ? null : [found[0], found[1] ?? 0, found[2] ?? 0];
}

/** As 2022-08-26; null where it is no day. The day comes before the month, as it does here. */
export function readDay(text: string): string | null {
  const parts = partsOf(text.trim().toLowerCase().replace(/\s+/g, ' '));
  if (parts === null) return null;
  const [year, month, day] = parts;
  const found = new Date(Date.UTC(year, month - 1, day));
  return month >= 1 && found.getUTCMonth() === month - 1 && found.getUTCDate() === day && year >= 1990 && year <= 2100 ? found.toISOString().slice(0, 10) : null;
}
