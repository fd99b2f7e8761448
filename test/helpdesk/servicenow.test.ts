// Tickets in ServiceNow, over HTTP: the minimum data set, states with what they ask for, the list, remarks, what people change there.
import assert from 'node:assert/strict';
import type { TicketState } from '../../src/helpdesk/ticket.ts';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { helpdeskAt, priya, serviceNowSide, someFacts, type ShownTicket } from '../support/servicenow.ts';

const none = { known: [] };
const list = { name: 'R-2041-list.csv', bytes: new TextEncoder().encode('"Row","EmailAddress"\r\n"2","load-1@nhs.example"\r\n') };

describe('ServiceNow', () => {
  let sandbox: RunningSandbox;
  let side: ReturnType<typeof serviceNowSide>;
  before(async () => {
    sandbox = await startSandbox();
    side = serviceNowSide(sandbox);
  });
  after(() => sandbox.stop());
  const helpdesk = (more: Parameters<typeof helpdeskAt>[1] = {}) => helpdeskAt(sandbox, more);
  const of = async (correlationId: string): Promise<ShownTicket[]> => (await side.tickets()).filter(ticket => ticket.correlation_id === correlationId);
  const notesOn = ({ journal }: ShownTicket, element = 'work_notes') => journal.filter(entry => entry['element'] === element).map(entry => entry['value']);

  it('raises an incident with the minimum data set', async () => {
    const facts = someFacts();
    const { number, state } = await helpdesk().mirror(facts, none);
    const ticket = await side.ticket(number);
    assert.match(number, /^INC\d{8}$/);
    assert.deepEqual([state, ticket.state, ticket.callerName, ticket.correlation_id, ticket.assignment_group, ticket.category, ticket.short_description], ['new', '1', 'Priya Nair', facts.correlationId, 'd625dccec0a8016700a222a0f7900d06', 'inquiry', facts.shortDescription]);
    assert.equal(ticket.description, ['Organisation ZZ101. Sent with LA Desk as R-2041.', 'Requestor: Priya Nair, priya.nair@nhs.example', 'Contact number: +447700900123', 'Affected users: 271. Their email addresses are in the attached list.'].join('\n'));
  });

  it('names the configured caller where ServiceNow does not know the requester', async () => {
    const caller = (await side.ticket((await helpdesk().mirror(someFacts(), none)).number))['caller_id'];
    const { number } = await helpdesk({ caller: String(caller), directory: { people: () => Promise.resolve(new Map()) } }).mirror(someFacts(), none);
    assert.equal((await side.ticket(number)).callerName, 'Priya Nair');
    const nobody = await helpdesk({ directory: { people: () => Promise.resolve(new Map()) } }).mirror(someFacts(), none);
    assert.equal((await side.ticket(nobody.number)).callerName, null);
  });

  it('asks for nobody else by an address that would go on as another condition', async () => {
    const address = 'x^ORemail=priya.nair@nhs.example';
    const { number } = await helpdesk({ directory: { people: () => Promise.resolve(new Map([['priya', { ...priya, address }]])) } }).mirror(someFacts(), none);
    assert.equal((await side.ticket(number)).callerName, null);
  });

  it('leaves out what is not configured', async () => {
    const { number } = await helpdesk({ assignmentGroup: undefined, category: undefined }).mirror(someFacts(), none);
    const { assignment_group, category } = await side.ticket(number);
    assert.deepEqual([assignment_group, category], ['', '']);
  });

  const states: [TicketState, string][] = [['new', '1'], ['in-progress', '2'], ['on-hold', '3'], ['resolved', '6'], ['closed', '7'], ['cancelled', '8']];
  for (const [state, number] of states) {
    it(`raises one that is ${state} from the start, and brings one there`, async () => {
      const raised = await helpdesk().mirror(someFacts({ state }), none);
      const facts = someFacts();
      await helpdesk().mirror(facts, none);
      const brought = await helpdesk().mirror({ ...facts, state }, { known: ['new'] });
      for (const mirrored of [raised, brought]) {
        const ticket = await side.ticket(mirrored.number);
        assert.deepEqual([mirrored.state, ticket.state], [state, number]);
        assert.equal(ticket.close_code, number === '6' || number === '7' ? 'Solution provided' : '');
        assert.equal(ticket.hold_reason, number === '3' ? '1' : '');
        assert.equal(ticket.close_notes, ['6', '7', '8'].includes(number) ? facts.notes : '');
      }
    });
  }

  it('writes nothing where nothing changed', async () => {
    const facts = someFacts();
    const { number } = await helpdesk().mirror(facts, none);
    const before = await side.ticket(number);
    await helpdesk().mirror(facts, { known: ['new'], note: 'Not to be written' });
    assert.deepEqual(await side.ticket(number), before);
  });

  it('attaches the list once, however often it is asked to', async () => {
    const facts = someFacts();
    const { number } = await helpdesk().mirror(facts, none);
    for (let i = 0; i < 3; i += 1) await helpdesk().attach(facts.correlationId, list);
    const { attachments: [attachment, ...others] } = await side.ticket(number);
    assert.deepEqual([others.length, attachment?.['file_name'], attachment?.['content_type']], [0, list.name, 'text/csv']);
    assert.equal(await side.file(attachment?.['sys_id'] ?? ''), new TextDecoder().decode(list.bytes));
  });

  for (const [is, element] of [['comment', 'comments'], ['note', 'work_notes']] as const) {
    it(`says a ${is} once for its id, and does not hear it as somebody else's`, async () => {
      const facts = someFacts();
      const { number } = await helpdesk().mirror(facts, none);
      for (const id of ['a1', 'a1', 'b2']) await helpdesk().say(facts.correlationId, { id, is, text: 'Two people have left since.' });
      assert.deepEqual(notesOn(await side.ticket(number), element), ['Two people have left since.\n(LA Desk a1)', 'Two people have left since.\n(LA Desk b2)']);
      assert.deepEqual((await helpdesk().read(facts.correlationId))?.comments, []);
    });
  }

  it('reads what people said and did there, all of it, in order', async () => {
    const facts = someFacts();
    const { number } = await helpdesk().mirror(facts, none);
    for (let i = 1; i <= 103; i += 1) await side.act(number, { is: 'comment', text: `Comment ${i}` });
    await side.act(number, { is: 'work-note', text: 'For us only' });
    await side.act(number, { is: 'resolve', code: 'Solution provided', notes: 'Done by hand' });
    const there = await helpdesk().read(facts.correlationId);
    assert.deepEqual([there?.number, there?.state, there?.notes], [number, 'resolved', 'Done by hand']);
    assert.deepEqual(there?.comments.map(({ text }) => text).sort(), Array.from({ length: 103 }, (_, i) => `Comment ${i + 1}`).sort());
  });

  it('has no ticket where none was raised', async () => {
    assert.equal(await helpdesk().read(someFacts().correlationId), null);
    await assert.rejects(helpdesk().attach(someFacts().correlationId, list), /not in ServiceNow yet/);
  });

  describe('changed by somebody there', () => {
    it('is not written over before it was heard', async () => {
      const facts = someFacts();
      const { number } = await helpdesk().mirror(facts, none);
      await side.act(number, { is: 'hold', reason: '1' });
      assert.deepEqual(await helpdesk().mirror({ ...facts, state: 'in-progress' }, { known: ['new'] }), { number, state: 'on-hold' });
      assert.equal((await side.ticket(number)).state, '3');
    });

    it('is put back with a note once it was, and the note is written once', async () => {
      const facts = someFacts({ state: 'in-progress' });
      const { number } = await helpdesk().mirror(facts, none);
      await side.act(number, { is: 'resolve', code: 'Solution provided', notes: 'Done by hand' });
      for (let i = 0; i < 3; i += 1) assert.deepEqual(await helpdesk().mirror(facts, { known: ['resolved'], note: 'Put back' }), { number, state: 'in-progress' });
      assert.deepEqual(notesOn(await side.ticket(number)), ['Put back']);
    });

    it('to what was asked for without an answer, is our own change', async () => {
      const facts = someFacts({ state: 'in-progress' });
      const { number } = await helpdesk().mirror(facts, none);
      assert.deepEqual(await helpdesk().mirror({ ...facts, state: 'resolved' }, { known: ['new', 'in-progress', 'resolved'] }), { number, state: 'resolved' });
    });

    it('to closed, while the request goes on: a new ticket quotes it', async () => {
      const facts = someFacts({ state: 'in-progress' });
      const { number } = await helpdesk().mirror(facts, none);
      await side.act(number, { is: 'close', code: 'Solution provided', notes: 'Done' });
      const followed = await helpdesk().mirror(facts, { known: ['closed'], note: 'Put back' });
      assert.notEqual(followed.number, number);
      assert.match((await side.ticket(followed.number)).description, new RegExp(`This continues ${number}, which was closed\\.$`));
      assert.deepEqual((await of(facts.correlationId)).map(ticket => ticket.state).sort(), ['2', '7']);
      assert.equal((await helpdesk().read(facts.correlationId))?.number, followed.number);
    });

    it('to closed, while the request is resolved: it stays, and no other is raised', async () => {
      const facts = someFacts({ state: 'resolved' });
      const { number } = await helpdesk().mirror(facts, none);
      await side.act(number, { is: 'close' });
      assert.deepEqual(await helpdesk().mirror(facts, { known: ['closed'], note: 'Put back' }), { number, state: 'closed', isFinal: true });
      assert.equal((await of(facts.correlationId)).length, 1);
    });
  });
});
