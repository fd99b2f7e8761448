// The Local Administrator's card in every state: the state first, numbers that agree, buttons that name what they act on.
import assert from 'node:assert/strict';
import { approvalCard } from '../../src/requests/approval-card.ts';
import { statusCard } from '../../src/requests/status-card.ts';
import type { Progress, ServiceRequest, Status } from '../../src/requests/service-request.ts';
import { aRequest, at, aView, dataOf, someCounts, someProgress } from '../support/requests.ts';

const drawn = (status: Status, request: Partial<ServiceRequest> = {}, progress: Partial<Progress> = {}) => {
  const shown = aRequest(status, request);
  return dataOf(statusCard(aView(shown, shown.startedAt === null ? {} : { progress: someProgress(progress) })), 'status');
};
const signOut = { kind: 'revoke-sessions', shown: someCounts({ total: 1, wouldChange: 1, already: 0, leftOut: [] }), fileName: null } as const;
const half: Partial<Progress> = { applied: 136, confirmed: 120, waiting: 133, refused: [{ reason: 'gone', count: 2 }] };
const done: Partial<Progress> = { applied: 269, confirmed: 269, refused: [{ reason: 'gone', count: 2 }] };
const facts = (card: ReturnType<typeof drawn>) => card.facts.map(({ title, value }) => `${title} | ${value}`);
const buttons = (card: ReturnType<typeof drawn>) => [card.outcome, card.problems, card.list, card.reopen, card.withdraw].flatMap(button => (button === undefined ? [] : [button.title]));

const heldEarly = { why: 'answer', words: 'Is **Radiology** to be left out?', incidentId: null, reference: null, link: null, since: at('2022-09-23T14:05:00Z'), from: 'submitted' } as const;

const headings: [string, ReturnType<typeof drawn>, string, string[]][] = [
  ['submitted', drawn('submitted'), 'Submitted: 271 people, waiting for a resolver to start', ['Get the list of 271', 'Withdraw R-2041 now']],
  ['submitted sign-out', drawn('submitted', signOut), 'Submitted: 1 person, waiting for a second person to approve', ['Get the list of 1', 'Withdraw R-2041 now']],
  ['in progress', drawn('in-progress', {}, half), 'In progress: MFA applied to 136 of 271 people', ['See the 2 refused', 'Get the list of 271']],
  ['just started', drawn('in-progress', {}, { applied: 0, confirmed: 0, waiting: 271 }), 'In progress: MFA applied to 0 of 271 people', ['Get the list of 271']],
  ['paused', drawn('in-progress', { halted: 'paused' }, half), 'Paused by a resolver: MFA applied to 136 of 271 people', ['See the 2 refused', 'Get the list of 271']],
  ['stopped', drawn('in-progress', { halted: 'stopped', reason: 'failures' }, { ...half, applied: 129, refused: [{ reason: 'failed', count: 7 }] }), 'Stopped: 7 of 136 failed', ['See the 7 refused', 'Get the list of 271']],
  ['stopped by a directory that refuses', drawn('in-progress', { halted: 'stopped', reason: 'refused' }, { applied: 0, waiting: 271 }), 'Stopped: the directory does not let us go on', ['Get the list of 271']],
  ['on hold', drawn('on-hold', {}, half), 'On hold because of a high severity incident', ['See the 2 refused', 'Get the list of 271']],
  ['on hold behind a release', drawn('on-hold', { hold: { why: 'release', words: 'Portal 6.4.1', incidentId: 'i', reference: 'Portal 6.4.1', link: 'https://status.nhs.example/641', since: at('2022-09-23T14:05:00Z'), from: 'in-progress' } }, half), 'On hold because of emergency release Portal 6\\.4\\.1', ['See the 2 refused', 'Get the list of 271']],
  ['on hold before it began', drawn('on-hold', { hold: heldEarly, startedAt: null }), 'On hold: we need an answer from you', ['Get the list of 271', 'Withdraw R-2041 now']],
  ['late', drawn('in-progress', { lateAt: at('2022-09-24T11:30:00Z') }, half), 'In progress, late: MFA applied to 136 of 271 people', ['See the 2 refused', 'Get the list of 271']],
  ['late, and nobody began', drawn('submitted', { lateAt: at('2022-09-24T11:30:00Z') }), 'Submitted, late: 271 people, waiting for a resolver to start', ['Get the list of 271', 'Withdraw R-2041 now']],
  ['late once, resolved', drawn('resolved', { portalMarkedCount: 271, lateAt: at('2022-09-24T11:30:00Z') }, { confirmed: 271 }), 'Resolved: all 271 people have MFA', ['Get the outcome file', 'Re-open R-2041']],
  ['confirming', drawn('confirming', {}, { applied: 269, confirmed: 120, refused: [{ reason: 'gone', count: 2 }] }), 'Confirming: MFA applied to 269 people, 120 confirmed', ['Get the outcome so far']],
  ['resolved, some refused', drawn('resolved', { portalMarkedCount: 269 }, done), 'Resolved: 269 of 271 people have MFA, 2 do not', ['Get the outcome file', 'Re-open R-2041']],
  ['resolved, one refused', drawn('resolved', { portalMarkedCount: 270 }, { applied: 270, confirmed: 270, refused: [{ reason: 'gone', count: 1 }] }), 'Resolved: 270 of 271 people have MFA, 1 does not', ['Get the outcome file', 'Re-open R-2041']],
  ['resolved, all', drawn('resolved', { portalMarkedCount: 271 }, { confirmed: 271 }), 'Resolved: all 271 people have MFA', ['Get the outcome file', 'Re-open R-2041']],
  ['resolved, some accepted unseen', drawn('resolved', { portalMarkedCount: 269, acceptedUnconfirmed: 3 }, { ...done, confirmed: 266 }), 'Resolved: 266 of 271 people have MFA, 5 not confirmed', ['Get the outcome file', 'Re-open R-2041']],
  ['resolved sign-out', drawn('resolved', signOut, { total: 1, applied: 1, confirmed: 1 }), 'Resolved: 1 person is signed out everywhere', ['Get the outcome file']],
  ['closed', drawn('closed', { portalMarkedCount: 269 }, done), 'Closed on Monday 26 September 2022, 6:40pm', ['Get the outcome file']],
  ['withdrawn', drawn('withdrawn'), 'Withdrawn: nobody gets MFA from this request', []],
  ['rejected', drawn('rejected', { reason: 'Send the list without leavers.' }), 'Rejected: nobody gets MFA from this request', []],
];

describe('the status card', () => {
  for (const [name, card, heading, titles] of headings) {
    it(`${name}: ${heading}`, () => {
      assert.equal(card.heading, heading);
      assert.equal(card.speak, `${heading}.`);
      assert.deepEqual(buttons(card), titles);
    });
  }

  it('ends with the references, or says that the ticket’s number follows', () => {
    assert.equal(drawn('submitted').subtle, 'Request R-2041, ticket INC31020417.');
    assert.equal(drawn('submitted', { ticketNumber: null }).subtle, 'Request R-2041, ticket number to follow.');
  });

  it('on hold says why, how far it is and how long is left, whole and harmless', () => {
    assert.deepEqual(facts(drawn('on-hold', {}, half)), ['Applied | 136 of 271. They keep MFA, 133 wait', 'Time left | 21 hours 25 minutes, clock stopped', 'For | Ashdown Vale Trust (ZZ101)']);
    assert.deepEqual(facts(drawn('on-hold', { hold: heldEarly, startedAt: null }))[0], 'Question | Is \\*\\*Radiology\\*\\* to be left out?');
    const long = 'word '.repeat(100).trim();
    assert.equal(facts(drawn('on-hold', { hold: { ...heldEarly, words: long }, startedAt: null }))[0], `Question | ${long}`);
    assert.match(facts(drawn('on-hold', { hold: { ...heldEarly, since: at('2022-09-24T12:30:00Z') }, startedAt: null })).join(), /Time left \| none: it was 1 hour late when the clock was stopped/);
  });

  it('never holds the contact number or an address', () => {
    for (const [, card] of headings) assert.doesNotMatch(JSON.stringify(card), /07700|\+44|@nhs/);
  });

  it('says who sent it and for whom, harmlessly', () => {
    const evil = drawn('submitted', { requesterName: '**Priya** [x](https://evil.example)' });
    assert.deepEqual(drawn('submitted').facts.map(({ title }) => title), ['Sent', 'For']);
    assert.doesNotMatch(evil.facts[0]?.value ?? '', /(?<!\\)\*\*|(?<!\\)\[/);
  });

  it('says what will happen before it is withdrawn', () => {
    assert.equal(drawn('submitted').withdraw?.line, 'Nobody will get MFA from this request. You can send the list again at any time.');
  });

  it('gives the resolver’s reason for a rejection, harmlessly', () => {
    assert.match(drawn('rejected', { reason: 'Two **leavers** on it' }).lines[0] ?? '', /Two \\\*\\\*leavers\\\*\\\* on it/);
  });
});

describe('progress on the status card', () => {
  const at = (applied: number) => drawn('in-progress', {}, { applied, waiting: 271 - applied });

  for (const [applied, done, line] of [[0, 0, 'Just started.'], [67, 0, 'Just started.'], [68, 1, 'A quarter done.'], [136, 2, 'Half done.'], [204, 3, 'Three quarters done.'], [271, 4, 'All applied.']] as const) {
    it(`${applied} of 271: ${line}`, () => {
      assert.deepEqual(at(applied).bar.map(({ word }) => word), ['Done', 'Done', 'Done', 'Done'].fill('To do', done));
      assert.ok(at(applied).lines[0]?.startsWith(line));
    });
  }

  it('says that the first 25 went through, once they have and while the rest is to come', () => {
    const says = (...of: Parameters<typeof at>) => at(...of).lines[0]?.includes('The first 25 people went through without problems.');
    assert.deepEqual([says(24), says(25), says(136), says(271)], [false, true, true, false]);
    assert.ok(!drawn('in-progress', {}, half).lines[0]?.includes('without problems'), 'two were refused');
  });

  it('keeps applied, confirmed and refused apart', () => {
    assert.deepEqual(facts(drawn('in-progress', {}, half)), ['Confirmed | 120 of 271, read back from the policy', 'Refused | 2, deleted after your check', 'Finish by | Saturday 24 September 2022, 12:30pm']);
  });

  it('says when it is a later round', () => {
    assert.match(drawn('in-progress', { round: 2 }, half).lines[0] ?? '', /It was re-opened\./);
  });
});

describe('the outcome on the status card', () => {
  const outcome = (progress: Partial<Progress>, request: Partial<ServiceRequest> = {}) => drawn('confirming', request, progress).facts.map(({ title, value }) => [Number(title), value] as const);

  it('shows a missing mark in the Portal, not hides it', () => {
    assert.deepEqual(outcome(done)[1], [0, 'marked in the Portal so far']);
    assert.deepEqual(outcome(done, { portalMarkedCount: 269 })[1], [269, 'marked in the Portal']);
  });

  it('adds up: confirmed, unseen, left out by the policy and refused are everybody', () => {
    const all = outcome({ applied: 269, confirmed: 260, contradicted: 4, refused: [{ reason: 'gone', count: 1 }, { reason: 'protected', count: 1 }] });
    assert.equal(all.filter(([, value]) => !value.startsWith('marked')).reduce((sum, [count]) => sum + count, 0), 271);
  });

  it('says until when it can be re-opened, and nothing of it where that is not possible', () => {
    assert.deepEqual(drawn('resolved', {}, done).lines, ['It closes on Monday 26 September 2022, 6:40pm. Until then you can re-open it.']);
    assert.deepEqual(drawn('resolved', signOut, { total: 1, applied: 1, confirmed: 1 }).lines, ['It closes on Monday 26 September 2022, 6:40pm.']);
  });

  it('after closing names the ticket to quote', () => {
    assert.equal(drawn('closed', {}, done).lines[0], '269 of 271 people have MFA, 2 do not. If something is wrong now, start a new request: it quotes INC31020417 for you.');
  });
});

describe('the card for the second approver', () => {
  const view = aView(aRequest('submitted', signOut), { reader: 'tom' });

  it('says what was asked, by whom, for whom, and that it cannot be undone', () => {
    const card = dataOf(approvalCard(view, true), 'approval');
    assert.equal(card.heading, 'New: R-2041, 1 person would be signed out everywhere. It needs your approval');
    assert.deepEqual([card.approve?.title, card.details?.title, card.reject?.title], ['Approve R-2041', 'Send me who R-2041 is for', 'Reject R-2041 for this reason']);
    assert.match(card.lines.join(), /cannot be undone/);
    assert.match(card.facts[0]?.value ?? '', /Priya Nair/);
  });

  it('has no buttons for somebody who may only look', () => {
    const card = dataOf(approvalCard(view, false), 'approval');
    assert.deepEqual([card.approve, card.details, card.reject], [undefined, undefined, undefined]);
  });
});
