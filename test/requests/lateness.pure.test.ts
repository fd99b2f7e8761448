// A late request's reason and new time in the lifecycle: said once, missed once, moved by a hold, gone with a new round.
import assert from 'node:assert/strict';
import { advance, type Event } from '../../src/requests/lifecycle.ts';
import { aRequest, at } from '../support/requests.ts';

const now = at('2022-09-27T09:00:00Z');
const explained: Event = { is: 'explained', reason: 'The Portal was closed.', until: at('2022-10-02T11:00:00Z') };
const again: Event = { is: 'late-again' };
const held: Event = { is: 'held', why: 'incident', words: null };
const resumes: Event = { is: 'resumed' };
const reopened: Event = { is: 'reopened' };

describe('being late with a reason and a new time', () => {
  const late = aRequest('in-progress', { lateAt: at('2022-09-24T11:30:00Z') });
  const said = advance(late, explained, now)?.request ?? assert.fail();
  it('is said of a late one, once in the same words, and again in others, with a time still to come', () => {
    assert.deepEqual(said.lateness, { reason: 'The Portal was closed.', until: at('2022-10-02T11:00:00Z'), missedAt: null });
    assert.deepEqual([advance(aRequest('in-progress'), explained, now), advance(said, explained, now), advance(late, explained, at('2022-10-02T11:00:00Z'))], [null, null, null]);
    assert.deepEqual(advance(late, explained, now)?.follows, ['watch']);
    assert.equal(advance(said, { is: 'explained', reason: 'Another.', until: at('2022-10-02T11:00:00Z') }, now)?.request.lateness?.reason, 'Another.');
  });
  it('is missed once, at its time', () => {
    assert.equal(advance(said, again, at('2022-10-02T10:59:59Z')), null);
    const missed = advance(said, again, at('2022-10-02T11:00:00Z'))?.request ?? assert.fail();
    assert.deepEqual([missed.lateness?.missedAt, advance(missed, again, at('2022-10-03T11:00:00Z'))], [at('2022-10-02T11:00:00Z'), null]);
  });
  it('waits as long as the request does on hold, and is gone with a new round', () => {
    const resumed = advance(advance(said, held, now)?.request ?? assert.fail(), resumes, at('2022-09-28T09:00:00Z'))?.request;
    assert.deepEqual(resumed?.lateness?.until, at('2022-10-03T11:00:00Z'));
    assert.equal(advance(aRequest('resolved', { lateAt: now, lateness: said.lateness }), reopened, now)?.request.lateness, null);
  });
});
