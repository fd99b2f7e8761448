// What people do in ServiceNow, heard: comments reach whoever asked, states are events, and what the lifecycle refuses is put back.
import assert from 'node:assert/strict';
import { z } from 'zod';
import { WorldError } from '../../src/errors.ts';
import { hearHelpdesk, hearTicket } from '../../src/requests/hear-tickets.ts';
import { mirrorTicket } from '../../src/requests/mirror-ticket.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import type { Helpdesk } from '../../src/helpdesk/ticket.ts';
import { onEachEngine } from '../support/database.ts';
import { addPeople, openDesk, press, requestOf, resolvers, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, confirming, resolved, started, submitted } from '../support/journey.ts';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { helpdeskAt, serviceNowSide } from '../support/servicenow.ts';

const said = z.object({ card: z.object({ data: z.object({ heading: z.string(), lines: z.array(z.string()) }) }) });

onEachEngine('what people do in ServiceNow', (open) => {
  let sandbox: RunningSandbox;
  let side: ReturnType<typeof serviceNowSide>;
  let desk: Desk;
  before(async () => {
    sandbox = await startSandbox();
    side = serviceNowSide(sandbox);
  });
  after(() => sandbox.stop());
  beforeEach(async () => {
    await sandbox.api('PUT', '/api/faults', { serviceNowAutoCloseDays: 0, serviceNowLostReplies: 0, serviceNowDown: false });
    desk = await openDesk(await open(), { SMALL_LIST: 'submit' });
    desk.services.helpdesk = helpdeskAt(sandbox);
  });
  const rows = () => addressesOf(addPeople(desk, 60));
  const mirrored = async (request: ServiceRequest) => (await runDue(desk, 'mirror-ticket'), requestOf(desk, request));
  const hear = () => hearHelpdesk(desk.services).then(() => runDue(desk, 'hear-ticket', 'mirror-ticket', 'hear-ticket'));
  const ticketOf = async ({ ticketNumber }: ServiceRequest) => side.ticket(ticketNumber ?? assert.fail('no ticket'));
  const notesOn = async (request: ServiceRequest) => (await ticketOf(request)).journal.filter(entry => entry['element'] === 'work_notes').map(entry => entry['value']);
  const toldPriya = async () => (await desk.connection.db.selectFrom('post').select('content').where('conversation_id', '=', 'a:priya').where('subject', '=', 'card').execute()).map(({ content }) => said.parse(content).card.data);

  it('a comment reaches whoever asked, once, made harmless', async () => {
    const request = await mirrored(await submitted(desk, rows()));
    await side.act(request.ticketNumber ?? '', { is: 'comment', text: 'Please leave out [row 3](https://nhs.example).\nThank you' });
    for (let i = 0; i < 3; i += 1) await hear();
    assert.deepEqual(await toldPriya(), [{ heading: `The helpdesk wrote on R-2041, ticket ${request.ticketNumber ?? ''}`, lines: ['Please leave out \\[row 3\\]\\(https\\:\\/\\/nhs\\.example\\)\\.', 'Thank you'] }]);
  });

  it('our own comment is not heard', async () => {
    const request = await mirrored(await submitted(desk, rows()));
    await desk.services.helpdesk.say(request.id, { id: 'a1', is: 'comment', text: 'Two have left' });
    await hear();
    assert.deepEqual(await toldPriya(), []);
  });

  const refused: [string, (desk: Desk) => Promise<ServiceRequest>, Parameters<typeof side.act>[1], string, RegExp][] = [
    ['started there', d => submitted(d, rows()), { is: 'start' }, '1', /from In Progress to New, because the ticket follows request R-2041\. A resolver starts a request from its card in Teams\.$/],
    ['put on hold there for a reason of theirs', d => started(d, rows()), { is: 'hold', reason: '4' }, '2', /from On Hold to In Progress.* for one of three reasons: an answer that is awaited, an incident, a release\.$/],
    ['put on hold there when everybody is changed', d => confirming(d, rows()), { is: 'hold', reason: '1' }, '2', /from On Hold to In Progress.* A request is held until everybody is changed/],
    ['resolved there', d => started(d, rows()), { is: 'resolve', code: 'Solution provided', notes: 'Done' }, '2', /from Resolved to In Progress.* LA Desk resolves a request when everybody is confirmed\.$/],
  ];
  for (const [what, arrive, act, state, note] of refused) {
    it(`${what}: put back with a note, once, and in the audit trail`, async () => {
      const request = await mirrored(await arrive(desk));
      await side.act(request.ticketNumber ?? '', act);
      for (let i = 0; i < 3; i += 1) await hear();
      assert.equal((await ticketOf(request)).state, state);
      const notes = await notesOn(request);
      assert.equal(notes.length, 1);
      assert.match(notes[0] ?? '', note);
      assert.deepEqual([(await requestOf(desk, request)).status, (await desk.store.audit.ofRequest(request.id)).filter(row => row.action === 'ticket-put-back').length], [request.status, 1]);
    });
  }

  const holds: [string, 'answer' | 'incident' | 'release', (desk: Desk) => Promise<ServiceRequest>, string][] = [
    ['1', 'answer', d => submitted(d, rows()), '1'], ['3', 'incident', d => started(d, rows()), '2'], ['5', 'release', d => submitted(d, rows()), '1'],
  ];
  for (const [reason, why, arrive, back] of holds) {
    it(`put on hold there with reason ${reason}: held (${why}) with the words written there, and resumed when it is taken up`, async () => {
      const request = await mirrored(await arrive(desk));
      await side.act(request.ticketNumber ?? '', { is: 'hold', reason, text: 'Is row 3 still with you?' });
      await hear();
      const held = await requestOf(desk, request);
      assert.deepEqual([held.status, held.hold?.why, held.hold?.words, held.ticketState], ['on-hold', why, 'Is row 3 still with you?', 'on-hold']);
      assert.equal((await toldPriya()).length, 1);
      await side.act(request.ticketNumber ?? '', { is: 'start' });
      await hear();
      assert.deepEqual([(await requestOf(desk, request)).status, (await ticketOf(request)).state, await notesOn(request)], [request.status, back, []]);
    });
  }

  it('put on hold here: with its reason there, and what was written about it as a note', async () => {
    const request = await mirrored(await submitted(desk, rows()));
    await press(desk, 'dan', 'request.hold', request, { in: resolvers(desk), inputs: { why: 'release', words: 'Until the release is out' } });
    await runDue(desk, 'mirror-ticket');
    await hear();
    const ticket = await ticketOf(request);
    assert.deepEqual([ticket.state, ticket.hold_reason, await notesOn(request)], ['3', '5', ['R-2041 is on hold, because of an emergency release.\nUntil the release is out']]);
    await press(desk, 'dan', 'request.resume', await requestOf(desk, request), { in: resolvers(desk) });
    await runDue(desk, 'mirror-ticket');
    assert.equal((await ticketOf(request)).state, '1');
  });

  it('re-opened there while resolved: a new round', async () => {
    const request = await mirrored(await resolved(desk, rows()));
    assert.equal((await ticketOf(request)).state, '6');
    await side.act(request.ticketNumber ?? '', { is: 'reopen' });
    await hear();
    const after = await requestOf(desk, request);
    assert.deepEqual([after.status, after.round, after.ticketState, (await ticketOf(request)).state], ['in-progress', 2, 'in-progress', '2']);
    assert.equal((await desk.store.audit.ofRequest(request.id)).filter(row => row.action === 'reopened' && row.actor_id === 'helpdesk').length, 1);
  });

  it('cancelled there before it was started: rejected, with the words given there', async () => {
    const request = await mirrored(await submitted(desk, rows()));
    await side.act(request.ticketNumber ?? '', { is: 'cancel', notes: 'Sent twice' });
    await hear();
    const after = await requestOf(desk, request);
    assert.deepEqual([after.status, after.reason, after.ticketState], ['rejected', 'Sent twice', 'cancelled']);
  });

  it('cancelled there after it was started: goes on under a new ticket that quotes the old', async () => {
    const request = await mirrored(await started(desk, rows()));
    await side.act(request.ticketNumber ?? '', { is: 'cancel' });
    await hear();
    const after = await requestOf(desk, request);
    assert.equal(after.status, 'in-progress');
    assert.notEqual(after.ticketNumber, request.ticketNumber);
    const ticket = await ticketOf(after);
    assert.match(ticket.description, new RegExp(`This continues ${request.ticketNumber ?? ''}`));
    await runDue(desk, 'mirror-ticket');
    await mirrorTicket(desk.services, { requestId: request.id });
    assert.equal((await ticketOf(after)).attachments.length, 1);
  });

  it('closed there by itself a day after it was resolved: ours closes after three, and re-opened meanwhile it goes on under a new ticket', async () => {
    await sandbox.api('PUT', '/api/faults', { serviceNowAutoCloseDays: 1 });
    const request = await mirrored(await resolved(desk, rows()));
    await sandbox.api('POST', '/api/clock', { by: 86_400_000 });
    await hear();
    const closedThere = await requestOf(desk, request);
    assert.deepEqual([closedThere.status, closedThere.ticketState, closedThere.ticketNumber, (await ticketOf(request)).state], ['resolved', 'closed', request.ticketNumber, '7']);
    await press(desk, 'priya', 'request.reopen', closedThere);
    await runDue(desk, 'mirror-ticket');
    const reopened = await requestOf(desk, request);
    assert.deepEqual([reopened.status, reopened.ticketState], ['in-progress', 'in-progress']);
    assert.notEqual(reopened.ticketNumber, request.ticketNumber);
  });

  it('changed there in the moment it was raised: heard all the same', async () => {
    const request = await submitted(desk, rows());
    const { helpdesk } = desk.services;
    const overtaken: Helpdesk = { ...helpdesk, mirror: async (...of) => { const raised = await helpdesk.mirror(...of); await side.act(raised.number, { is: 'resolve', code: 'x', notes: 'y' }); return { ...raised, state: 'resolved' }; } };
    await mirrorTicket({ ...desk.services, helpdesk: overtaken }, { requestId: request.id });
    await runDue(desk, 'hear-ticket');
    assert.match((await notesOn(await requestOf(desk, request)))[0] ?? '', /from Resolved to New/);
  });

  it('changed while we change it: what was not heard is not written over', async () => {
    const request = await mirrored(await submitted(desk, rows()));
    await side.act(request.ticketNumber ?? '', { is: 'hold', reason: '3' });
    await press(desk, 'dan', 'request.start', request, { in: resolvers(desk) });
    await runDue(desk, 'mirror-ticket', 'hear-ticket');
    const held = await requestOf(desk, request);
    assert.deepEqual([held.status, held.hold?.from, held.ticketState, (await ticketOf(request)).state, await notesOn(request)], ['on-hold', 'in-progress', 'on-hold', '3', []]);
  });

  it('a state of ours whose answer was lost is not taken for theirs, also when the request went on meanwhile', async () => {
    const request = await mirrored(await started(desk, rows()));
    await runDue(desk, 'run-lane', 'confirm-round');
    await press(desk, 'dan', 'request.portal-marked', await requestOf(desk, request), { in: resolvers(desk) });
    await sandbox.api('PUT', '/api/faults', { serviceNowLostReplies: 1 });
    await assert.rejects(mirrorTicket(desk.services, { requestId: request.id }), WorldError);
    desk.clock.windTo('2022-09-23T09:00:00+01:00');
    await runDue(desk, 'close-request');
    await hearTicket(desk.services, { requestId: request.id });
    await runDue(desk, 'mirror-ticket', 'hear-ticket');
    const after = await requestOf(desk, request);
    assert.deepEqual([after.status, after.round, after.ticketState, (await ticketOf(after)).state, await notesOn(after)], ['closed', 1, 'closed', '7', []]);
  });

  it('put back three times and changed again: left as it is', async () => {
    const request = await mirrored(await started(desk, rows()));
    for (let i = 0; i < 4; i += 1) {
      await side.act(request.ticketNumber ?? '', { is: 'resolve', code: 'x', notes: 'y' });
      await hear();
    }
    assert.equal((await ticketOf(request)).state, '6');
    assert.equal((await notesOn(request)).length, 3);
    await hear();
    assert.equal((await ticketOf(request)).state, '6');
  });

  it('read while the request moved on: read again', async () => {
    const request = await mirrored(await submitted(desk, rows()));
    const { helpdesk } = desk.services;
    const moving: Helpdesk = { ...helpdesk, read: async id => { const there = await helpdesk.read(id); await press(desk, 'dan', 'request.start', request, { in: resolvers(desk) }); await mirrorTicket(desk.services, { requestId: request.id }); return there; } };
    assert.deepEqual(await hearTicket({ ...desk.services, helpdesk: moving }, { requestId: request.id }), { againAfterMs: 250 });
    assert.deepEqual(await notesOn(request), []);
  });

  it('while ServiceNow is away nothing is lost: heard afterwards from the same mark', async () => {
    const request = await mirrored(await submitted(desk, rows()));
    await hear();
    await side.act(request.ticketNumber ?? '', { is: 'comment', text: 'Call me' });
    await sandbox.api('PUT', '/api/faults', { serviceNowDown: true });
    await hearHelpdesk(desk.services);
    await sandbox.api('PUT', '/api/faults', { serviceNowDown: false });
    await hear();
    assert.equal((await toldPriya()).length, 1);
  });

  it('a ticket of a request that is gone, or of another LA Desk, is nobody\'s', async () => {
    const request = await mirrored(await submitted(desk, rows()));
    await desk.store.requests.forget(request.id);
    await side.act(request.ticketNumber ?? '', { is: 'comment', text: 'Anybody there?' });
    await hear();
    await hearTicket(desk.services, { requestId: request.id });
    await hearTicket(desk.services, { requestId: '00000000-0000-4000-8000-000000000000' });
  });
});
