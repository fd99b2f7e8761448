// A release from tentative to deployed: what its form takes, what its card says, and whom a change alerts.
import assert from 'node:assert/strict';
import { noticeKinds } from '../../src/notices/grid.ts';
import { changed, changeTyped, factsOf, releases, typed } from '../support/notice-kinds.ts';
import { at } from '../support/requests.ts';

const { release } = noticeKinds;
const composed = '2022-09-23T09:00:00Z';
const made = (more: Record<string, string>) => factsOf('release', { ...typed.release, ...more }, composed);
const face = (facts: unknown, when = composed) => release.face(facts, at(when));
const offered = (facts: unknown) => release.changes(facts, at('2022-11-18T09:00:00Z')).map(({ title }) => title);

describe('a release', () => {
  const headings: [Record<string, string>, string][] = [
    [{ certainty: 'planned' }, 'Planned: Linden 1.0 release on Thursday 10 November 2022.'],
    [{ certainty: 'tentative' }, 'Tentative: Linden 1.0 release on Thursday 10 November 2022.'],
    [{ certainty: 'week-commencing' }, 'Week commencing Monday 7 November 2022: Linden 1.0 release.'],
    [{ certainty: 'week-commencing', day: '2022-11-13' }, 'Week commencing Monday 7 November 2022: Linden 1.0 release.'],
    // The Sunday on which the clocks go back, and the week that ends with it.
    [{ certainty: 'week-commencing', day: '2022-10-30' }, 'Week commencing Monday 24 October 2022: Linden 1.0 release.'],
    [{ day: '2023-03-26' }, 'Planned: Linden 1.0 release on Sunday 26 March 2023.'],
    [{ version: '' }, 'Planned: Linden release on Thursday 10 November 2022.'],
  ];
  for (const [more, speak] of headings) it(`says ${speak}`, () => assert.equal(face(made(more)).speak, speak));

  it('says its hours as clocks show them, before what they mean for people', () => {
    assert.match(face(made({ from: '18:00', to: '20:00' })).lines[0] ?? '', /^Release hours: 6pm to 8pm\. The Portal is closed/);
    assert.match(face(made({ from: '18:00' })).lines[0] ?? '', /^Release hours: from 6pm\. /);
    // 1:30am on the night the clocks go forward is not on any clock.
    assert.match(face(made({ day: '2023-03-26', from: '01:30', to: '04:00' })).lines[0] ?? '', /^Release hours: 2:30am to 4am\. /);
  });

  it('lists what is in it by its numbers, and last what is not', () => {
    assert.equal(face(made({ items: '- 81681-VN170: MFA status\n\n• 81682-VN171: [click](https://evil.example)', descoped: 'bulk password reset' })).list,
      '- 81681\\-VN170\\: MFA status\n- 81682\\-VN171\\: \\[click\\]\\(https\\:\\/\\/evil\\.example\\)\n- Not in this release\\: bulk password reset');
  });

  const refused: [string, Record<string, string>][] = [
    ['a day that is over', { day: '2022-09-22' }], ['no day', { day: '' }], ['no such day', { day: '2022-02-30' }], ['no such time', { from: '25:00' }], ['no name', { name: '' }], ['no effect', { effect: '' }], ['a link that is not https', { link: 'http://support.nhs.example' }], ['21 items', { items: 'one\n'.repeat(21) }],
  ];
  for (const [what, more] of refused) it(`asks again for ${what}`, () => assert.ok('problem' in release.read({ ...typed.release, ...more }, at(composed), null)));

  it('may be today, until midnight in London', () => {
    assert.ok('facts' in release.read({ ...typed.release, day: '2022-07-01' }, at('2022-07-01T22:59:00Z'), null));
    assert.ok('problem' in release.read({ ...typed.release, day: '2022-07-01' }, at('2022-07-01T23:00:00Z'), null));
  });

  const moves: [string, Record<string, string>, Record<string, string>, string, string, string][] = [
    ['to another day', {}, { day: '2022-11-17' }, 'Moved: Linden 1.0 release is now on Thursday 17 November 2022.', 'It was Thursday 10 November 2022.', 'Linden 1\\.0 has moved to Thursday 17 November 2022. It was Thursday 10 November.'],
    ['over a new year', { day: '2022-12-29' }, { day: '2023-01-05' }, 'Moved: Linden 1.0 release is now on Thursday 5 January 2023.', 'It was Thursday 29 December 2022.', 'Linden 1\\.0 has moved to Thursday 5 January 2023. It was Thursday 29 December 2022.'],
    ['to a week', {}, { certainty: 'week-commencing', day: '2022-11-17' }, 'Moved: Linden 1.0 release is now in the week commencing Monday 14 November 2022.', 'It was Thursday 10 November 2022.', 'Linden 1\\.0 has moved to the week commencing Monday 14 November 2022. It was Thursday 10 November.'],
    ['from a week', { certainty: 'week-commencing' }, { certainty: 'planned', day: '2022-11-17' }, 'Moved: Linden 1.0 release is now on Thursday 17 November 2022.', 'It was the week commencing Monday 7 November 2022.', 'Linden 1\\.0 has moved to Thursday 17 November 2022. It was the week commencing Monday 7 November.'],
    ['to other hours', { from: '18:00', to: '20:00' }, { from: '19:00', to: '21:00' }, 'Moved: Linden 1.0 release is now on Thursday 10 November 2022, 7pm to 9pm.', 'It was Thursday 10 November 2022, 6pm to 8pm.', 'Linden 1\\.0 has moved to Thursday 10 November 2022, 7pm to 9pm. It was Thursday 10 November 2022, 6pm to 8pm.'],
  ];
  for (const [what, before, over, speak, line, words] of moves) {
    it(`moves ${what}, and everybody is told`, () => {
      const { facts, alert } = changed('release', made(before), 'move', over, '2022-10-31T10:15:00Z');
      const now = face(facts);
      assert.deepEqual([now.speak, now.lines[0], now.subtle, alert], [speak, line, 'Changed Monday 31 October 2022, 10:15am.', { words, to: 'everybody' }]);
      assert.match(now.lines[1] ?? '', /The Portal is closed/);
    });
  }

  it('is not moved to where it is, or to a day that is over', () => {
    for (const over of [{}, { day: '2022-09-22' }, { day: '' }]) assert.ok('problem' in changeTyped('release', releases.planned, 'move', over, composed), JSON.stringify(over));
  });

  it('becomes planned where it was tentative, which only those hear who asked', () => {
    const { facts, alert } = changed('release', made({ certainty: 'tentative' }), 'confirm', { from: '18:00', to: '20:00' }, composed);
    assert.deepEqual([face(facts).speak, alert], ['Planned: Linden 1.0 release on Thursday 10 November 2022.', { words: 'Linden 1\\.0 is now planned for Thursday 10 November 2022, 6pm to 8pm.', to: 'followers' }]);
    assert.equal(changed('release', made({ certainty: 'week-commencing' }), 'confirm', { day: '2022-11-09' }, composed).alert?.to, 'followers');
    assert.equal(changed('release', made({ certainty: 'week-commencing' }), 'confirm', { day: '2022-11-14' }, composed).alert?.to, 'everybody');
  });

  it('is deployed, rolled back, and planned anew; then it can no longer be followed', () => {
    const { planned, moved, deployed, rolledBack } = releases;
    assert.deepEqual([planned, moved, deployed, rolledBack].map(facts => face(facts).follow !== undefined), [true, true, false, false]);
    assert.equal(face(rolledBack).lines[0], 'It was deployed on Thursday 17 November 2022, and is not in use now. Signing in to the Portal failed for some people\\. MFA that is on stays on\\.');
    const again = changed('release', rolledBack, 'move', { day: '2022-12-01' }, '2022-11-20T09:00:00Z');
    assert.deepEqual([face(again.facts).speak, face(again.facts).follow], ['Moved: Linden 1.0 release is now on Thursday 1 December 2022.', 'Tell me if the date moves']);
    for (const [facts, change] of [[moved, 'deployed'], [deployed, 'rolled-back']] as const) assert.equal(changed('release', facts, change, { day: '2022-11-18', note: 'why' }, '2022-11-18T09:00:00Z').alert?.to, 'followers');
  });

  it('is deployed on no day to come, and rolled back with a reason', () => {
    assert.ok('problem' in changeTyped('release', releases.moved, 'deployed', { day: '2022-11-19' }, '2022-11-18T09:00:00Z'));
    assert.ok('problem' in changeTyped('release', releases.deployed, 'rolled-back', { note: ' ' }, '2022-11-18T09:00:00Z'));
  });

  it('offers what makes sense', () => {
    assert.deepEqual(offered(made({ certainty: 'tentative' })), ['Confirm the day of Linden 1.0', 'Move Linden 1.0', 'Say Linden 1.0 is deployed']);
    assert.deepEqual([releases.moved, releases.deployed, releases.rolledBack].map(offered), [['Move Linden 1.0', 'Say Linden 1.0 is deployed'], ['Say Linden 1.0 is rolled back'], ['Move Linden 1.0']]);
  });

  it('asks its author the morning after, once for each day, by London clocks', () => {
    const next = (facts: unknown) => release.nextDue(facts, at(composed))?.toISOString();
    assert.deepEqual([made({}), made({ day: '2022-10-29' }), made({ day: '2023-03-25' }), made({ certainty: 'week-commencing' })].map(next), ['2022-11-11T09:00:00.000Z', '2022-10-30T09:00:00.000Z', '2023-03-26T08:00:00.000Z', '2022-11-14T09:00:00.000Z']);
    const asked = release.due(releases.planned, at('2022-11-11T09:00:00Z'), at(composed));
    assert.deepEqual([asked.redraw, asked.alert, next(asked.facts), next(releases.deployed)], [false, null, undefined, undefined]);
    assert.equal(next(changed('release', asked.facts, 'move', { day: '2022-11-17' }, '2022-11-11T09:30:00Z').facts), '2022-11-18T09:00:00.000Z');
  });

  it('is corrected without its move being forgotten', () => {
    const read = release.read({ ...typed.release, day: '2022-11-17', effect: 'The Portal is closed from 7pm.' }, at('2022-12-01T09:00:00Z'), releases.moved);
    assert.ok('facts' in read);
    assert.deepEqual([face(read.facts).speak, face(read.facts).lines.length], ['Moved: Linden 1.0 release is now on Thursday 17 November 2022.', 2]);
  });
});
