// On which days a series is held, over both changes of the clocks, and the holidays in its way. Times are written with their offset: GMT, or +0100 in summer.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { bankHolidayOn, bankHolidays } from '../../../src/notices/webinar/bank-holidays.ts';
import { channelFromLink, daysOf, linkToChannel, timesOn } from '../../../src/notices/webinar/series.ts';
import { addDays, weekday } from '../../../src/schedule.ts';
import { formatTime } from '../../../src/words.ts';

const fortnightly = { firstDay: '2022-09-23', rhythm: 'fortnightly' as const };
const lunch = { begins: '12:30', ends: '13:30' };

describe('the days of a series', () => {
  const cases: [string, { firstDay: string; rhythm: 'once' | 'weekly' | 'fortnightly' }, string, string, string[]][] = [
    ['autumn 2022', fortnightly, 'Tue 20 Sep 2022 09:00 +0100', 'Sat 5 Nov 2022 09:00 GMT', ['2022-09-23', '2022-10-07', '2022-10-21', '2022-11-04']],
    ['spring 2022', { ...fortnightly, firstDay: '2022-03-11' }, 'Fri 11 Mar 2022 23:00 GMT', 'Fri 22 Apr 2022 00:30 +0100', ['2022-03-11', '2022-03-25', '2022-04-08', '2022-04-22']],
    ['spring 2026', { ...fortnightly, firstDay: '2026-03-20' }, 'Fri 20 Mar 2026 09:00 GMT', 'Fri 17 Apr 2026 09:00 +0100', ['2026-03-20', '2026-04-03', '2026-04-17']],
    ['autumn 2026', { ...fortnightly, firstDay: '2026-10-16' }, 'Fri 16 Oct 2026 09:00 +0100', 'Fri 13 Nov 2026 09:00 GMT', ['2026-10-16', '2026-10-30', '2026-11-13']],
    ['every week', { ...fortnightly, rhythm: 'weekly' }, 'Sat 24 Sep 2022 09:00 +0100', 'Fri 7 Oct 2022 09:00 +0100', ['2022-09-30', '2022-10-07']],
    ['before it begins', fortnightly, 'Thu 1 Sep 2022 09:00 +0100', 'Thu 22 Sep 2022 09:00 +0100', []],
    ['years later', fortnightly, 'Mon 1 Jan 2035 09:00 GMT', 'Sun 14 Jan 2035 09:00 GMT', ['2035-01-12']],
    ['a live event', { ...fortnightly, rhythm: 'once' }, 'Tue 20 Sep 2022 09:00 +0100', 'Sat 5 Nov 2022 09:00 GMT', ['2022-09-23']],
    ['a live event that is over', { ...fortnightly, rhythm: 'once' }, 'Sat 24 Sep 2022 09:00 +0100', 'Sat 5 Nov 2022 09:00 GMT', []],
  ];
  for (const [what, series, from, until, days] of cases) it(`${what}: ${days.join(', ') || 'none'}`, () => assert.deepEqual(daysOf(series, new Date(from), new Date(until)), days));

  const times: [string, string, string][] = [
    ['2022-03-25', 'Fri 25 Mar 2022 12:30 GMT', 'Fri 25 Mar 2022 13:30 GMT'],
    ['2022-04-08', 'Fri 8 Apr 2022 12:30 +0100', 'Fri 8 Apr 2022 13:30 +0100'],
    ['2022-10-21', 'Fri 21 Oct 2022 12:30 +0100', 'Fri 21 Oct 2022 13:30 +0100'],
    ['2022-11-04', 'Fri 4 Nov 2022 12:30 GMT', 'Fri 4 Nov 2022 13:30 GMT'],
    ['2026-03-29', 'Sun 29 Mar 2026 12:30 +0100', 'Sun 29 Mar 2026 13:30 +0100'],
    ['2026-10-25', 'Sun 25 Oct 2026 12:30 GMT', 'Sun 25 Oct 2026 13:30 GMT'],
  ];
  for (const [day, startsAt, endsAt] of times) it(`is at 12:30pm on ${day}`, () => assert.deepEqual(timesOn(lunch, day), { startsAt: new Date(startsAt), endsAt: new Date(endsAt) }));

  it('has no time that ends before it begins, and none on a day that is none', () => {
    assert.equal(timesOn({ begins: '12:30', ends: '12:30' }, '2022-09-23'), null);
    assert.equal(timesOn(lunch, '2022-02-30'), null);
  });

  it('is a Friday at 12:30pm in London, two weeks after the one before, never two on one day, however it is looked at', () => {
    const from = fc.date({ min: new Date('2022-01-01'), max: new Date('2040-01-01'), noInvalidDate: true });
    fc.assert(fc.property(from, fc.integer({ min: 1, max: 400 }), (begin, days) => {
      const found = daysOf(fortnightly, begin, addDays(begin, days));
      const starts = found.map(day => timesOn(lunch, day)?.startsAt ?? assert.fail(day));
      assert.deepEqual([...new Set(found)], found);
      for (const start of starts) assert.deepEqual([weekday(start), formatTime(start)], [4, '12:30pm']);
      for (const [index, start] of starts.slice(1).entries()) assert.equal(start.getTime(), addDays(starts[index] ?? start, 14).getTime());
      // Looked at in two halves, it is the same.
      const middle = addDays(begin, Math.floor(days / 2));
      assert.deepEqual([...new Set([...daysOf(fortnightly, begin, middle), ...daysOf(fortnightly, middle, addDays(begin, days))])], found);
    }), { numRuns: 300 });
  });
});

describe('bank holidays in England', () => {
  const years: [number, string][] = [
    [2020, '01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28'], [2021, '01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28'],
    [2022, '01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27'], [2023, '01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26'],
    [2024, '01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26'], [2025, '01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26'],
    [2026, '01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28'], [2027, '01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28'], [2028, '01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26'],
  ];
  for (const [year, days] of years) it(`of ${year} are those of gov.uk`, () => assert.equal([...bankHolidays(year).keys()].map(day => day.slice(5)).join(' '), days));

  it('are named', () => assert.deepEqual(['2023-04-07', '2022-12-27', '2022-12-28'].map(bankHolidayOn), ['Good Friday', 'Christmas Day (substitute day)', null]));

  it('are weekdays, eight at least, in every year', () => {
    for (let year = 1990; year <= 2100; year += 1) {
      const days = [...bankHolidays(year).keys()];
      assert.ok(days.length >= 8 && days.every(day => new Date(day).getUTCDay() % 6 !== 0), String(year));
    }
  });
});

describe('the link to a channel', () => {
  it('says which channel it is, and what it is called', () => {
    const link = 'https://teams.microsoft.com/l/channel/19%3a5aeb0a1d0000%40thread.tacv2/NHSmail%20webinar?groupId=6f0e&tenantId=1111';
    assert.deepEqual(channelFromLink(link), { id: '19:5aeb0a1d0000@thread.tacv2', name: 'NHSmail webinar' });
    assert.deepEqual(channelFromLink(linkToChannel('19:abc@thread.tacv2', null)), { id: '19:abc@thread.tacv2', name: null });
  });
  for (const wrong of ['', 'NHSmail webinar', 'http://teams.microsoft.com/l/channel/19%3aabc%40thread.tacv2/x', 'https://teams.microsoft.com/l/chat/19%3aabc%40thread.v2/0', 'https://teams.microsoft.com/l/channel/%E0%A4%A/x', 'https://teams.microsoft.com/l/channel/a%3aabc/x']) it(`"${wrong}" is none`, () => assert.equal(channelFromLink(wrong), null));
});
