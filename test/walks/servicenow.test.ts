// A request whose helpdesk is ServiceNow, over HTTP: the number on the card, the ticket through its states with the list attached, what people change there, and the ways it fails.
import assert from 'node:assert/strict';
import { headingOf, saidOn } from '../support/card-reading.ts';
import type { Chat, Message } from '../support/chat.ts';
import { ownDatabaseUrl, onPostgres, openPostgresStore } from '../support/database.ts';
import { assertNothingPrivate } from '../support/private.ts';
import { sendList, submit } from '../support/requesting.ts';
import { secretsOf, serviceNowSide, type ShownTicket } from '../support/servicenow.ts';
import { startWorld, type World } from '../support/world.ts';

const day = 86_400_000;

describe('a request and its ticket in ServiceNow', function () {
  this.timeout(60_000);
  let world: World;
  let side: ReturnType<typeof serviceNowSide>;
  let chat: Chat;
  let resolvers: Chat;
  let people = 0;

  before(async () => {
    world = await startWorld({ helpdesk: 'servicenow', settings: { SERVICENOW_POLL_SECONDS: '1' } });
    side = serviceNowSide(world.sandbox);
    chat = await world.person('priya').chat();
    resolvers = await world.resolvers();
    await world.faults({ staleReadsMs: 0 });
  });
  after(() => world.stop());

  type Request = { of: Message; reference: string; addresses: string[] };
  async function submitted(): Promise<Request> {
    const addresses = await world.makePeople(60, 'ZZ101', `walk-${String.fromCharCode(97 + (people += 1))}-`);
    const of = await sendList(chat, addresses);
    return { of, addresses, reference: (await submit(chat, of)).reference };
  }
  const ticketOf = ({ reference }: Request, fits: (ticket: ShownTicket) => boolean = () => true, what = `a ticket for ${reference}`) =>
    side.find(ticket => ticket.short_description.startsWith(`${reference}:`) && fits(ticket), what);
  const inState = (request: Request, state: string) => ticketOf(request, ticket => ticket.state === state, `the ticket of ${request.reference} in state ${state}`);
  const start = async ({ reference }: Request) => resolvers.press(await resolvers.card(new RegExp(`^New: ${reference}`)), 'request.start');
  const mark = async ({ reference }: Request) => resolvers.press(await resolvers.card(new RegExp(`^Waiting for the Portal: ${reference}`)), 'request.portal-marked');
  const numberOn = async (request: Request, number: string) => chat.cardOf(request.of, card => saidOn(card).includes(`ticket ${number}.`), `the ticket number ${number}`);
  const notesOn = ({ journal }: ShownTicket) => journal.filter(entry => entry['element'] === 'work_notes').map(entry => entry['value'] ?? '');

  it('submitted, in progress, resolved with code and notes, closed three days later', async () => {
    const request = await submitted();
    const raised = await ticketOf(request, ticket => ticket.attachments.length === 1, 'the list attached');
    await numberOn(request, raised.number);
    assert.deepEqual([raised.state, raised.callerName], ['1', 'Priya Nair']);
    assert.match(raised.description, /Requestor: Priya Nair, priya\.nair@nhs\.example\nContact number: \+447700900123\nAffected users: 60\./);
    const list = await side.file(raised.attachments[0]?.['sys_id'] ?? '');
    assert.deepEqual([...list.matchAll(/"([^"]+@[^"]+)"/g)].map(([, address]) => address).sort(), request.addresses.toSorted());
    await start(request);
    await inState(request, '2');
    await mark(request);
    const resolved = await inState(request, '6');
    assert.deepEqual([resolved.close_code, resolved.close_notes], ['Solution provided', `${request.reference}: applied to 60 people, confirmed for 60, refused for 0. The Local Administrator has the outcome by row.`]);
    await world.wind({ by: 3 * day + 60_000 });
    await chat.card(/^Closed on /, { of: request.of });
    assert.deepEqual([(await inState(request, '7')).number, notesOn(await ticketOf(request))], [raised.number, []]);
  });

  it('withdrawn: cancelled there', async () => {
    const request = await submitted();
    await ticketOf(request);
    await chat.press(await chat.cardOf(request.of, card => headingOf(card).startsWith('Submitted') && saidOn(card).includes('ticket INC')), 'request.withdraw');
    await inState(request, '8');
  });

  it('a comment written there is read in the chat', async () => {
    const request = await submitted();
    const { number } = await ticketOf(request);
    await side.act(number, { is: 'comment', text: 'Is row 3 still with you?' });
    const told = await chat.card(new RegExp(`^The helpdesk wrote on ${request.reference}, ticket ${number}$`));
    assert.match(saidOn(told.card), /Is row 3 still with you\?/);
  });

  it('resolved there too early: put back with a note, and re-opened there while resolved: a second round', async () => {
    const request = await submitted();
    const { number } = await ticketOf(request);
    await side.act(number, { is: 'resolve', code: 'Solution provided', notes: 'Done' });
    const back = await ticketOf(request, ticket => ticket.state === '1' && notesOn(ticket).length > 0, 'the ticket put back');
    assert.match(notesOn(back)[0] ?? '', /put this ticket back from Resolved to New/);
    await start(request);
    await mark(request);
    await inState(request, '6');
    await side.act(number, { is: 'reopen' });
    await resolvers.card(new RegExp(`^Waiting for the Portal: ${request.reference}`));
    assert.equal((await inState(request, '2')).number, number);
  });

  it('closed there by itself after a day, re-opened on the second: goes on under a new number, which the card shows', async () => {
    const request = await submitted();
    await start(request);
    await mark(request);
    const first = await inState(request, '6');
    await chat.card(/^Resolved/, { of: request.of });
    await world.faults({ serviceNowAutoCloseDays: 1 });
    await world.wind({ by: day + 60_000 });
    await inState(request, '7');
    await chat.press(await chat.card(/^Resolved/, { of: request.of }), 'request.reopen');
    const second = await ticketOf(request, ticket => ticket.number !== first.number && ticket.attachments.length === 1, 'a second ticket');
    assert.match(second.description, new RegExp(`This continues ${first.number}, which was closed\\.`));
    await numberOn(request, second.number);
    await world.faults({ serviceNowAutoCloseDays: 0 });
  });

  const failures: [string, Record<string, unknown>][] = [
    ['the reply is lost after it was raised', { serviceNowLostReplies: 1 }],
    ['it is throttled', { serviceNow429: 2 }],
    ['it breaks down', { serviceNow5xx: 3 }],
    ['its token was taken back', { serviceNow401: 1 }],
    ['it refuses the write at first', { serviceNow403: 1 }],
  ];
  for (const [what, faults] of failures) {
    it(`${what}: one ticket, its number a little later, and the request as good as any`, async () => {
      await world.faults(faults);
      const request = await submitted();
      const { number } = await ticketOf(request);
      await numberOn(request, number);
      assert.equal((await side.tickets()).filter(ticket => ticket.short_description.startsWith(`${request.reference}:`)).length, 1);
    });
  }

  it('down: the request goes on to its end without it, and the ticket arrives there when it is back', async () => {
    await world.faults({ serviceNowDown: true });
    const request = await submitted();
    assert.match(saidOn((await chat.cardOf(request.of, card => headingOf(card).startsWith('Submitted'))).card), /ticket number to follow/);
    await start(request);
    await mark(request);
    await chat.card(/^Resolved/, { of: request.of });
    await world.faults({ serviceNowDown: false });
    const ticket = await inState(request, '6');
    await numberOn(request, ticket.number);
    await ticketOf(request, ({ attachments }) => attachments.length === 1, 'the list attached');
    assert.equal((await side.tickets()).filter(one => one.short_description.startsWith(`${request.reference}:`)).length, 1);
  });

  it('leaves nothing private in the log, no token and no secret of ServiceNow\'s', () => {
    const { clientSecret, password } = secretsOf(world.sandbox);
    assertNothingPrivate(world.log());
    assert.ok(!world.log().includes(clientSecret) && !world.log().includes(password) && !world.log().includes('Bearer'));
  });
});

onPostgres('two processes and one ServiceNow', function () {
  this.timeout(60_000);

  it('raise one ticket for each request, also when the one that raises it is killed', async () => {
    await openPostgresStore();
    const settings = { DATABASE_URL: ownDatabaseUrl(), SERVICENOW_POLL_SECONDS: '1' };
    const world = await startWorld({ helpdesk: 'servicenow', settings });
    const side = serviceNowSide(world.sandbox);
    try {
      const first = world.bot();
      const worker = await world.startBot({ PROCESS_ROLE: 'worker' });
      const chat = await world.person('priya').chat();
      const report = await sendList(chat, await world.makePeople(60, 'ZZ101', 'two'));
      await world.faults({ serviceNowSlowMs: 400, serviceNowLostReplies: 1 });
      await submit(chat, report);
      await side.find(() => true, 'raised a ticket');
      // Whichever of them raised it has not heard so; the other has to find it.
      await worker.kill();
      await world.faults({ serviceNowSlowMs: 0 });
      await chat.cardOf(report, card => /ticket INC\d+\./.test(saidOn(card)), 'the ticket number');
      const open = (await side.tickets()).filter(ticket => ticket.state !== '8');
      assert.equal(open.length, 1);
      await first.stop();
    } finally {
      await world.stop();
    }
  });
});
