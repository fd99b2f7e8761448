// Calendar arithmetic over both changes of the clocks. Times are written with their offset: GMT, or +0100 in summer.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addDays, atTime, closesAt, inLondon, isAlways, isWithin, nextAt, nextOpening, readWorkingHours, targetAt, type WorkingHours } from '../src/schedule.ts';
import { formatHours, formatTime } from '../src/words.ts';

const is = (found: Date, wanted: string): void => assert.equal(found.toISOString(), new Date(wanted).toISOString());

describe('addDays', () => {
  const cases: [string, number, string][] = [
    ['Tue 20 Sep 2022 09:00 +0100', 3, 'Fri 23 Sep 2022 09:00 +0100'],
    ['Tue 20 Sep 2022 09:00 +0100', -1, 'Mon 19 Sep 2022 09:00 +0100'],
    ['Sat 26 Mar 2022 09:00 GMT', 1, 'Sun 27 Mar 2022 09:00 +0100'],
    ['Sat 29 Oct 2022 09:00 +0100', 1, 'Sun 30 Oct 2022 09:00 GMT'],
    ['Sat 29 Oct 2022 23:30 +0100', 2, 'Mon 31 Oct 2022 23:30 GMT'],
    // 1:30am did not exist on Sunday 27 March 2022: an hour later.
    ['Sat 26 Mar 2022 01:30 GMT', 1, 'Sun 27 Mar 2022 02:30 +0100'],
    // 1:30am came twice on Sunday 30 October 2022: the first of the two.
    ['Sat 29 Oct 2022 01:30 +0100', 1, 'Sun 30 Oct 2022 01:30 +0100'],
    ['Mon 31 Oct 2022 01:30 GMT', -1, 'Sun 30 Oct 2022 01:30 +0100'],
    ['Sun 30 Oct 2022 01:30 GMT', 1, 'Mon 31 Oct 2022 01:30 GMT'],
    ['Sun 30 Oct 2022 01:30 GMT', 0, 'Sun 30 Oct 2022 01:30 GMT'],
    ['Wed 28 Feb 2024 12:00 GMT', 1, 'Thu 29 Feb 2024 12:00 GMT'],
    ['Sat 31 Dec 2022 23:59:59 GMT', 1, 'Sun 1 Jan 2023 23:59:59 GMT'],
  ];
  for (const [from, days, to] of cases) it(`is ${to}, ${days} days from ${from}`, () => is(addDays(new Date(from), days), to));

  it('keeps the time on the wall, except in the hour that does not exist', () => {
    const date = fc.date({ min: new Date('2015-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(date, fc.integer({ min: -800, max: 800 }), (from, days) => {
        const to = addDays(from, days);
        const isInGap = formatTime(to) !== formatTime(from) && formatTime(new Date(to.getTime() - 3_600_000)).endsWith('am');
        assert.ok(formatTime(to) === formatTime(from) || isInGap);
        assert.ok(Math.abs(to.getTime() - from.getTime() - days * 86_400_000) <= 3_600_000);
        assert.equal(to.getMilliseconds(), from.getMilliseconds());
      }),
      { numRuns: 500 },
    );
  });
});

describe('atTime', () => {
  const cases: [string, string, string][] = [
    ['Fri 23 Sep 2022 12:30 +0100', '06:00', 'Fri 23 Sep 2022 06:00 +0100'],
    // Half past midnight in London is still the day before in UTC.
    ['Fri 23 Sep 2022 00:30 +0100', '23:59', 'Fri 23 Sep 2022 23:59 +0100'],
    ['Sun 27 Mar 2022 12:00 +0100', '00:30', 'Sun 27 Mar 2022 00:30 GMT'],
    ['Sun 27 Mar 2022 12:00 +0100', '01:15', 'Sun 27 Mar 2022 02:15 +0100'],
    ['Sun 30 Oct 2022 12:00 GMT', '01:15', 'Sun 30 Oct 2022 01:15 +0100'],
  ];
  for (const [day, time, to] of cases) it(`is ${to} for ${time} on the day of ${day}`, () => is(atTime(new Date(day), time), to));

  for (const time of ['24:00', '6:00', '06:60', '0600', '', 'noon']) {
    it(`refuses "${time}"`, () => assert.throws(() => atTime(new Date('Fri 23 Sep 2022 12:30 +0100'), time), RangeError));
  }
});

describe('nextAt', () => {
  const cases: [string, string][] = [
    ['Fri 23 Sep 2022 05:59 +0100', 'Fri 23 Sep 2022 06:00 +0100'],
    ['Fri 23 Sep 2022 06:00 +0100', 'Sat 24 Sep 2022 06:00 +0100'],
    ['Sat 26 Mar 2022 07:00 GMT', 'Sun 27 Mar 2022 06:00 +0100'],
    ['Sat 29 Oct 2022 06:00 +0100', 'Sun 30 Oct 2022 06:00 GMT'],
  ];
  for (const [now, to] of cases) it(`is ${to} when it is ${now}`, () => is(nextAt(new Date(now), '06:00'), to));

  it('is 1:30am on the next day too when the clocks change in between', () => {
    is(nextAt(new Date('Sat 26 Mar 2022 12:00 GMT'), '01:30'), 'Sun 27 Mar 2022 02:30 +0100');
    is(nextAt(new Date('Sun 27 Mar 2022 02:30 +0100'), '01:30'), 'Mon 28 Mar 2022 01:30 +0100');
    is(nextAt(new Date('Sun 30 Oct 2022 01:30 GMT'), '01:30'), 'Mon 31 Oct 2022 01:30 GMT');
  });
});

describe('the dates of a request', () => {
  it('closes 3 calendar days after it was resolved, at the same time of day', () => {
    is(closesAt(new Date('Fri 23 Sep 2022 15:05 +0100')), 'Mon 26 Sep 2022 15:05 +0100');
    is(closesAt(new Date('Fri 28 Oct 2022 15:05 +0100')), 'Mon 31 Oct 2022 15:05 GMT');
  });

  it('aims at 24 real hours after it was submitted', () => {
    is(targetAt(new Date('Fri 23 Sep 2022 12:30 +0100')), 'Sat 24 Sep 2022 12:30 +0100');
    is(targetAt(new Date('Sat 29 Oct 2022 12:30 +0100')), 'Sun 30 Oct 2022 11:30 GMT');
  });

  it('aims at 24 hours after the time it was not to start before, where that is later', () => {
    const submitted = new Date('Fri 23 Sep 2022 17:00 +0100');
    is(targetAt(submitted, new Date('Mon 26 Sep 2022 07:00 +0100')), 'Tue 27 Sep 2022 07:00 +0100');
    is(targetAt(submitted, new Date('Fri 23 Sep 2022 16:59 +0100')), 'Sat 24 Sep 2022 17:00 +0100');
    is(targetAt(submitted, new Date('Sat 29 Oct 2022 07:00 +0100')), 'Sun 30 Oct 2022 06:00 GMT');
  });
});

describe('a day and a time from a form', () => {
  const cases: [string, string, string | null][] = [
    ['2022-09-26', '07:00', 'Mon 26 Sep 2022 07:00 +0100'],
    ['2022-10-31', '07:00', 'Mon 31 Oct 2022 07:00 GMT'],
    ['2022-03-27', '01:30', 'Sun 27 Mar 2022 02:30 +0100'],
    ['2022-10-30', '01:30', 'Sun 30 Oct 2022 01:30 +0100'],
    ['2024-02-29', '00:00', 'Thu 29 Feb 2024 00:00 GMT'],
    ['2022-02-29', '00:00', null], ['2022-09-31', '07:00', null], ['2022-13-01', '07:00', null], ['2022-00-10', '07:00', null],
    ['26/09/2022', '07:00', null], ['2022-9-26', '07:00', null], ['2022-09-26', '24:00', null], ['2022-09-26', '7am', null], ['', '', null],
  ];
  for (const [day, time, wanted] of cases) it(`"${day}" "${time}" is ${wanted ?? 'nothing'}`, () => assert.equal(inLondon(day, time)?.toISOString(), wanted === null ? undefined : new Date(wanted).toISOString()));
});

const hours = (text: string): WorkingHours => readWorkingHours(text) ?? assert.fail(text);

describe('working hours', () => {
  const readable: [string, string][] = [
    ['Mon-Fri 08:00-18:00', 'Monday to Friday, 8am to 6pm'],
    ['  mon-FRI   08:00-18:00 ', 'Monday to Friday, 8am to 6pm'],
    ['Mon-Thu 08:00-18:00, Fri 08:00-16:30', 'Monday to Thursday, 8am to 6pm, and Friday, 8am to 4:30pm'],
    ['Sat-Mon 00:00-24:00', 'Saturday to Monday, midnight to midnight'],
    ['Tue 00:30-12:00', 'Tuesday, 12:30am to midday'],
  ];
  for (const [text, words] of readable) it(`"${text}" are ${words}`, () => assert.equal(formatHours(hours(text)), words));

  const nonsense = ['', ',', 'always', 'Mon-Fri', '08:00-18:00', 'Mon-Fri 8:00-18:00', 'Mon-Fri 08:00-24:01', 'Mon-Fri 18:00-08:00', 'Mon-Fri 08:00-08:00', 'Mon-Fri 08:60-18:00', 'Monday-Friday 08:00-18:00', 'Mon-Fri 08:00-18:00,', 'Mon,Tue 08:00-18:00', 'Mon-Fri 08:00-18:00 BST', 'Mo-Fr 08:00-18:00'];
  for (const [text, is] of [['Mon-Sun 00:00-24:00', true], ['Sat-Fri 00:00-24:00', true], ['Mon-Fri 00:00-24:00, Sat-Sun 00:00-24:00', true], ['Mon-Fri 00:00-24:00', false], ['Mon-Sun 00:00-23:59', false]] as const) {
    it(`of ${text} are ${is ? '' : 'not '}always`, () => assert.equal(isAlways(hours(text)), is));
  }
  for (const text of nonsense) it(`are not "${text}"`, () => assert.equal(readWorkingHours(text), null));

  const weekdays = 'Mon-Fri 08:00-18:00';
  /** When they begin next; the same where they are on. */
  const cases: [string, string, string][] = [
    [weekdays, 'Tue 20 Sep 2022 09:00 +0100', 'Tue 20 Sep 2022 09:00 +0100'],
    [weekdays, 'Fri 23 Sep 2022 08:00 +0100', 'Fri 23 Sep 2022 08:00 +0100'],
    [weekdays, 'Fri 23 Sep 2022 07:59:59 +0100', 'Fri 23 Sep 2022 08:00 +0100'],
    [weekdays, 'Fri 23 Sep 2022 17:59:59 +0100', 'Fri 23 Sep 2022 17:59:59 +0100'],
    [weekdays, 'Fri 23 Sep 2022 18:00 +0100', 'Mon 26 Sep 2022 08:00 +0100'],
    // Half past midnight on Monday in London is still Sunday in UTC.
    [weekdays, 'Mon 26 Sep 2022 00:30 +0100', 'Mon 26 Sep 2022 08:00 +0100'],
    [weekdays, 'Fri 25 Mar 2022 18:00 GMT', 'Mon 28 Mar 2022 08:00 +0100'],
    [weekdays, 'Mon 28 Mar 2022 07:30 +0100', 'Mon 28 Mar 2022 08:00 +0100'],
    [weekdays, 'Mon 28 Mar 2022 17:30 +0100', 'Mon 28 Mar 2022 17:30 +0100'],
    [weekdays, 'Fri 28 Oct 2022 18:00 +0100', 'Mon 31 Oct 2022 08:00 GMT'],
    [weekdays, 'Mon 31 Oct 2022 07:30 GMT', 'Mon 31 Oct 2022 08:00 GMT'],
    ['Mon-Sun 00:00-24:00', 'Sun 27 Mar 2022 02:00 +0100', 'Sun 27 Mar 2022 02:00 +0100'],
    ['Fri-Mon 08:00-18:00', 'Tue 20 Sep 2022 09:00 +0100', 'Fri 23 Sep 2022 08:00 +0100'],
    ['Fri-Mon 08:00-18:00', 'Sun 25 Sep 2022 09:00 +0100', 'Sun 25 Sep 2022 09:00 +0100'],
    ['Mon 08:00-10:00, Mon 14:00-16:00', 'Mon 26 Sep 2022 10:00 +0100', 'Mon 26 Sep 2022 14:00 +0100'],
    ['Mon 08:00-10:00', 'Mon 26 Sep 2022 10:00 +0100', 'Mon 3 Oct 2022 08:00 +0100'],
    // That hour did not exist: they begin an hour later by the sun, or not at all that day.
    ['Sun 01:30-03:00', 'Sun 27 Mar 2022 00:00 GMT', 'Sun 27 Mar 2022 02:00 +0100'],
    ['Sun 01:00-02:00', 'Sun 27 Mar 2022 00:00 GMT', 'Sun 3 Apr 2022 01:00 +0100'],
    // That hour came twice, and so did they.
    ['Sun 01:15-01:45', 'Sun 30 Oct 2022 01:50 +0100', 'Sun 30 Oct 2022 01:15 GMT'],
    ['Sun 00:00-01:30', 'Sun 30 Oct 2022 01:40 +0100', 'Sun 30 Oct 2022 01:00 GMT'],
  ];
  for (const [text, now, next] of cases) it(`${text}: at ${now} they are on from ${next}`, () => is(nextOpening(hours(text), new Date(now)), next));

  it('begin at the first minute from then on that is within them, over all changes of the clocks', () => {
    const around = fc.constantFrom('2022-03-26T00:00:00Z', '2022-10-29T00:00:00Z', '2022-09-23T00:00:00Z').chain(day => fc.integer({ min: 0, max: 2 * 1_440 }).map(minutes => new Date(Date.parse(day) + minutes * 60_000)));
    const some = fc.constantFrom(weekdays, 'Sat-Sun 00:30-03:00', 'Sun 01:15-01:45', 'Sat-Sun 01:00-02:00', 'Sun 00:00-01:30, Sun 02:30-03:30', 'Sat 20:00-24:00, Sun 00:00-01:10');
    fc.assert(
      fc.property(around, some, (date, text) => {
        const next = nextOpening(hours(text), date);
        assert.ok(isWithin(hours(text), next) && next >= date);
        for (let minute = date.getTime(); minute < Math.min(next.getTime(), date.getTime() + 3 * 86_400_000); minute += 60_000) assert.ok(!isWithin(hours(text), new Date(minute)), new Date(minute).toISOString());
      }),
      { numRuns: 60 },
    );
  });
});
