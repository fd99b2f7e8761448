// A deadline or a retirement: its words before and after, and a countdown that is said in the mornings, once, also when nobody was there.
import assert from 'node:assert/strict';
import { noticeKinds } from '../../src/notices/grid.ts';
import { changed, changeTyped, factsOf, typed } from '../support/notice-kinds.ts';
import { at } from '../support/requests.ts';

const { deadline } = noticeKinds;
const composed = '2022-09-20T09:00:00Z';
const retirement = factsOf('deadline', typed.retirement, composed);
const made = (more: Record<string, string>) => factsOf('deadline', { ...typed.deadline, ...more }, composed);
const words = (facts: unknown, when: string) => { const { speak, lines } = deadline.face(facts, at(when)); return [speak, ...lines]; };

/** Every time something follows by itself, from when it was sent. */
function course(facts: unknown, began: string): string[] {
  const next = deadline.nextDue(facts, at(began));
  if (next === null) return [];
  const due = deadline.due(facts, next, at(began));
  return [`${next.toISOString().slice(0, 16)} ${due.alert?.words ?? 'over'}`, ...course(due.facts, began)];
}

describe('a deadline or a retirement', () => {
  const said: [string, unknown, string, string[]][] = [
    ['a retirement to come', retirement, '2022-10-21T08:00:00Z', ['Retiring after 7pm on Friday 28 October 2022: Teams Cloud Video Interoperability.', 'As of Friday 21 October 2022: 7 days left.']],
    ['on its day', retirement, '2022-10-28T17:59:59Z', ['Retiring after 7pm on Friday 28 October 2022: Teams Cloud Video Interoperability.', 'As of Friday 28 October 2022: this is the day.']],
    ['after its time', retirement, '2022-10-28T18:00:00Z', ['Retired on Friday 28 October 2022: Teams Cloud Video Interoperability.', 'It was retired after 7pm on Friday 28 October 2022.']],
    ['a deadline without a time', made({}), '2022-10-27T08:00:00Z', ['To do by Friday 28 October 2022: accept the Acceptable Use Policy.', 'As of Thursday 27 October 2022: 1 day left.']],
    ['with one', made({ time: '12:00' }), '2022-10-27T08:00:00Z', ['To do by midday on Friday 28 October 2022: accept the Acceptable Use Policy.', 'As of Thursday 27 October 2022: 1 day left.']],
    ['until the end of its day', made({}), '2022-10-28T22:59:59Z', ['To do by Friday 28 October 2022: accept the Acceptable Use Policy.', 'As of Friday 28 October 2022: this is the day.']],
    ['passed', made({}), '2022-10-28T23:00:00Z', ['Passed on Friday 28 October 2022: accept the Acceptable Use Policy.', 'The time for it ended on Friday 28 October 2022.']],
  ];
  for (const [what, facts, when, expected] of said) it(`says ${what}`, () => assert.deepEqual(words(facts, when), expected));

  it('says in the past tense that nothing is to be done, and is not followed', () => {
    const { facts, follow } = deadline.face(retirement, at('2022-10-28T18:00:00Z'));
    assert.deepEqual([facts.map(({ title }) => title), follow], [['Impact', 'Who'], undefined]);
  });

  it('counts down at 9am in London', () => {
    assert.deepEqual(course(retirement, composed), [
      '2022-09-28T08:00 Teams Cloud Video Interoperability: retires in 30 days, after 7pm on Friday 28 October 2022.', '2022-10-21T08:00 Teams Cloud Video Interoperability: retires in 7 days, after 7pm on Friday 28 October 2022.',
      '2022-10-27T08:00 Teams Cloud Video Interoperability: retires in 1 day, after 7pm on Friday 28 October 2022.', '2022-10-28T18:00 over',
    ]);
  });

  it('counts calendar days over both changes of the clocks', () => {
    const times = (more: Record<string, string>) => course(made(more), composed).map(line => line.slice(0, 16));
    assert.deepEqual(times({ day: '2022-11-01', countdown: '7 1 0' }), ['2022-10-25T08:00', '2022-10-31T09:00', '2022-11-01T09:00', '2022-11-02T00:00']);
    assert.deepEqual(times({ day: '2023-03-27', time: '17:00', countdown: '2, 1' }), ['2023-03-25T09:00', '2023-03-26T08:00', '2023-03-27T16:00']);
    assert.match(course(made({ day: '2022-11-01', countdown: '0' }), composed)[0] ?? '', /to be done today, by Tuesday 1 November 2022\.$/);
  });

  it('says nothing of what was due before it was sent, or on that day', () => {
    assert.deepEqual(course(retirement, '2022-10-21T07:00:00Z').map(line => line.slice(0, 10)), ['2022-10-27', '2022-10-28']);
  });

  it('says the latest once where some were missed, by what is left now, and passes the others over', () => {
    const late = deadline.due(retirement, at('2022-10-23T14:00:00Z'), at(composed));
    assert.deepEqual([late.alert?.words, late.skipped], ['Teams Cloud Video Interoperability: retires in 5 days, after 7pm on Friday 28 October 2022.', ['30 days before']]);
    assert.deepEqual(course(late.facts, composed).map(line => line.slice(0, 10)), ['2022-10-27', '2022-10-28']);
    const over = deadline.due(retirement, at('2022-10-29T14:00:00Z'), at(composed));
    assert.deepEqual([over.alert, over.skipped, deadline.nextDue(over.facts, at(composed))], [null, ['30 days before', '7 days before', '1 day before'], null]);
  });

  it('moves, and counts down to the new day', () => {
    const { facts, alert } = changed('deadline', retirement, 'move', { day: '2022-11-30' }, '2022-10-25T09:00:00Z');
    assert.deepEqual(alert, { words: 'Teams Cloud Video Interoperability has moved: now after 7pm on Wednesday 30 November 2022. It was after 7pm on Friday 28 October.', to: 'everybody' });
    assert.deepEqual(words(facts, '2022-10-25T09:00:00Z'), ['Moved: Teams Cloud Video Interoperability, now after 7pm on Wednesday 30 November 2022.', 'It was after 7pm on Friday 28 October 2022.', 'As of Tuesday 25 October 2022: 36 days left.']);
    assert.deepEqual(course(facts, composed).map(line => line.slice(0, 10)), ['2022-10-31', '2022-11-23', '2022-11-29', '2022-11-30']);
    for (const over of [{}, { day: '2022-10-24' }]) assert.ok('problem' in changeTyped('deadline', retirement, 'move', over, '2022-10-25T09:00:00Z'));
  });

  const refused: [string, Record<string, string>][] = [['a day that is over', { day: '2022-09-19' }], ['no impact', { impact: '' }], ['days that are no numbers', { countdown: '30, soon' }], ['eleven of them', { countdown: '1 2 3 4 5 6 7 8 9 10 11' }], ['more than a year', { countdown: '366' }]];
  for (const [what, more] of refused) it(`asks again for ${what}`, () => assert.ok('problem' in deadline.read({ ...typed.deadline, ...more }, at(composed), null)));

  it('is corrected after it has passed, and what was counted is not counted again', () => {
    const over = deadline.due(retirement, at('2022-10-29T14:00:00Z'), at(composed)).facts;
    const read = deadline.read({ ...typed.retirement, impact: 'People who use it cannot connect.' }, at('2022-11-01T09:00:00Z'), over);
    assert.ok('facts' in read);
    assert.equal(deadline.nextDue(read.facts, at(composed)), null);
    assert.equal(words(read.facts, '2022-11-01T09:00:00Z')[0], 'Retired on Friday 28 October 2022: Teams Cloud Video Interoperability.');
  });
});
