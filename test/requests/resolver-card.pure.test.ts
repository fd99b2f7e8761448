// The resolver channel's card: what needs a look, then Start; and nothing that names a person or a number to ring.
import assert from 'node:assert/strict';
import { draw } from '../../src/requests/draw.ts';
import { anyResolver } from '../../src/requests/nonce.ts';
import { resolverCard } from '../../src/requests/resolver-card.ts';
import { statuses, type Progress, type ServiceRequest, type Status } from '../../src/requests/service-request.ts';
import type { View } from '../../src/requests/view.ts';
import { aRequest, at, aView, dataOf, someCounts, someProgress } from '../support/requests.ts';

const viewOf = (status: Status, request: Partial<ServiceRequest> = {}, progress: Partial<Progress> = {}, view: Partial<View> = {}) => {
  const shown = aRequest(status, request);
  return aView(shown, { reader: anyResolver, ...(shown.startedAt === null ? {} : { progress: someProgress(progress) }), ...view });
};
const drawn = (...of: Parameters<typeof viewOf>) => dataOf(resolverCard(viewOf(...of), true), 'resolver');
const buttons = (card: ReturnType<typeof drawn>) =>
  [card.start, card.marked, card.accept, card.continue, card.pause, card.resume, card.hold, card.problems, card.reject, card.details].flatMap(button => (button === undefined ? [] : [button.title]));
const details = 'Send me the list and contact number';

const toLookAt = someCounts({ doubts: [{ doubt: 'application', count: 3 }, { doubt: 'looks-shared', count: 4 }, { doubt: 'locked', count: 0 }], noMethod: { count: 38, asOf: at('2022-09-23T05:00:00Z') } });
const half: Partial<Progress> = { applied: 136, confirmed: 120, waiting: 133, refused: [{ reason: 'gone', count: 2 }] };
const failing: Partial<Progress> = { applied: 129, waiting: 135, refused: [{ reason: 'gone', count: 4 }, { reason: 'failed', count: 3 }] };
const done: Partial<Progress> = { applied: 269, confirmed: 269, refused: [{ reason: 'gone', count: 2 }] };
const late: Partial<Progress> = { ...done, confirmed: 266, overdue: 2, contradicted: 1 };

const cards: [string, ReturnType<typeof drawn>, string, string[]][] = [
  ['new', drawn('submitted', { shown: toLookAt }), 'New: R-2041, 271 people. Check 3 points, then start', ['Start R-2041', 'Hold R-2041', 'Reject R-2041 for this reason', details]],
  ['new, one point', drawn('submitted', { shown: someCounts({ doubts: [{ doubt: 'disabled', count: 2 }] }) }), 'New: R-2041, 271 people. Check 1 point, then start', ['Start R-2041', 'Hold R-2041', 'Reject R-2041 for this reason', details]],
  ['new, nothing to check', drawn('submitted'), 'New: R-2041, 271 people. Ready to start', ['Start R-2041', 'Hold R-2041', 'Reject R-2041 for this reason', details]],
  ['in progress', drawn('in-progress', {}, half), 'In progress: R-2041, applied to 136 of 271 people', ['Pause R-2041', 'Hold R-2041', 'See the 2 refused', details]],
  ['paused', drawn('in-progress', { halted: 'paused' }, half), 'Paused: R-2041, MFA applied to 136 of 271 people', ['Continue R-2041', 'Hold R-2041', 'See the 2 refused', details]],
  ['stopped', drawn('in-progress', { halted: 'stopped', reason: 'failures' }, failing), 'Stopped: R-2041, 7 of 136 failed', ['Continue R-2041 now', 'Hold R-2041', 'See the 7 refused', details]],
  ['stopped by the directory', drawn('in-progress', { halted: 'stopped', reason: 'refused' }, { applied: 0, waiting: 271 }), 'Stopped: R-2041, the directory does not let us go on', ['Continue R-2041', 'Hold R-2041', details]],
  ['on hold', drawn('on-hold', {}, half), 'On hold: R-2041, because of a high severity incident', ['Resume R-2041', details]],
  ['on hold behind an incident', drawn('on-hold', { hold: { why: 'incident', words: 'Slow sign-in', incidentId: 'i', reference: 'INC31020388', link: null, since: at('2022-09-23T14:05:00Z'), from: 'in-progress' } }, half), 'On hold: R-2041, because of incident INC31020388', ['Resume R-2041', details]],
  ['new while an incident is open', drawn('submitted', {}, {}, { openIncidents: ['incident INC31020388'] }), 'New: R-2041, 271 people. Check 1 point, then start', ['Start R-2041', 'Hold R-2041', 'Reject R-2041 for this reason', details]],
  ['on hold before it began', drawn('on-hold', { hold: { why: 'answer', words: 'Has jo.whitlock@nhs.example left?', incidentId: null, reference: null, link: null, since: at('2022-09-23T14:05:00Z'), from: 'submitted' }, startedAt: null, startedByName: null }), 'On hold: R-2041, waiting for an answer from its organisation', ['Resume R-2041', 'Reject R-2041 for this reason', details]],
  ['waiting for the Portal', drawn('confirming', {}, done), 'Waiting for the Portal: R-2041, mark 269 people', ['Marked in the Portal: 269', 'See the 2 refused', details]],
  ['confirming', drawn('confirming', { portalMarkedCount: 269 }, { ...done, confirmed: 120 }), 'Confirming: R-2041, 120 of 269 people confirmed', ['See the 2 refused', details]],
  ['some never seen', drawn('confirming', { portalMarkedCount: 269 }, late), 'Confirming: R-2041, 266 of 269 people confirmed', ['Accept 3 not yet confirmed', 'See the 2 refused', details]],
  ['some never seen, accepted', drawn('confirming', { portalMarkedCount: 0, acceptedUnconfirmed: 3 }, late), 'Waiting for the Portal: R-2041, mark 269 people', ['Marked in the Portal: 269', 'See the 2 refused', details]],
  ['resolved', drawn('resolved', { portalMarkedCount: 269 }, done), 'Resolved: R-2041, 269 confirmed', [details]],
  ['closed', drawn('closed', { portalMarkedCount: 269 }, done), 'Closed: R-2041 on Monday 26 September 2022, 6:40pm', []],
  ['withdrawn', drawn('withdrawn'), 'Withdrawn: R-2041, nothing to do', []],
  ['rejected', drawn('rejected', { reason: 'jo.whitlock@nhs.example has left' }), 'Rejected: R-2041', []],
];

describe('the resolver card', () => {
  for (const [name, card, heading, titles] of cards) {
    it(`${name}: ${heading}`, () => {
      assert.equal(card.heading, heading);
      assert.equal(card.speak, `${heading}.`);
      assert.deepEqual(buttons(card), titles);
    });
  }

  it('holds no address, no requester’s name and no number to ring, in any state', () => {
    for (const [name, { refresh: _, ...card }] of cards) assert.doesNotMatch(JSON.stringify(card), /@|Priya|Nair|07700|447700|mailbox report/i, name);
  });

  it('says whose it is, how large, and who has it', () => {
    const [, card] = cards[0] ?? assert.fail();
    assert.equal(card.subtle, 'Ashdown Vale Trust (ZZ101), ticket INC31020417.');
    assert.ok(card.facts.some(({ title, value }) => title === 'Owner' && value === 'nobody yet'));
    assert.ok(cards[3]?.[1].facts.some(({ title, value }) => title === 'Owner' && value === 'Dan Ferris'));
  });

  it('has as many points marked Check as its heading says, before those that are OK', () => {
    const [, card] = cards[0] ?? assert.fail();
    assert.deepEqual(card.facts.map(({ title }) => title), ['Check', 'Check', 'Check', 'OK', 'OK', 'Owner']);
  });

  it('keeps numbers apart from words, so that they line up', () => {
    const card = drawn('confirming');
    assert.deepEqual(card.counts?.map(({ title }) => title), ['0', '0']);
    assert.deepEqual(card.facts.map(({ title }) => title), ['Finish by', 'Owner']);
  });

  it('asks once more before it goes on after failures, and not after a pause', () => {
    assert.deepEqual(cards[5]?.[1].continue?.ask, { title: 'Continue R-2041', line: '135 people still wait. It does not stop by itself again.' });
    assert.equal(cards[4]?.[1].continue?.ask, undefined);
    assert.equal(cards[6]?.[1].continue?.ask, undefined);
  });

  it('draws anew for the requester when they open the channel', () => {
    assert.deepEqual(drawn('submitted').refresh?.userIds, ['29:priya']);
    assert.equal(drawn('submitted', {}, {}, { requesterTeamsId: null }).refresh, undefined);
  });
});

describe('the requester’s view of the resolver channel', () => {
  for (const status of statuses.slice(statuses.indexOf('submitted'))) {
    for (const kind of ['enable-mfa', 'revoke-sessions'] as const) {
      it(`has no button at all, ${kind}, ${status}`, () => {
        const { data } = draw(viewOf(status, { kind }, late), 'resolver', false);
        assert.deepEqual(Object.keys(data).filter(name => ['start', 'marked', 'accept', 'continue', 'pause', 'problems', 'details', 'reject', 'approve', 'outcome', 'list', 'reopen', 'withdraw'].includes(name)), []);
      });
    }
  }
});

describe('a sign-out in the resolver channel', () => {
  const signOut = { kind: 'revoke-sessions', shown: someCounts({ total: 1, wouldChange: 1, already: 0, leftOut: [] }) } as const;
  const one = { total: 1, applied: 1, confirmed: 0 };
  const shown = (status: Status, progress: Partial<Progress>, request: Partial<ServiceRequest> = {}) => draw(viewOf(status, { ...signOut, ...request }, progress), 'resolver');

  it('asks for approval first', () => {
    assert.equal(shown('submitted', {}).name, 'approval');
  });

  it('can be accepted when the audit never shows it, and never waits for the Portal', () => {
    const card = dataOf(shown('confirming', { ...one, overdue: 1 }), 'resolver');
    assert.deepEqual([card.accept?.title, card.marked], ['Accept 1 not yet confirmed', undefined]);
  });

  it('can be continued after a stop', () => {
    assert.ok(dataOf(shown('in-progress', { ...one, applied: 0, waiting: 1 }, { halted: 'stopped', reason: 'refused' }), 'resolver').continue);
  });
});

describe('whoever opens the request elsewhere', () => {
  const signOut = { kind: 'revoke-sessions', shown: someCounts({ total: 1, wouldChange: 1, already: 0, leftOut: [] }) } as const;

  it('is asked for approval as a second person, and not as the requester', () => {
    assert.equal(draw(viewOf('submitted', signOut, {}, { reader: 'tom' }), 'status').name, 'approval');
    assert.equal(draw(viewOf('submitted', signOut, {}, { reader: 'priya' }), 'status').name, 'status');
  });

  for (const [reason, heading] of [
    ['stopped', 'Stopped: nothing was kept'], ['deleted', 'Deleted: nothing of this check was kept'], ['lapsed', 'Interrupted while reading March mailbox report\\.csv'],
    ['The link has run out. Attach the file again.', 'We could not read March mailbox report\\.csv'],
  ] as const) {
    it(`reads why a check ended: ${heading}`, () => assert.equal(dataOf(draw(viewOf('dropped', { reason }), 'status'), 'plain').heading, heading));
  }

  it('reads what a file was that could not be read', () => {
    const card = dataOf(draw(viewOf('dropped', { problem: { problem: 'workbook' }, reason: 'unreadable' }), 'status'), 'unreadable');
    assert.equal(card.heading, 'We could not read March mailbox report\\.csv: it is an Excel workbook');
  });
});
