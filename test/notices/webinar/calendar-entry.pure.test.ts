// The calendar's text, read by the letter of RFC 5545: CRLF, lines of 75 octets, escapes, what a date must have, and what changes when it is moved or cancelled.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { calendarOf, uidOf } from '../../../src/notices/webinar/calendar-entry.ts';
import { cancelled, moved } from '../../../src/notices/webinar/occurrence.ts';
import { aDate, aSeries, joinLink } from '../../support/webinars.ts';

type Entry = Record<string, string>;

/** @throws AssertionError for a line that is too long, badly folded, or ends in anything but CRLF. */
function entriesIn(text: string): { calendar: Entry; events: Entry[] } {
  assert.ok(text.endsWith('\r\nEND:VCALENDAR') || text.endsWith('\r\nEND:VCALENDAR\r\n'), 'the end');
  assert.doesNotMatch(text, /[^\r]\n|\r[^\n]/);
  for (const line of text.split('\r\n')) assert.ok(Buffer.byteLength(line) <= 75, `${Buffer.byteLength(line)} octets: ${line}`);
  const lines = text.trimEnd().replace(/\r\n[ \t]/g, '').split('\r\n');
  const events: Entry[] = [];
  const calendar: Entry = {};
  let open: Entry = calendar;
  for (const line of lines.slice(1, -1)) {
    const [, name = '', value = ''] = /^([A-Z-]+)(?:;[A-Z-]+=[^:;]+)*:(.*)$/.exec(line) ?? assert.fail(`no property: ${line}`);
    if (line === 'BEGIN:VEVENT') events.push((open = {}));
    else if (line === 'END:VEVENT') open = calendar;
    else {
      assert.equal(open[name], undefined, `twice: ${name}`);
      open[name] = value;
    }
  }
  assert.equal(lines[0], 'BEGIN:VCALENDAR');
  return { calendar, events };
}

const unescaped = (value: string): string => value.replace(/\\([\\;,nN])/g, (_, sign: string) => (sign.toLowerCase() === 'n' ? '\n' : sign));

const series = aSeries();
const date = aDate(new Date('Fri 21 Oct 2022 12:30 +0100'), { id: '00000000-0000-4000-8000-0000000e0007' });
const at = new Date('Mon 10 Oct 2022 09:00 +0100');

describe('a calendar entry', () => {
  it('has what a calendar needs, in UTC', () => {
    const { calendar, events: [event = {}] } = entriesIn(calendarOf(series, [date]));
    assert.deepEqual([calendar['VERSION'], calendar['METHOD'], calendar['X-PUBLISHED-TTL']], ['2.0', 'PUBLISH', 'PT1H']);
    assert.deepEqual(['UID', 'SEQUENCE', 'DTSTAMP', 'DTSTART', 'DTEND', 'SUMMARY', 'STATUS'].map(name => event[name]), [uidOf(date), '0', '20220920T080000Z', '20221021T113000Z', '20221021T123000Z', 'LA webinar', 'CONFIRMED']);
    assert.equal(unescaped(event['DESCRIPTION'] ?? ''), `Join: ${joinLink}`);
    assert.equal(unescaped(event['LOCATION'] ?? ''), 'Microsoft Teams, NHSmail webinar channel');
  });

  it('follows a date that is moved: the same UID, a higher sequence', () => {
    const times = { startsAt: new Date('Fri 11 Nov 2022 12:30 GMT'), endsAt: new Date('Fri 11 Nov 2022 13:30 GMT') };
    const { events: [event = {}] } = entriesIn(calendarOf(series, [{ ...date, ...moved(date, times, null, at) }]));
    assert.deepEqual(['UID', 'SEQUENCE', 'DTSTAMP', 'DTSTART', 'STATUS'].map(name => event[name]), [uidOf(date), '1', '20221010T080000Z', '20221111T123000Z', 'CONFIRMED']);
    assert.match(unescaped(event['DESCRIPTION'] ?? ''), /^Moved: it was Friday 21 October 2022, 12:30pm\.\nJoin: /);
  });

  it('says that a date is cancelled: the same UID, a higher sequence, and no way to join', () => {
    const { events: [event = {}] } = entriesIn(calendarOf(series, [{ ...date, ...cancelled(date, 'A conference.', at) }]));
    assert.deepEqual(['UID', 'SEQUENCE', 'STATUS', 'SUMMARY', 'DESCRIPTION'].map(name => event[name]), [uidOf(date), '1', 'CANCELLED', 'Cancelled: LA webinar', 'Cancelled. A conference.']);
  });

  it('is one of as many as the series has', () => {
    const dates = [date, aDate(new Date('Fri 4 Nov 2022 12:30 GMT'))];
    assert.deepEqual(entriesIn(calendarOf(series, dates)).events.map(event => event['DTSTART']), ['20221021T113000Z', '20221104T123000Z']);
  });

  it('is whole whatever people write in a title or a reason', () => {
    const written = fc.string({ unit: 'grapheme', maxLength: 120 });
    fc.assert(fc.property(written, written, (title, reason) => {
      const { calendar, events: [event = {}] } = entriesIn(calendarOf({ ...series, title: title.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' ') }, [{ ...date, reason: reason.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, ' '), isCancelled: true }]));
      assert.equal(calendar['VERSION'], '2.0');
      assert.equal(event['STATUS'], 'CANCELLED');
    }), { numRuns: 200 });
  });
});
