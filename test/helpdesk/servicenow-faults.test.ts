// ServiceNow when it fails: nobody is told what did not happen, no ticket is raised twice, and no secret or person is named.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WorldError, type WorldFailure } from '../../src/errors.ts';
import type { TicketFacts, Helpdesk } from '../../src/helpdesk/ticket.ts';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { helpdeskAt, secretsOf, serviceNowSide, someFacts } from '../support/servicenow.ts';

const none = { known: [] };
const list = { name: 'R-2041-list.csv', bytes: new TextEncoder().encode('"Row","EmailAddress"\r\n') };

describe('ServiceNow in trouble', () => {
  let sandbox: RunningSandbox;
  let side: ReturnType<typeof serviceNowSide>;
  before(async () => {
    sandbox = await startSandbox();
    side = serviceNowSide(sandbox);
  });
  after(() => sandbox.stop());
  const faults = (change: object) => sandbox.api('PUT', '/api/faults', change);
  const open = async (facts: TicketFacts) => (await side.tickets()).filter(ticket => ticket.correlation_id === facts.correlationId && ticket.state !== '8');

  async function failureOf(work: Promise<unknown>): Promise<WorldError> {
    const error: unknown = await work.then(() => null, (reason: unknown) => reason);
    assert.ok(error instanceof WorldError, String(error));
    return error;
  }

  const rejected: [what: string, faults: object, failure: WorldFailure, code: string][] = [
    ['is throttled', { serviceNow429: 1, serviceNowRetryAfter: 7 }, 'throttled', 'HTTP_429'],
    ['breaks down', { serviceNow5xx: 1 }, 'unavailable', 'HTTP_500'],
    ['is down, with a page instead of an answer', { serviceNowDown: true }, 'unavailable', 'HTTP_503'],
    ['refuses the write', { serviceNow403: 1 }, 'refused', 'HTTP_403'],
  ];
  for (const [what, switched, failure, code] of rejected) {
    it(`${what}: that is said, nothing is raised, and afterwards one ticket is`, async () => {
      const [helpdesk, facts] = [helpdeskAt(sandbox), someFacts()];
      await faults(switched);
      const error = await failureOf(helpdesk.mirror(facts, none));
      assert.deepEqual([error.failure, error.code, error.retryAfterMs], [failure, code, failure === 'throttled' ? 7_000 : undefined]);
      await faults({ serviceNowDown: false });
      assert.equal((await open(facts)).length, 0);
      await helpdeskAt(sandbox).mirror(facts, none);
      assert.equal((await open(facts)).length, 1);
    });
  }

  it('leaves it alone for as long as it asks for, whatever there is to do', async () => {
    let machine = 0;
    const helpdesk = helpdeskAt(sandbox, { clock: { machine: () => machine } });
    await faults({ serviceNow429: 1, serviceNowRetryAfter: 7 });
    await failureOf(helpdesk.mirror(someFacts(), none));
    machine = 6_999;
    assert.equal((await failureOf(helpdesk.changed(null))).retryAfterMs, 1);
    machine = 7_000;
    await helpdesk.changed(null);
  });

  it('names the field or the rule that refused, which an operator needs, and nobody', async () => {
    const error = await failureOf(helpdeskAt(sandbox, { closeCode: '' }).mirror(someFacts({ state: 'resolved' }), none));
    assert.match(error.message, /^ServiceNow refused the request \(403: Operation Failed, Data Policy Exception: The following fields are mandatory: Resolution code/);
    assert.doesNotMatch(error.message, /@|\d{6}/);
  });

  it('does without what its user may not read there: the ticket has no caller, and comments are not heard', async () => {
    const [helpdesk, facts] = [helpdeskAt(sandbox), someFacts()];
    await faults({ serviceNowIncidentsOnly: true });
    const { number } = await helpdesk.mirror(facts, none);
    await side.act(number, { is: 'comment', text: 'Hello' });
    await side.act(number, { is: 'resolve', code: 'x', notes: 'y' });
    const there = await helpdesk.read(facts.correlationId);
    assert.deepEqual([(await side.ticket(number)).callerName, there?.state, there?.comments], [null, 'resolved', []]);
    await faults({ serviceNowIncidentsOnly: false });
    assert.equal((await helpdesk.read(facts.correlationId))?.comments.length, 1);
  });

  describe('a lost reply', () => {
    const steps: [string, (helpdesk: Helpdesk, facts: TicketFacts) => Promise<unknown>][] = [
      ['of raising it', (helpdesk, facts) => helpdesk.mirror(facts, none)],
      ['of bringing it somewhere', (helpdesk, facts) => helpdesk.mirror({ ...facts, state: 'in-progress' }, { known: ['new'], note: 'Once' })],
      ['of attaching', (helpdesk, facts) => helpdesk.attach(facts.correlationId, list)],
      ['of saying', (helpdesk, facts) => helpdesk.say(facts.correlationId, { id: 'a1', is: 'comment', text: 'Once' })],
    ];
    for (const [what, step] of steps) {
      it(`${what}: it was done, and done again it is done once`, async () => {
        const [helpdesk, facts] = [helpdeskAt(sandbox), someFacts()];
        if (what !== 'of raising it') await helpdesk.mirror(facts, none);
        await faults({ serviceNowLostReplies: 1 });
        assert.equal((await failureOf(step(helpdesk, facts))).failure, 'unavailable');
        await step(helpdesk, facts);
        const [ticket, ...others] = await open(facts);
        assert.equal(others.length, 0);
        assert.ok((ticket?.journal.length ?? 0) <= 1 && (ticket?.attachments.length ?? 0) <= 1);
      });
    }
  });

  describe('two at once', () => {
    it('that find nothing both raise one, agree on the older, and cancel the other with a note', async () => {
      const facts = someFacts();
      await faults({ serviceNowSlowMs: 40 });
      const mirrored = await Promise.all([1, 2, 3].map(() => helpdeskAt(sandbox).mirror(facts, none)));
      await faults({ serviceNowSlowMs: 0 });
      const all = (await side.tickets()).filter(ticket => ticket.correlation_id === facts.correlationId);
      // Otherwise they did not meet, and nothing was tested.
      assert.ok(all.length > 1, `${all.length} raised`);
      const [kept, ...others] = await open(facts);
      assert.equal(others.length, 0);
      assert.deepEqual(new Set(mirrored.map(({ number }) => number)), new Set([kept?.number]));
      for (const twin of all.filter(({ number }) => number !== kept?.number)) assert.match(twin.journal.at(-1)?.['value'] ?? '', new RegExp(`Raised twice by LA Desk.* See ${kept?.number ?? ''}\\.`));
    });

    it('of which one was given up as too slow and came through later: the next look settles it', async () => {
      const facts = someFacts();
      await faults({ serviceNowSlowMs: 150 });
      const late = helpdeskAt(sandbox, { timeoutMs: 290 }).mirror(facts, none);
      assert.equal((await failureOf(helpdeskAt(sandbox, { timeoutMs: 20 }).mirror(facts, none))).failure, 'unavailable');
      await late;
      await faults({ serviceNowSlowMs: 0 });
      const { number } = await helpdeskAt(sandbox).mirror(facts, { known: ['new'] });
      assert.deepEqual((await open(facts)).map(ticket => ticket.number), [number]);
    });
  });

  describe('signing in', () => {
    /** What the work asked, tokens and refusals apart from the rest. */
    async function askedBy(work: () => Promise<unknown>): Promise<string[]> {
      const from = (await side.log()).length;
      await work();
      return (await side.log(from)).map(line => line.replace(/^GET .* 200$/, 'read')).sort();
    }
    const token = 'POST /oauth_token.do 200';
    const refused = 'GET /api/now/table/incident 401';

    it('asks for a token once and keeps it, also for several at once', async () => {
      const helpdesk = helpdeskAt(sandbox);
      assert.deepEqual(await askedBy(() => Promise.all([1, 2, 3].map(() => helpdesk.changed(null)))), [token, 'read', 'read', 'read']);
      assert.deepEqual(await askedBy(() => helpdesk.changed(null)), ['read']);
    });

    it('asks for another, once, where the token was taken back', async () => {
      const helpdesk = helpdeskAt(sandbox);
      await helpdesk.changed(null);
      await faults({ serviceNow401: 1 });
      assert.deepEqual(await askedBy(() => helpdesk.changed(null)), [refused, token, 'read']);
      await faults({ serviceNow401: 2 });
      assert.deepEqual(await askedBy(async () => assert.equal((await failureOf(helpdesk.changed(null))).code, 'sign-in-refused')), [refused, refused, token]);
    });

    it('renews a token in its last minute, and not before', async () => {
      let machine = 0;
      const helpdesk = helpdeskAt(sandbox, { clock: { machine: () => machine } });
      await helpdesk.changed(null);
      machine = 1_738_999;
      assert.deepEqual(await askedBy(() => helpdesk.changed(null)), ['read']);
      machine = 1_739_000;
      assert.deepEqual(await askedBy(() => helpdesk.changed(null)), [token, 'read']);
    });

    it('works with a user and a password', async () => {
      const { user, password } = secretsOf(sandbox);
      assert.equal((await helpdeskAt(sandbox, { signIn: { user, password } }).mirror(someFacts(), none)).state, 'new');
    });

    for (const signIn of [{ user: 'la.desk', password: 'wrong-secret' }, { clientId: '5aeb0a1d000040008000000000005e01', clientSecret: 'wrong-secret' }]) {
      it(`is refused with a wrong secret (${Object.keys(signIn)[0] ?? ''}), and the settings are named, not the secret`, async () => {
        const error = await failureOf(helpdeskAt(sandbox, { signIn }).mirror(someFacts(), none));
        assert.deepEqual([error.failure, error.code], ['refused', 'sign-in-refused']);
        assert.match(error.message, /SERVICENOW_PASSWORD/);
        assert.doesNotMatch(error.message, /wrong-secret/);
      });
    }
  });

  it('follows no redirect: neither a page to sign in nor another host gets what was for ServiceNow', async () => {
    const seen: string[] = [];
    const server = createServer((request, response) => {
      seen.push(request.url ?? '');
      response.writeHead(302, { Location: `http://localhost:${(server.address() as AddressInfo).port}/login` });
      response.end();
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const helpdesk = helpdeskAt({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, dataDir: sandbox.dataDir });
    assert.equal((await failureOf(helpdesk.mirror(someFacts(), none))).failure, 'unavailable');
    assert.deepEqual(seen, ['/servicenow/oauth_token.do']);
    server.close();
  });
});
