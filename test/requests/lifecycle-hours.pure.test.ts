// What working hours, and a time not to start before, change in a request's life.
import assert from 'node:assert/strict';
import { advance, type Event } from '../../src/requests/lifecycle.ts';
import { aRequest, at } from '../support/requests.ts';

const monday = '2022-09-26T06:00:00Z';
const lifted: Event = { is: 'not-before-lifted' };
const held: Event = { is: 'held', why: 'answer', words: null };
const waived: Event = { is: 'hours-waived', reason: 'a ward round' };

describe('a time not to start before', () => {
  const saturday = '2022-09-24T11:30:00Z';
  const sunday = '2022-09-25T09:00:00Z';

  it('is kept on submitting, and the 24 hours run from then', () => {
    const move = advance(aRequest('checked'), { is: 'submitted', contactNumber: '+447700900123', notBefore: at(monday) }, at('2022-09-23T11:30:00Z'));
    assert.deepEqual([move?.request.notBefore, move?.request.targetAt], [at(monday), at('2022-09-27T06:00:00Z')]);
  });

  for (const [status, halted, follows] of [['submitted', null, ['watch']], ['in-progress', null, ['apply', 'watch']], ['in-progress', 'paused', ['watch']]] as const) {
    it(`is lifted once, ${status}${halted === null ? '' : ` and ${halted}`}: the 24 hours run from now`, () => {
      const move = advance(aRequest(status, { notBefore: at(monday), targetAt: at('2022-09-27T06:00:00Z'), halted }), lifted, at(saturday));
      assert.deepEqual([move?.request.status, move?.request.notBefore, move?.request.targetAt, move?.follows], [status, null, at('2022-09-25T11:30:00Z'), follows]);
      assert.equal(advance(move?.request ?? assert.fail(), lifted, at(saturday)), null);
    });
  }

  it('that has come is not lifted any more', () => {
    assert.equal(advance(aRequest('in-progress', { notBefore: at(monday) }), lifted, at(monday)), null);
  });

  for (const [what, from, until, target] of [
    ['held and resumed before it', saturday, sunday, '2022-09-27T06:00:00Z'],
    ['held before it and resumed after it', saturday, '2022-09-26T10:00:00Z', '2022-09-27T10:00:00Z'],
    ['held an hour after it', '2022-09-26T07:00:00Z', '2022-09-26T10:00:00Z', '2022-09-27T09:00:00Z'],
  ] as const) {
    it(`${what} leaves what was left of the 24 hours that began with it`, () => {
      const request = advance(aRequest('submitted', { notBefore: at(monday), targetAt: at('2022-09-27T06:00:00Z') }), held, at(from))?.request ?? assert.fail();
      assert.deepEqual(advance(request, { is: 'resumed' }, at(until))?.request.targetAt, at(target));
    });
  }
});

describe('working hours', () => {
  it('are waited for by what runs: not by what is paused', () => {
    for (const event of [{ is: 'waits' }, { is: 'goes-on' }, waived] as const) assert.equal(advance(aRequest('in-progress', { halted: 'paused' }), event, at(monday)), null, event.is);
  });

  it('are waived for one round, with the reason', () => {
    const request = advance(aRequest('in-progress'), waived, at(monday))?.request;
    assert.equal(request?.outsideHours, 'a ward round');
    assert.equal(advance(aRequest('resolved', { outsideHours: 'a ward round' }), { is: 'reopened' }, at(monday))?.request.outsideHours, null);
  });
});
