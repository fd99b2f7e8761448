// The traps of the Graph client, each against a server that sets it.
import assert from 'node:assert/strict';
import { WorldError } from '../../src/errors.ts';
import { against, connected, loopback, problem, type Reply } from './loopback.ts';

const group = { status: 200, body: { id: 'g', displayName: 'A group', securityEnabled: true } };
const failsWith = (failure: string, more: Partial<WorldError> = {}) => (error: unknown) => {
  assert.ok(error instanceof WorldError);
  assert.deepEqual({ failure: error.failure, ...Object.fromEntries(Object.keys(more).map((key) => [key, Reflect.get(error, key)])) }, { failure, ...more });
  return true;
};
/** Answers in turn; the last one for ever. */
function inTurn(...replies: [Reply | 'cut' | 'hang', ...(Reply | 'cut' | 'hang')[]]) {
  let n = 0;
  return () => replies[Math.min(n++, replies.length - 1)] ?? replies[0];
}

describe('one request to Graph', () => {
  it('carries the token over plain http, which the client alone would drop', async () => {
    await against(loopback(() => group), async (graph) => {
      assert.equal((await connected(graph.url).directory.group('g'))?.displayName, 'A group');
      assert.equal(graph.seen[0]?.headers['authorization'], 'Bearer token-1');
    });
  });

  for (const status of [409, 412, 500, 502, 503, 504]) {
    it(`is tried again after ${status}`, async () => {
      await against(loopback(inTurn(problem(status, 'Busy', ''), problem(status, 'Busy', ''), group)), async (graph) => {
        const { directory, waits } = connected(graph.url);
        assert.notEqual(await directory.group('g'), null);
        assert.deepEqual(waits, [500, 1_000]);
      });
    });
  }

  it('is tried again after a cut connection, with a token fetched anew for each try', async () => {
    await against(loopback(inTurn('cut', group)), async (graph) => {
      assert.notEqual(await connected(graph.url).directory.group('g'), null);
      assert.deepEqual(graph.seen.map(({ headers }) => headers['authorization']), ['Bearer token-1', 'Bearer token-2']);
    });
  });

  it('waits as long as Retry-After says', async () => {
    await against(loopback(inTurn(problem(429, 'TooManyRequests', '', { 'retry-after': '7' }), group)), async (graph) => {
      const { directory, waits } = connected(graph.url);
      await directory.group('g');
      assert.deepEqual(waits, [7_000]);
    });
  });

  for (const status of [429, 503]) {
    it(`hands a wait of ten minutes after ${status} to the caller instead of sleeping`, async () => {
      await against(loopback(() => problem(status, 'Busy', '', { 'retry-after': '600' })), async (graph) => {
        const { directory, waits } = connected(graph.url);
        await assert.rejects(directory.group('g'), failsWith('throttled', { retryAfterMs: 600_000 }));
        assert.deepEqual([waits.length, graph.seen.length], [0, 1]);
      });
    });
  }

  it('gives up after five tries', async () => {
    await against(loopback(() => problem(503, 'ServiceUnavailable', '')), async (graph) => {
      const { directory, waits } = connected(graph.url);
      await assert.rejects(directory.group('g'), failsWith('unavailable', { code: 'ServiceUnavailable' }));
      assert.deepEqual([graph.seen.length, waits], [5, [500, 1_000, 2_000, 4_000]]);
    });
  });

  it('does not wait for ever on a server that never answers', async () => {
    await against(loopback(() => 'hang'), async (graph) => {
      await assert.rejects(connected(graph.url, { timeoutMs: 20 }).directory.group('g'), failsWith('unavailable'));
      assert.equal(graph.seen.length, 5);
    });
  });

  for (const [status, code] of [[400, 'Request_BadRequest'], [401, 'InvalidAuthenticationToken'], [403, 'Authorization_RequestDenied']] as const) {
    it(`is refused at once with Graph's own code after ${status}, and repeats no word of Graph's message`, async () => {
      await against(loopback(() => problem(status, code, 'about grace.okafor@nhs.example')), async (graph) => {
        const { directory, lines } = connected(graph.url);
        await assert.rejects(directory.group('g'), (error) => failsWith('refused', { code })(error) && !/nhs\.example/.test(String(error) + lines.join('')));
        assert.equal(graph.seen.length, 1);
      });
    });
  }

  it('does not follow a redirect', async () => {
    await against(loopback(() => group), async (elsewhere) => {
      await against(loopback(() => ({ status: 302, headers: { location: `${elsewhere.url}/v1.0/groups/g` } })), async (graph) => {
        await assert.rejects(connected(graph.url).directory.group('g'), failsWith('unavailable'));
        assert.equal(elsewhere.seen.length, 0);
      });
    });
  });

  it('does not follow a next page to another address', async () => {
    await against(loopback(() => group), async (elsewhere) => {
      await against(loopback(() => ({ status: 200, body: { value: [], '@odata.nextLink': `${elsewhere.url}/v1.0/more` } })), async (graph) => {
        await assert.rejects(connected(graph.url).directory.mfaPolicies(), failsWith('refused', { code: 'foreign-next-link' }));
        assert.equal(elsewhere.seen.length, 0);
      });
    });
  });

  it('says so when an answer is not what Graph documents', async () => {
    await against(loopback(() => ({ status: 200, body: { id: 7 } })), async (graph) => {
      await assert.rejects(connected(graph.url).directory.group('g'), failsWith('unavailable', { code: 'unexpected-answer' }));
    });
  });
});

describe('an identity', () => {
  const absent = { read: null, members: null, methods: null, roles: null, files: null };

  it('that is absent is named with the settings it lacks, and nothing is sent', async () => {
    await against(loopback(() => group), async (graph) => {
      const { members, sessions, directory } = connected(graph.url, { credentials: absent });
      await assert.rejects(members.add('g', ['a']), /The Graph identity "members" is not configured\. Set GRAPH_MEMBERS_CLIENT_ID and GRAPH_MEMBERS_CLIENT_SECRET\./);
      await assert.rejects(sessions.revoke('a'), /"methods".*GRAPH_METHODS_CLIENT_ID/);
      await assert.rejects(directory.group('g'), failsWith('refused', { code: 'identity-absent' }));
      assert.equal(graph.seen.length, 0);
    });
  });

  it('that cannot sign in is refused, and the login service out of reach is unavailable', async () => {
    const failing = (error: Error) => ({ ...absent, read: { getToken: () => Promise.reject(error) } });
    await assert.rejects(connected('http://127.0.0.1:9', { credentials: failing(Object.assign(new Error('secret expired'), { statusCode: 401 })) }).directory.group('g'), failsWith('refused', { code: 'sign-in-refused' }));
    await assert.rejects(connected('http://127.0.0.1:9', { credentials: failing(new Error('no network')) }).directory.group('g'), failsWith('unavailable', { code: 'no-token' }));
  });
});
