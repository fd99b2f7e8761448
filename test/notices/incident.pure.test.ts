// An incident's notice: open, updated, late, resolved, and how long it lasted, over both changes of the clocks.
import assert from 'node:assert/strict';
import { noticeKinds } from '../../src/notices/grid.ts';
import { incidentFacts } from '../../src/notices/kinds/incident.ts';
import { changed, changeTyped, factsOf, incidents, typed } from '../support/notice-kinds.ts';
import { at } from '../support/requests.ts';

const { incident } = noticeKinds;
const composed = '2022-09-23T13:45:00Z';
const factOf = (facts: unknown, name: string, when = composed) => incident.face(facts, at(when)).facts.find(({ title }) => title === name)?.value;
const offered = (facts: unknown) => incident.changes(facts, at(composed)).map(({ title }) => title);

describe('an incident that is announced', () => {
  const said: [string, unknown, string, string, string][] = [
    ['open', incidents.open, '2022-09-23T13:45:00Z', 'Open, high severity: slow sign-in for some people.', 'Next update due by Friday 23 September 2022, 4:30pm.'],
    ['a minute before its update', incidents.updated, '2022-09-23T15:29:59Z', 'Open, high severity: slow sign-in for some people.', 'Next update due by Friday 23 September 2022, 4:30pm.'],
    ['late, before anybody was reminded', incidents.updated, '2022-09-23T15:30:00Z', 'Open, high severity, update late: slow sign-in for some people.', 'It was due by Friday 23 September 2022, 4:30pm.'],
    ['late', incidents.late, '2022-09-23T15:30:00Z', 'Open, high severity, update late: slow sign-in for some people.', 'It was due by Friday 23 September 2022, 4:30pm. We have reminded its owner.'],
    ['resolved', incidents.resolved, '2022-09-23T16:25:00Z', 'Resolved: slow sign-in for some people, at 5:20pm on Friday 23 September 2022.', 'Signing in is back to normal\\. You do not need to do anything\\.'],
    ['without a next update', factsOf('incident', { ...typed.incident, dueDay: '', dueTime: '' }, composed), composed, 'Open, high severity: slow sign-in for some people.', 'This card says when it is resolved.'],
  ];
  for (const [what, facts, when, speak, line] of said) {
    it(`says ${what}`, () => {
      const face = incident.face(facts, at(when));
      assert.deepEqual([face.speak, face.lines], [speak, [line]]);
    });
  }

  it('shows the latest update alone, with its date where that is another', () => {
    const tomorrow = changed('incident', incidents.updated, 'update', { text: 'it works for most.', dueDay: '', dueTime: '' }, '2022-09-24T08:00:00Z').facts;
    assert.deepEqual([factOf(incidents.updated, 'Latest'), factOf(tomorrow, 'Latest')], ['3:05pm: the cause is found, a fix is being tested\\.', 'Saturday 24 September 2022, 9am: it works for most\\.']);
    assert.equal(factOf(incidents.resolved, 'Latest'), undefined);
  });

  const lasting: [string, string, string, string, string, string][] = [
    // since: day and time; over: day and time in London; lasted
    ['the same day', '2022-09-23', '14:40', '2022-09-23', '17:20', '2 hours 40 minutes, from 2:40pm'],
    ['over the night the clocks go back', '2022-10-29', '23:00', '2022-10-30', '03:00', '5 hours, from Saturday 29 October 2022, 11pm'],
    ['over the night they go forward', '2023-03-25', '23:00', '2023-03-26', '03:00', '3 hours, from Saturday 25 March 2023, 11pm'],
    ['for days', '2022-09-21', '09:00', '2022-09-23', '12:00', '2 days 3 hours, from Wednesday 21 September 2022, 9am'],
  ];
  for (const [what, sinceDay, sinceTime, overDay, overTime, lasted] of lasting) {
    it(`says how long it lasted: ${what}`, () => {
      const open = factsOf('incident', { ...typed.incident, sinceDay, sinceTime, dueDay: '', dueTime: '' }, '2023-04-01T12:00:00Z');
      assert.equal(factOf(changed('incident', open, 'resolve', { overDay, overTime }, '2023-04-01T12:00:00Z').facts, 'Lasted'), lasted);
    });
  }

  it('cannot be corrected to have begun after it was over', () => {
    const corrected = (sinceTime: string) => incident.read({ ...typed.incident, dueDay: '', dueTime: '', sinceTime }, at('2022-09-23T18:00:00Z'), incidents.resolved);
    assert.deepEqual(['17:20', '17:21'].map(time => 'problem' in corrected(time)), [false, true]);
  });

  it('says that bulk requests wait and start again, and never which or how many', () => {
    assert.deepEqual([incidents.open, incidents.updated, incidents.resolved].map(facts => factOf(facts, 'Bulk MFA')), [undefined, 'On hold. It resumes by itself.', 'Starting again, oldest first']);
    assert.deepEqual([incidents.open, incidents.updated, incidents.resolved].map(offered), [
      ['Add an update to INC31020388', 'Resolve INC31020388'], ['Add an update to INC31020388', 'Resolve INC31020388, and resume bulk MFA'], ['Open INC31020388 again'],
    ]);
  });

  it('ends what requests wait behind when it is resolved, and tells those who asked; an update alerts nobody', () => {
    const resolved = changed('incident', incidents.updated, 'resolve', {}, '2022-09-23T16:25:00Z');
    assert.deepEqual([resolved.ends, resolved.alert], ['INC31020388', { words: 'INC31020388 is resolved: slow sign\\-in for some people.', to: 'followers' }]);
    assert.equal(changed('incident', incidents.open, 'update', { text: 'a fix is being tested' }, composed).alert, null);
    assert.equal(changed('incident', incidents.resolved, 'reopen', { text: 'it is slow again' }, '2022-09-23T17:00:00Z').alert?.to, 'everybody');
  });

  it('is late once for each due time', () => {
    const next = (facts: unknown) => incident.nextDue(facts, at(composed))?.toISOString();
    assert.deepEqual([incidents.open, incidents.late, incidents.resolved].map(next), ['2022-09-23T15:30:00.000Z', undefined, undefined]);
    const again = changed('incident', incidents.late, 'update', { text: 'still looking', dueDay: '2022-10-30', dueTime: '01:30' }, '2022-09-23T15:40:00Z').facts;
    // 1:30am comes twice that night: the first of them.
    assert.equal(next(again), '2022-10-30T00:30:00.000Z');
    assert.match(incident.due(incidents.updated, at('2022-09-23T15:30:00Z'), at(composed)).remind ?? '', /^The update of INC31020388 is late/);
  });

  it('reaches people in their quiet hours while it is severe and open', () => {
    const medium = factsOf('incident', { ...typed.incident, severity: 'medium' }, composed);
    assert.deepEqual([incidents.open, medium, incidents.resolved].map(incident.isUrgent), [true, false, false]);
  });

  const refused: [string, Record<string, string>][] = [
    ['no reference', { reference: 'slow' }], ['a problem that is none', { problem: 'INC1' }], ['no severity', { severity: 'dire' }], ['a time to come', { sinceTime: '15:00' }], ['half a due time', { dueTime: '' }], ['a due time that has passed', { dueTime: '14:00' }], ['a link that is not https', { link: 'ftp://x' }],
  ];
  for (const [what, more] of refused) it(`asks again for ${what}`, () => assert.ok('problem' in incident.read({ ...typed.incident, ...more }, at(composed), null)));

  it('is not updated with nothing, nor resolved before it began or after now', () => {
    assert.ok('problem' in changeTyped('incident', incidents.open, 'update', { text: ' ' }, composed));
    assert.ok('problem' in changeTyped('incident', incidents.open, 'update', { text: 'new', dueDay: '2022-09-23', dueTime: '14:45' }, composed));
    for (const overTime of ['14:39', '14:46', '']) assert.ok('problem' in changeTyped('incident', incidents.open, 'resolve', { overTime }, composed), overTime);
  });

  it('is corrected without its updates being forgotten, also when its due time has passed', () => {
    const read = incident.read({ ...typed.incident, reference: 'inc31020388', title: 'slow sign-in' }, at('2022-09-23T15:35:00Z'), incidents.late);
    assert.ok('facts' in read);
    assert.deepEqual(read.facts, { ...incidentFacts.parse(incidents.late), title: 'slow sign-in' });
  });
});
