// What a state given to a ticket in the helpdesk means for a request in each of its own: which events are taken, and what is put back in which words.
import assert from 'node:assert/strict';
import { advance } from '../../src/requests/lifecycle.ts';
import type { HoldReason, Status } from '../../src/requests/service-request.ts';
import { eventOf } from '../../src/requests/ticket-changes.ts';
import { noteBeside, putBackNote } from '../../src/requests/ticket-facts.ts';
import type { TicketState } from '../../src/helpdesk/ticket.ts';
import { aRequest, at } from '../support/requests.ts';

const now = at('2022-09-23T15:00:00Z');
const held = { why: 'answer', words: 'Who is row 7?', incidentId: null, reference: null, link: null, since: at('2022-09-23T14:00:00Z'), from: 'submitted' } as const;
const inState = (status: Status) => aRequest(status, status === 'on-hold' ? { hold: held } : {});

/** The state the request is in afterwards; null where the ticket is put back. */
const takenTo = (status: Status, state: TicketState, waitsFor: HoldReason | null = null): Status | null => {
  const request = inState(status);
  const event = eventOf({ is: 'state', state, notes: 'Written there', waitsFor }, request);
  return (event && advance(request, event, now))?.request.status ?? null;
};

describe('a state given to a ticket in the helpdesk', () => {
  const over: Status[] = ['closed', 'withdrawn', 'rejected'];
  const table: Record<TicketState, Partial<Record<Status, Status>>> = {
    new: { 'resolved': 'in-progress', 'on-hold': 'submitted' },
    'in-progress': { 'resolved': 'in-progress', 'on-hold': 'submitted' },
    'on-hold': {},
    resolved: {},
    closed: {},
    cancelled: { 'submitted': 'rejected', 'on-hold': 'rejected' },
  };
  for (const [state, taken] of Object.entries(table) as [TicketState, Partial<Record<Status, Status>>][]) {
    for (const status of ['submitted', 'in-progress', 'on-hold', 'confirming', 'resolved', ...over] as Status[]) {
      it(`${state}, while the request is ${status}: ${taken[status] ?? 'put back'}`, () => assert.equal(takenTo(status, state), taken[status] ?? null));
    }
  }

  for (const why of ['answer', 'incident', 'release'] as const) {
    it(`on-hold for ${why} holds what has not changed everybody, and nothing else`, () => {
      for (const status of ['submitted', 'in-progress'] as const) assert.equal(takenTo(status, 'on-hold', why), 'on-hold');
      for (const status of ['confirming', 'resolved', ...over] as const) assert.equal(takenTo(status, 'on-hold', why), null, status);
    });
  }

  it('neither signs anybody out again nor holds a sign-out: nobody may do so in Teams either', () => {
    const signOut = (status: Status) => ({ ...inState(status), kind: 'revoke-sessions' as const });
    for (const state of ['new', 'in-progress'] as const) assert.equal(eventOf({ is: 'state', state, notes: '', waitsFor: null }, signOut('resolved')), null);
    assert.equal(eventOf({ is: 'state', state: 'on-hold', notes: '', waitsFor: 'answer' }, signOut('submitted')), null);
    // Held there by an earlier release, it is not left so.
    assert.deepEqual(eventOf({ is: 'state', state: 'new', notes: '', waitsFor: null }, signOut('on-hold')), { is: 'resumed' });
    assert.equal(eventOf({ is: 'state', state: 'cancelled', notes: '', waitsFor: null }, signOut('submitted'))?.is, 'rejected');
  });

  it('carries the words written there, none where there are none, and never too many', () => {
    const words = (notes: string) => eventOf({ is: 'state', state: 'on-hold', notes, waitsFor: 'answer' }, inState('submitted'));
    assert.deepEqual(words('Who is row 7?'), { is: 'held', why: 'answer', words: 'Who is row 7?' });
    assert.deepEqual(words(''), { is: 'held', why: 'answer', words: null });
    assert.deepEqual(words('x'.repeat(900)), { is: 'held', why: 'answer', words: 'x'.repeat(500) });
    assert.deepEqual(eventOf({ is: 'state', state: 'cancelled', notes: '', waitsFor: null }, inState('submitted')), { is: 'rejected', reason: 'The helpdesk cancelled the ticket.' });
  });

  it('is put back in words that say what was done, why, and where it is done', () => {
    assert.equal(putBackNote(aRequest('submitted', { ticketWanted: 'new' }), 'in-progress'), 'LA Desk put this ticket back from In Progress to New, because the ticket follows request R-2041. A resolver starts a request from its card in Teams.');
  });

  it('goes out with why a request waits, and with no note otherwise', () => {
    assert.deepEqual(noteBeside({ ...inState('on-hold'), ticketWanted: 'on-hold' }), { note: 'R-2041 is on hold, waiting for an answer from its organisation.\nWho is row 7?' });
    assert.deepEqual(noteBeside({ ...aRequest('on-hold', { hold: { ...held, why: 'incident', words: 'AD Sync', reference: 'INC31018469', link: 'https://status.nhs.example' } }), ticketWanted: 'on-hold' }), { note: 'R-2041 is on hold, because of incident INC31018469.\nAD Sync\nhttps://status.nhs.example' });
    assert.equal(noteBeside({ ...inState('submitted'), ticketWanted: 'new' }), null);
  });

  it('goes out with what an undo is for, while it waits to be started', () => {
    const undo = { askedBy: 'tom', askedByName: 'Tom Ashworth', askedAt: now, reason: 'The wrong list', count: 269, round: null, declined: null };
    const waiting = { ...inState('submitted'), ticketWanted: 'in-progress' as const, undo };
    assert.deepEqual(noteBeside(waiting), { note: 'Undo asked for R-2041: take MFA off 269 people. A resolver starts it from its card in Teams.\nThe wrong list' });
    assert.equal(noteBeside({ ...waiting, undo: { ...undo, round: 2 } }), null);
  });
});
