// What both sides read while a request waits, and which buttons each has.
import assert from 'node:assert/strict';
import { holdsInputs } from '../../src/requests/draw.ts';
import { resolverCard } from '../../src/requests/resolver-card.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import { statusCard } from '../../src/requests/status-card.ts';
import type { View } from '../../src/requests/view.ts';
import { aRequest, at, aView, dataOf, someProgress } from '../support/requests.ts';

const monday = at('2022-09-26T08:00:00+01:00');
const nobody = someProgress({ waiting: 271, applied: 0 });
const some = someProgress({ waiting: 135, applied: 136 });

const view = (request: Partial<ServiceRequest>, more: Partial<View> = {}): View => aView(aRequest('in-progress', request), { waitsUntil: monday, progress: nobody, ...more });
const own = (of: View) => dataOf(statusCard(of), 'status');
const theirs = (of: View) => dataOf(resolverCard(of, true), 'resolver');

describe('a request that waits', () => {
  for (const [what, of, line] of [
    ['for working hours', view({}), 'It begins by itself then, in working hours: Monday to Friday, 8am to 6pm. You do not need to do anything.'],
    ['for the time that was asked for', view({ notBefore: monday }), 'It does not start before then, as you asked. You do not need to do anything.'],
    ['for working hours after the time that was asked for', view({ notBefore: at('2022-09-26T07:00:00+01:00') }), 'It begins by itself then, in working hours: Monday to Friday, 8am to 6pm. You do not need to do anything.'],
  ] as const) {
    it(`${what} says from when, why, and that nobody need do anything`, () => {
      assert.equal(own(of).heading, 'Started: 271 people, applying from Monday 26 September 2022, 8am');
      assert.deepEqual([own(of).lines[0], own(of).bar], [line, []]);
    });
  }

  it('in the middle says how far it is, and when it goes on', () => {
    const card = own(view({}, { progress: some }));
    assert.equal(card.heading, 'In progress: MFA applied to 136 of 271 people');
    assert.match(card.lines[0] ?? '', /^It goes on by itself on Monday 26 September 2022, 8am, in working hours/);
    assert.equal(card.bar.length, 4);
  });

  it('past its target is honest about it; once late it is called late instead', () => {
    const later = 'That is later than we aimed for, Saturday 24 September 2022, 12:30pm.';
    assert.ok(own(view({})).lines.includes(later) && theirs(view({})).lines.includes(later));
    const inTime = view({ targetAt: at('2022-09-27T07:00:00+01:00') });
    assert.ok(![...own(inTime).lines, ...theirs(inTime).lines].some(line => line.startsWith('That is later')));
    const late = view({ lateAt: at('2022-09-24T12:30:00+01:00') });
    assert.equal(own(late).heading, 'Started, late: 271 people, applying from Monday 26 September 2022, 8am');
    assert.ok(!own(late).lines.includes(later));
  });

  it('paused or stopped says that, and nothing of hours', () => {
    assert.match(own(view({ halted: 'paused' }, { waitsUntil: null })).heading, /^Paused by a resolver/);
  });

  describe('while all changes are stopped', () => {
    const brake = { id: 'brake', reason: 'the wrong group', stoppedByName: 'Omar', stoppedAt: at('2022-09-23T18:05:00+01:00'), endedByName: null, endedAt: null };
    const asked = { notBefore: monday };

    it('promises no time, and says what else it waits for', () => {
      for (const one of [own(view({}, { brake })), theirs(view({}, { brake }))]) {
        assert.match(one.heading, /^In progress, changes stopped: .* 0 of 271 people$/);
        assert.doesNotMatch(one.lines.join(), /begins|later than we aimed/);
        assert.equal(one.lines[1], 'Then it keeps to working hours: Monday to Friday, 8am to 6pm.');
      }
      assert.equal(own(view(asked, { brake })).lines[1], 'Nor does it start before Monday 26 September 2022, 8am, as you asked.');
      assert.equal(theirs(view(asked, { brake })).lines[1], 'Nor does it start before Monday 26 September 2022, 8am, as its Local Administrator asked.');
      assert.equal(own(view({}, { brake })).lines.join().match(/you do not need to do anything/gi)?.length, 1);
    });

    it('offers nothing that would not apply anybody now, and lets the time that was asked for be given up', () => {
      assert.equal(theirs(view({}, { brake })).waive, undefined);
      assert.equal(own(view(asked, { brake })).sooner?.showTitle, 'Start R-2041 sooner');
    });

    it('does not say that one which is paused or stopped goes on by itself', () => {
      for (const halted of ['paused', 'stopped'] as const) {
        const { lines } = theirs(view({ halted }, { brake, waitsUntil: null, progress: some }));
        assert.equal(lines[0], 'All changes are stopped by an operator, since Friday 23 September 2022, 6:05pm. Continued now, it waits until they go on; the time to finish by stays.');
      }
    });

    it('does not wait for a directory that is away', () => {
      const away = view({ triesAgainAt: monday }, { brake, waitsUntil: null, progress: some });
      for (const { lines } of [own(away), theirs(away)]) assert.doesNotMatch(lines.join(), /directory does not answer/);
    });
  });

  it('lets a resolver go on with a reason where it is working hours that it waits for', () => {
    const { waive } = theirs(view({}));
    assert.deepEqual([waive?.showTitle, waive?.title], ['Apply R-2041 now', 'Apply R-2041 now, outside working hours']);
    assert.match(theirs(view({ notBefore: at('2022-09-26T07:00:00+01:00') })).waive?.line ?? '', /^MFA is applied at once, but not before Monday 26 September 2022, 7am, as was asked,/);
    for (const one of [view({ notBefore: monday }), view({ outsideHours: 'a ward round' }), view({}, { waitsUntil: null })]) assert.equal(theirs(one).waive, undefined);
  });

  it('is not redrawn while a reason may be typed into it', () => {
    assert.equal(holdsInputs(resolverCard(view({}), true)), true);
    assert.equal(holdsInputs(resolverCard(view({}, { waitsUntil: null }), true)), false);
  });

  it('lets its Local Administrators start sooner while the time they asked for is to come', () => {
    const notBefore = at('2022-09-26T07:00:00+01:00');
    assert.equal(own(aView(aRequest('submitted', { notBefore }))).sooner?.title, 'Do not wait until Monday 26 September 2022, 7am');
    assert.equal(own(view({ notBefore })).sooner?.showTitle, 'Start R-2041 sooner');
    for (const one of [aView(aRequest('submitted')), view({}), view({ notBefore }, { waitsUntil: null }), view({ notBefore, startedAt: at('2022-09-26T07:30:00+01:00') })]) assert.equal(own(one).sooner, undefined);
  });

  it('never shows a resolver’s reason as anything but words', () => {
    const { lines } = own(view({ outsideHours: '[press](https://nhs.example)' }, { waitsUntil: null, progress: some }));
    assert.ok(lines.some(line => line.startsWith('A resolver went on outside working hours. The reason given: \\[press\\]\\(https\\:')), lines.join());
  });
});
