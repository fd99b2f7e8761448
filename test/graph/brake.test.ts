// One answer that asks for a wait slows the whole identity down, and nothing else.
import assert from 'node:assert/strict';
import { makeBrake } from '../../src/graph/brake.ts';
import { against, connected, loopback, problem, type Seen } from './loopback.ts';

const throttled = (seconds: string) => problem(429, 'TooManyRequests', '', { 'Retry-After': seconds });
const group = { status: 200, body: { id: 'g' } };
const asked = (request: Seen) => request.path.split('/')[2] ?? '';

describe('the brake', () => {
  const answer = (retryAfterMs: number | null) => ({ status: 429, body: null, retryAfterMs });

  it('holds for the longest wait that was asked for, each part of Graph by itself', () => {
    let now = 0;
    const brake = makeBrake(() => now);
    brake.heed('/$batch', [answer(2_000), answer(null), answer(9_000)]);
    brake.heed('/groups/g', [answer(1_000)]);
    assert.deepEqual(['/users', '/$batch', '/identity/conditionalAccess/policies', '/reports/x', '/auditLogs/directoryAudits'].map(path => brake.leftMs(path)), [9_000, 9_000, 0, 0, 0]);
    brake.heed('/auditLogs/directoryAudits', [answer(5_000)]);
    assert.deepEqual([brake.leftMs('/reports/x'), brake.leftMs('/users')], [5_000, 9_000]);
    now = 9_000;
    assert.equal(brake.leftMs('/users'), 0);
  });

  it('keeps another call of the same identity waiting, and not that of another', async () => {
    const server = loopback(({ path }) => (path === '/groups/busy' ? throttled('120') : path === '/users/p1/revokeSignInSessions' ? { status: 200, body: {} } : group));
    await against(server, async (graph) => {
      const { directory, sessions, machine, waits } = connected(graph.url);
      await assert.rejects(directory.group('busy'), { retryAfterMs: 120_000 });
      machine.now += 30_000;
      await assert.rejects(directory.group('other'), { failure: 'throttled', retryAfterMs: 90_000 });
      assert.deepEqual(await sessions.revoke('p1'), { is: 'done' });
      machine.now += 75_000;
      assert.notEqual(await directory.group('other'), null);
      assert.deepEqual([waits, graph.seen.map(asked)], [[15_000], ['busy', 'p1', 'other']]);
    });
  });

  it('is put on by one item of a batch', async () => {
    const server = loopback(({ path, method }) => (path === '/users/p1/checkMemberGroups' ? throttled('60') : method === 'GET' && path.endsWith('$count') ? { status: 200, body: 1_000_000 } : group));
    await against(server, async (graph) => {
      const { directory } = connected(graph.url);
      await assert.rejects(directory.membership(['p1'], ['g']), { retryAfterMs: 60_000 });
      await assert.rejects(directory.group('g'), { failure: 'throttled', retryAfterMs: 60_000 });
      assert.equal(graph.seen.length, 2);
    });
  });
});
