// What somebody chose, and what it does to one notice.
import assert from 'node:assert/strict';
import { noticeKindNames } from '../../src/notices/notice.ts';
import { byDefault, choosableNames, dueFor, isWanted, settings, withSetting, type Preferences, type Said } from '../../src/notices/preferences.ts';
import { at } from '../support/requests.ts';

const chosen = (...set: (typeof settings)[number][]): Preferences => set.reduce(withSetting, byDefault);
const said = (more: Partial<Said> = {}): Said => ({ kind: 'release', isUrgent: false, isInChannel: true, ...more });

describe('what somebody chose', () => {
  it('is changed by one setting at a time, and set twice it is as set once', () => {
    assert.deepEqual(chosen('release off', 'news off', 'place channel', 'quiet off'), { off: ['news', 'release'], place: 'channel', isQuiet: false });
    for (const setting of settings) assert.deepEqual(chosen(setting, setting), chosen(setting));
    assert.deepEqual(chosen('release off', 'release on', 'place channel', 'place own-chat', 'quiet off', 'quiet on'), byDefault);
  });

  it('has a row for every kind of notice', () => assert.deepEqual(noticeKindNames.filter(name => !choosableNames.some(other => other === name)), []));

  const table: [what: string, preferences: Preferences, notice: Said, isTold: boolean][] = [
    ['nothing chosen', byDefault, said(), true],
    ['its kind off', chosen('release off'), said(), false],
    ['another kind off', chosen('news off'), said(), true],
    ['its kind off, and it is urgent', chosen('release off', 'place channel'), said({ isUrgent: true }), true],
    ['only in the channel', chosen('place channel'), said(), false],
    ['only in the channel, and no channel has it', chosen('place channel'), said({ isInChannel: false }), true],
    ['a kind that nobody can switch off', chosen('release off'), said({ kind: 'something new' }), true],
  ];
  for (const [what, preferences, notice, isTold] of table) it(`${what}: ${isTold ? 'told' : 'not told'}`, () => assert.equal(isWanted(preferences, notice), isTold));

  it('lets them rest in quiet hours, but for what is urgent', () => {
    const [evening, morning] = [at('2022-09-20T19:00:00+01:00'), at('2022-09-21T08:00:00+01:00')];
    assert.deepEqual([dueFor(byDefault, said(), evening), dueFor(chosen('quiet off'), said(), evening), dueFor(byDefault, said({ isUrgent: true }), evening)], [morning, evening, evening]);
  });
});
