// Calendar arithmetic over both changes of the clocks. Times are written with their offset: GMT, or +0100 in summer.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { addDays, atTime, closesAt, nextAt, targetAt } from '../src/schedule.ts';
import { formatTime } from '../src/words.ts';

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
});
