// England's bank holidays, computed: Easter, the Mondays, and substitute days. Source: https://www.gov.uk/bank-holidays. Pure.

const dayMs = 86_400_000;
const isoDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Easter Sunday in the Gregorian calendar: the algorithm printed in Nature, 20 April 1876. */
function easter(year: number): number {
  const a = year % 19;
  const [b, c] = [Math.floor(year / 100), year % 100];
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((8 * b + 13) / 25) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  return Date.UTC(year, month - 1, ((h + l - 7 * m + 114) % 31) + 1);
}

const monday = (first: number, step: 1 | -1): number => {
  const weekday = new Date(first).getUTCDay();
  return first + (step === 1 ? (8 - weekday) % 7 : -((weekday + 6) % 7)) * dayMs;
};

/** The first Monday of a month counted from 0, and the last. */
const firstMonday = (year: number, month: number): number => monday(Date.UTC(year, month, 1), 1);
const lastMonday = (year: number, month: number): number => monday(Date.UTC(year, month + 1, 0), -1);

/** Proclaimed for one year: a day in another's place (null: it stays), or one more. */
const proclaimed: Record<number, { moved?: [name: string, day: string]; added?: [name: string, day: string] }[]> = {
  2020: [{ moved: ['Early May bank holiday', '2020-05-08'] }],
  2022: [{ moved: ['Spring bank holiday', '2022-06-02'] }, { added: ['Platinum Jubilee bank holiday', '2022-06-03'] }, { added: ['Bank Holiday for the State Funeral of Queen Elizabeth II', '2022-09-19'] }],
  2023: [{ added: ['Bank holiday for the coronation of King Charles III', '2023-05-08'] }],
};

/** On a Saturday or a Sunday, the next weekday that is no holiday itself. */
function withSubstitutes(fixed: readonly [string, number][]): [string, number][] {
  const taken = new Set<number>();
  const isFree = (day: number): boolean => new Date(day).getUTCDay() % 6 !== 0 && !taken.has(day) && !fixed.some(([, own]) => own === day);
  return fixed.map(([name, day]) => {
    if (new Date(day).getUTCDay() % 6 !== 0) return [name, day];
    const substitute = [1, 2, 3, 4].map(days => day + days * dayMs).find(isFree) ?? day;
    taken.add(substitute);
    return [`${name} (substitute day)`, substitute];
  });
}

/** Days like 2022-12-26 and what they are called, in the order of the year. */
export function bankHolidays(year: number): Map<string, string> {
  const sunday = easter(year);
  const usual = new Map<string, string>([
    ['Good Friday', isoDay(sunday - 2 * dayMs)], ['Easter Monday', isoDay(sunday + dayMs)],
    ['Early May bank holiday', isoDay(firstMonday(year, 4))], ['Spring bank holiday', isoDay(lastMonday(year, 4))], ['Summer bank holiday', isoDay(lastMonday(year, 7))],
    ...withSubstitutes([["New Year's Day", Date.UTC(year, 0, 1)]]).map(([name, day]) => [name, isoDay(day)] as const),
    ...withSubstitutes([['Christmas Day', Date.UTC(year, 11, 25)], ['Boxing Day', Date.UTC(year, 11, 26)]]).map(([name, day]) => [name, isoDay(day)] as const),
  ]);
  for (const { moved, added } of proclaimed[year] ?? []) usual.set(...(moved ?? added ?? ['', '']));
  return new Map([...usual].map(([name, day]) => [day, name] as const).toSorted(([a], [b]) => a.localeCompare(b)));
}

/** What a day like 2022-12-27 is, where it is a holiday. */
export const bankHolidayOn = (day: string): string | null => bankHolidays(Number(day.slice(0, 4))).get(day) ?? null;
