// What is due about one date of a webinar, what has come too late, and what a move makes due again.
import assert from 'node:assert/strict';
import { cancelled, dueAt, moved, phaseAt, steps, type Step } from '../../../src/notices/webinar/occurrence.ts';
import { aDate } from '../../support/webinars.ts';

const date = (startsAt: string, done: Step[] = []) => aDate(new Date(startsAt), { done });
/** After the clocks went back on Sunday 30 October 2022. */
const autumn = (done: Step[] = []) => date('Fri 4 Nov 2022 12:30 GMT', done);

describe('what is due about a date', () => {
  const cases: [string, Step[], string, Step[], Step[], string | null][] = [
    ['weeks before', [], 'Tue 20 Sep 2022 09:00 +0100', [], [], 'Fri 7 Oct 2022 12:30 +0100'],
    ['four weeks before', [], 'Fri 7 Oct 2022 12:30 +0100', ['warn'], [], 'Fri 28 Oct 2022 12:30 +0100'],
    ['a minute before the week', ['warn'], 'Fri 28 Oct 2022 12:29 +0100', [], [], 'Fri 28 Oct 2022 12:30 +0100'],
    ['a week before, the clocks between', ['warn'], 'Fri 28 Oct 2022 12:30 +0100', ['announce'], [], 'Thu 3 Nov 2022 12:30 GMT'],
    ['the day before', ['warn', 'announce'], 'Thu 3 Nov 2022 12:30 GMT', ['remind'], [], 'Fri 4 Nov 2022 12:15 GMT'],
    ['a quarter of an hour before', ['warn', 'announce', 'remind'], 'Fri 4 Nov 2022 12:15 GMT', ['soon'], [], 'Fri 4 Nov 2022 12:30 GMT'],
    ['at its start', ['warn', 'announce', 'remind', 'soon'], 'Fri 4 Nov 2022 12:30 GMT', ['live'], [], 'Fri 4 Nov 2022 13:30 GMT'],
    ['at its end', ['warn', 'announce', 'remind', 'soon', 'live'], 'Fri 4 Nov 2022 13:30 GMT', ['over'], [], null],
    ['long over', [...steps], 'Fri 2 Dec 2022 13:30 GMT', [], [], null],
    ['down since before the announcement, back two days before', ['warn'], 'Wed 2 Nov 2022 09:00 GMT', ['announce'], [], 'Thu 3 Nov 2022 12:30 GMT'],
    ['down since before the announcement, back in the last day', ['warn'], 'Fri 4 Nov 2022 09:00 GMT', ['announce'], ['remind'], 'Fri 4 Nov 2022 12:15 GMT'],
    ['down since the reminder, back in the morning', ['warn', 'announce'], 'Fri 4 Nov 2022 09:00 GMT', ['remind'], [], 'Fri 4 Nov 2022 12:15 GMT'],
    ['down since the reminder, back while it is live', ['warn', 'announce'], 'Fri 4 Nov 2022 12:40 GMT', ['live'], ['remind', 'soon'], 'Fri 4 Nov 2022 13:30 GMT'],
    ['down over the whole of it', ['warn'], 'Mon 7 Nov 2022 09:00 GMT', ['over'], ['announce', 'remind', 'soon', 'live'], null],
    ['added the day before', [], 'Thu 3 Nov 2022 15:00 GMT', ['announce'], ['warn', 'remind'], 'Fri 4 Nov 2022 12:15 GMT'],
  ];
  for (const [what, done, at, now, late, next] of cases) {
    it(`${what}: ${now.join(', ') || 'nothing'}${late.length > 0 ? `, too late for ${late.join(', ')}` : ''}`, () => {
      assert.deepEqual(dueAt(autumn(done), new Date(at)), { now, late, next: next === null ? null : new Date(next) });
    });
  }

  it('is nothing where it is cancelled', () => assert.deepEqual(dueAt({ ...autumn(), isCancelled: true }, new Date('Fri 4 Nov 2022 12:30 GMT')), { now: [], late: [], next: null }));

  it('comes once each, however often it is looked at', () => {
    const said: Step[] = [];
    let done: Step[] = [];
    for (let at = Date.parse('2022-09-20T08:00:00Z'); at < Date.parse('2022-11-10T00:00:00Z'); at += 7 * 60_000) {
      const due = dueAt(autumn(done), new Date(at));
      said.push(...due.now);
      done = [...done, ...due.now, ...due.late];
    }
    assert.deepEqual(said, [...steps]);
  });
});

describe('a change of a date', () => {
  const at = new Date('Tue 1 Nov 2022 09:00 GMT');
  const before = autumn(['warn', 'announce']);
  const times = { startsAt: new Date('Fri 11 Nov 2022 12:30 GMT'), endsAt: new Date('Fri 11 Nov 2022 13:30 GMT') };

  it('that is moved raises its sequence, keeps its announcement, and reminds anew', () => {
    const after = { ...before, ...moved(before, times, 'A conference', at) };
    assert.deepEqual([after.sequence, after.movedFrom, after.reason, after.done, after.isCancelled], [1, before.startsAt, 'A conference', ['announce'], false]);
    assert.deepEqual(dueAt(after, new Date('Thu 10 Nov 2022 12:30 GMT')).now, ['remind']);
  });

  it('that is moved to within a day is not reminded of in the same breath', () => {
    const tomorrow = { startsAt: new Date('Wed 2 Nov 2022 08:30 GMT'), endsAt: new Date('Wed 2 Nov 2022 09:30 GMT') };
    assert.deepEqual(dueAt({ ...before, ...moved(before, tomorrow, null, at) }, at), { now: [], late: ['warn'], next: new Date('Wed 2 Nov 2022 08:15 GMT') });
  });

  it('that is cancelled keeps its time, raises its sequence, and has no phase but that', () => {
    const after = { ...before, ...cancelled(before, null, at) };
    assert.deepEqual([after.sequence, after.startsAt, after.isCancelled], [1, before.startsAt, true]);
    assert.deepEqual([phaseAt(before, at), phaseAt(after, at), phaseAt(before, before.startsAt), phaseAt(before, before.endsAt)], ['coming', 'cancelled', 'live', 'over']);
  });
});
