// After a request was closed: a new one about it, by the card or with a file, that quotes the original incident.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { react } from '../../src/dispatch.ts';
import { draw } from '../../src/requests/draw.ts';
import { gather } from '../../src/requests/gather.ts';
import { pasted } from '../../src/requests/read-upload.ts';
import { receiveUpload } from '../../src/requests/receive-upload.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import { ticketFacts } from '../../src/requests/ticket-facts.ts';
import type { Answer } from '../../src/services.ts';
import { afterTurns } from '../support/after-turns.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, press, requestOf, resolvers, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, resolved, turnOf } from '../support/journey.ts';
import { dataOf, saidBy } from '../support/requests.ts';

describe('a request about one that is closed', () => {
  let desk: Desk;
  let people: string[];
  let closed: ServiceRequest;
  beforeEach(async () => {
    desk = await openDesk(await openTestStore());
    people = addPeople(desk, 60);
    const request = await resolved(desk, addressesOf(people));
    await runDue(desk, 'mirror-ticket');
    desk.clock.pass(3 * 86_400_000 + 1);
    await runDue(desk, 'close-request');
    closed = await requestOf(desk, request);
    assert.equal(closed.status, 'closed');
  });

  const formOf = (answer: Answer) => dataOf('card' in answer && answer.card.is === 'card' ? answer.card.card : assert.fail(), 'follow-up-form');
  const check = (inputs: Record<string, unknown>, personId = 'priya') => press(desk, personId, 'request.follow-up-check', closed, { inputs: { newId: randomUUID(), ...inputs } });
  const begun = async (newId: string) => {
    await runDue(desk, 'check-list');
    return requestOf(desk, { id: newId });
  };
  const report = async (request: ServiceRequest) => dataOf(draw(await gather(desk.store, desk.services, request, 'priya'), 'status'), 'report');

  it('is begun by one press on the closed card, with one new person, and quotes the incident from the report to the ticket', async () => {
    const form = formOf(await press(desk, 'priya', 'request.follow-up', closed));
    assert.equal(form.heading, 'Not checked yet: a new request about R-2041');
    const [id = ''] = addPeople(desk, 1, {}, 'new');
    assert.match(saidBy(await check({ newId: form.newId, again: 'true', addresses: `${id}@nhs.example` })), /^Closed on/);
    const request = await begun(form.newId);
    const { heading, subtle, form: submit, confirm } = await report(request);
    assert.equal(heading, 'Checked, not submitted: 1 of 61 people would get MFA');
    assert.match(subtle, new RegExp(`About R-2041, ${closed.ticketNumber ?? 'none'}\\.$`));
    // The Portal is not asked for first: whoever asks about an earlier request was there already.
    assert.ok((submit ?? confirm) !== undefined);
    await press(desk, 'priya', 'check.confirm', request);
    await press(desk, 'priya', 'request.submit', request, { inputs: { contactNumber: '07700 900123' } });
    const { description } = await ticketFacts(desk.store, await requestOf(desk, request));
    assert.ok(description.endsWith(`It is about R-2041, original incident reference ${closed.ticketNumber ?? 'none'}, which is closed.`), description);
  });

  it('is begun once, however often it is pressed, and again from a new form', async () => {
    const newId = randomUUID();
    await Promise.all([check({ newId, again: 'true' }), check({ newId, again: 'true' })]);
    await check({ again: 'true' });
    assert.deepEqual((await desk.store.rows.totals(newId)).total, 60);
    assert.equal((await desk.store.audit.ofRequest(newId)).length, 1);
  });

  describe('after some were taken out, or all of it was undone', () => {
    const closedAfter = async (...change: (() => Promise<unknown>)[]) => {
      const request = await resolved(desk, addressesOf(people));
      for (const one of change) await one();
      await runDue(desk, 'run-lane', 'confirm-round');
      await press(desk, 'dan', 'request.portal-marked', request, { in: resolvers(desk) });
      desk.clock.pass(3 * 86_400_000 + 1);
      await runDue(desk, 'close-request');
      return requestOf(desk, request);
    };
    const again = async (about: ServiceRequest) => {
      const form = formOf(await press(desk, 'priya', 'request.follow-up', about));
      await press(desk, 'priya', 'request.follow-up-check', about, { inputs: { newId: form.newId, again: 'true' } });
      return { form, total: (await desk.store.rows.totals(form.newId)).total };
    };
    beforeEach(() => void (people = addPeople(desk, 60, {}, 'other')));

    it('checks those again who were not taken out, says how many, and that the others are not among them', async () => {
      const latest = async () => (await desk.store.requests.byNumber(2042)) ?? assert.fail();
      const request = await closedAfter(async () => press(desk, 'tom', 'request.take-out', await latest(), { inputs: { row: '2' } }));
      const { form, total } = await again(request);
      assert.deepEqual([form.again, total], ['Check the 59 people of R-2042 again too', 59]);
      assert.ok(form.lines.includes('Whoever was taken out of R-2042 is not among them: add their address if they are to have MFA again.'), form.lines.join());
    });

    it('names as many as are checked, though fewer were undone than it was sent for', async () => {
      desk.world.add = ids => Promise.resolve(new Map(ids.map(id => [id, id === people[0] ? { is: 'refused', reason: 'failed' } as const : (desk.world.group.add(id), { is: 'done' } as const)])));
      const latest = async () => (await desk.store.requests.byNumber(2042)) ?? assert.fail();
      const request = await closedAfter(
        async () => press(desk, 'tom', 'request.undo', await latest(), { inputs: { reason: 'the wrong list' } }),
        async () => press(desk, 'dan', 'request.start', await latest(), { in: resolvers(desk) }),
      );
      assert.equal(request.undo?.count, 59);
      const { form, total } = await again(request);
      assert.deepEqual([form.again, total], ['Check the 60 people of R-2042 again too', 60]);
    });

    it('asks for an address where nobody is left', async () => {
      const request = await closedAfter();
      await sql`update effect set state = 'taken-out' where request_id = ${request.id}`.execute(desk.connection.db);
      const form = formOf(await press(desk, 'priya', 'request.follow-up-check', request, { inputs: { newId: randomUUID(), again: 'true' } }));
      assert.deepEqual([form.heading, form.isAgain], ['Not checked: add an address, nobody of R-2042 is left to check again', 'false']);
    });
  });

  it('needs somebody to be about, and says what is wrong with what was typed', async () => {
    const nobody = formOf(await check({ again: 'false' }));
    assert.equal(nobody.heading, 'Not checked: add an address, or check its people again');
    const wrong = formOf(await check({ again: 'true', addresses: 'the new nurse' }));
    assert.deepEqual([wrong.heading, wrong.typed, wrong.isAgain], ['Not checked: what you typed are no addresses', 'the new nurse', 'true']);
  });

  it('may be begun by another of its organisation, and by nobody else', async () => {
    const newId = randomUUID();
    await check({ newId, again: 'true' }, 'tom');
    assert.equal((await requestOf(desk, { id: newId })).requesterId, 'tom');
    for (const personId of ['lena', 'dan', 'noor']) {
      const other = randomUUID();
      await check({ newId: other, again: 'true' }, personId);
      assert.equal(await desk.store.requests.find(other), null, personId);
    }
  });

  it('cannot take the place of a request that is there', async () => {
    const rows = await desk.store.rows.totals(closed.id);
    await check({ newId: closed.id, again: 'true' });
    assert.deepEqual([await requestOf(desk, closed), await desk.store.rows.totals(closed.id)], [closed, rows]);
  });

  describe('by a file', () => {
    const sent = async (text: string, personId = 'priya') => {
      const { after, finished } = afterTurns();
      desk.world.open = () => Promise.resolve(pasted('EmailAddress person-001@nhs.example'));
      const turn = turnOf(personId, { activityId: randomUUID(), text, file: { name: 'new.csv', downloadUrl: 'https://nhs.example/x' } });
      await react(desk.services, turn, await receiveUpload(desk.services, turn), after);
      await finished();
      const { rows: [row] } = await sql<{ id: string }>`select id from request order by created_at desc, (id = ${closed.id}) limit 1`.execute(desk.connection.db);
      return requestOf(desk, { id: row?.id ?? '' });
    };
    const said = async () => (await sql<{ content: { text?: string } | null }>`select content from post where content ->> 'is' = 'text'`.execute(desk.connection.db)).rows.map(({ content }) => content?.text ?? '').filter(text => text.startsWith('We do not know'));

    for (const [text, isFollowed] of [['about R-2041', true], ['This is about r2041, please', true], ['enable MFA', false], ['R-2041', false]] as const) {
      it(`with the words "${text}" ${isFollowed ? 'quotes it' : 'quotes nothing'}`, async () => {
        assert.equal((await sent(text)).follows?.number ?? null, isFollowed ? 2041 : null);
        assert.deepEqual(await said(), []);
      });
    }

    it('does not say on the ticket that it is closed while it is open', async () => {
      desk.clock.pass(1_000);
      const open = await resolved(desk, addressesOf(addPeople(desk, 60, {}, 'open')));
      desk.clock.pass(1_000);
      const { description } = await ticketFacts(desk.store, await sent(`about R-${open.number ?? 0}`));
      assert.match(description, /It is about R-2042\.$/);
    });

    it('knows it by its ticket too', async () => {
      assert.deepEqual((await sent(`about ${closed.ticketNumber ?? ''}`)).follows, { id: closed.id, number: 2041, ticketNumber: closed.ticketNumber });
    });

    for (const [who, personId, text] of [['of nobody', 'priya', 'about R-9999'], ['of another organisation', 'lena', 'about R-2041']] as const) {
      it(`about a request ${who} is checked as a new one, and that is said in the same words`, async () => {
        assert.equal((await sent(text, personId)).follows, null);
        assert.deepEqual(await said(), [`We do not know ${text.slice(6)} among the requests of your organisations, so this is a new one.`]);
      });
    }
  });
});
