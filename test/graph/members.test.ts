// Writing to a group: whatever Graph refuses, every person gets the outcome that is theirs.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Outcome } from '../../src/services.ts';
import { fakeGroup } from './fake-directory.ts';
import { against, connected, loopback, problem, type Reply } from './loopback.ts';
import { people, summary, withGroup } from './with-group.ts';

/** The first `count` calls answer with `reply`. */
function first(count: number, reply: Reply): () => Reply | null {
  return () => (count-- > 0 ? reply : null);
}

describe('adding members', () => {
  it('adds 400 people in one batch of 20 chained requests', async () => {
    await withGroup([], async ({ members }, group, graph) => {
      assert.deepEqual(summary(await members.add('g', people(400))), { done: 400 });
      assert.deepEqual([group.members.size, graph.seen.length, group.writes], [400, 1, 20]);
      assert.ok(graph.items.every(({ headers }) => headers['chained'] === 'yes'));
    });
  });

  it('refuses to take 401 people, and takes nobody without a call', async () => {
    await withGroup([], async ({ members }, _group, graph) => {
      await assert.rejects(members.add('g', people(401)), /at most 400/);
      assert.equal((await members.add('g', [])).size, 0);
      assert.equal(graph.seen.length, 0);
    });
  });

  it('finds the one who is missing among 20', async () => {
    await withGroup([], async ({ members }, group) => {
      const outcomes = await members.add('g', ['gone', ...people(19)]);
      assert.deepEqual(outcomes.get('gone'), { is: 'refused', reason: 'gone' });
      assert.deepEqual(summary(outcomes), { done: 19, gone: 1 });
      assert.equal(group.members.size, 19);
    });
  });

  it('finds several of both sorts among 400, in few calls', async () => {
    const already = ['p3', 'p4', 'p77', 'p250', 'p399'];
    await withGroup(already, async ({ members }, group, graph) => {
      const outcomes = await members.add('g', [...people(400), 'gone-1', 'gone-2'].slice(2));
      assert.deepEqual(summary(outcomes), { done: 393, already: 5, gone: 2 });
      assert.equal(group.members.size, 398);
      assert.ok(graph.seen.length <= 20, `${graph.seen.length} calls`);
    });
  });

  it('settles a person given twice once', async () => {
    await withGroup([], async ({ members }, _group, graph) => {
      assert.deepEqual(summary(await members.add('g', ['p1', 'p1', 'p2'])), { done: 2 });
      assert.deepEqual(graph.items.map(({ body }) => JSON.stringify(body).match(/p\d/g)), [['p1', 'p2']]);
    });
  });

  it('gives each person the outcome that a directory asked person by person would give', async () => {
    await fc.assert(fc.asyncProperty(fc.uniqueArray(fc.integer({ min: 0, max: 130 }), { maxLength: 90 }), fc.array(fc.integer({ min: 0, max: 99 }), { maxLength: 30 }), fc.boolean(), async (asked, inside, isStale) => {
      const before = new Set(inside.map((n) => `p${n}`));
      const known = new Set(people(100));
      const ids = asked.map((n) => `p${n}`);
      const group = fakeGroup('g', known, before, isStale);
      await against(loopback(group.answering, (run) => (group.nextBatch(), run())), async (graph) => {
        const outcomes = await connected(graph.url).members.add('g', ids);
        for (const id of ids) {
          const oracle: Outcome = !known.has(id) ? { is: 'refused', reason: 'gone' } : before.has(id) ? { is: 'already' } : { is: 'done' };
          assert.deepEqual(outcomes.get(id), oracle, id);
        }
        assert.deepEqual(group.members, new Set([...before, ...ids.filter((id) => known.has(id))]));
      });
    }), { numRuns: 40 });
  });

  it('comes to the true state through any run of lost replies, outages, conflicts and throttling', async () => {
    const faults = fc.array(fc.constantFrom('none', 'lost before', 'lost after', 'down', 'conflict', 'throttled', 'item lost after'), { maxLength: 12 });
    await fc.assert(fc.asyncProperty(faults, fc.uniqueArray(fc.integer({ min: 0, max: 69 }), { maxLength: 60 }), fc.uniqueArray(fc.integer({ min: 0, max: 49 }), { maxLength: 20 }), async (planned, asked, inside) => {
      const before = new Set(inside.map((n) => `p${n}`));
      const known = new Set(people(60));
      const ids = asked.map((n) => `p${n}`);
      const group = fakeGroup('g', known, before);
      const left = [...planned];
      let fault: string | undefined;
      const server = loopback((request) => {
        const mine = fault;
        if (mine === 'conflict' || mine === 'throttled' || mine === 'item lost after') fault = undefined;
        if (mine === 'conflict') return problem(409, 'Directory_ConcurrencyViolation', '');
        if (mine === 'throttled') return problem(429, 'TooManyRequests', '', { 'Retry-After': '3' });
        const reply = group.answering(request);
        return mine === 'item lost after' ? problem(504, 'GatewayTimeout', '') : reply;
      }, (run) => {
        group.nextBatch();
        fault = left.shift();
        if (fault === 'lost before') return 'cut';
        if (fault === 'down') return problem(503, 'ServiceUnavailable', '');
        const reply = run();
        return fault === 'lost after' ? 'cut' : reply;
      });
      await against(server, async (graph) => {
        const outcomes = await connected(graph.url).members.add('g', ids);
        assert.deepEqual([...outcomes.keys()].toSorted(), ids.toSorted());
        for (const [id, outcome] of outcomes) {
          if (outcome.is === 'again') {
            assert.ok(outcome.isUnsure === true || group.members.has(id) === before.has(id), `${id} is said to be untouched`);
            continue;
          }
          if (!known.has(id)) assert.deepEqual(outcome, { is: 'refused', reason: 'gone' });
          else assert.ok(outcome.is === 'done' || (outcome.is === 'already' && before.has(id)), `${id}: ${outcome.is}`);
          assert.equal(group.members.has(id), known.has(id), id);
        }
      });
    }), { numRuns: 60 });
  });

  it('sends again only what a broken chain left unused', async () => {
    await withGroup(['p0'], async ({ members }, _group, graph) => {
      assert.deepEqual(summary(await members.add('g', ['p20', 'p21', ...people(20, 30), ...people(20)].slice(0, 42))), { done: 41, already: 1 });
      assert.ok(graph.items.filter(({ body }) => JSON.stringify(body).includes('/p30"')).length === 1);
    });
  });

  it('tries again after a conflict with another writer', async () => {
    await withGroup([], async ({ members, waits }) => {
      assert.deepEqual(summary(await members.add('g', people(60))), { done: 60 });
      assert.deepEqual(waits, [500, 1_000]);
    }, first(2, problem(409, 'Directory_ConcurrencyViolation', '')));
  });

  it('sits out a short Retry-After of one item', async () => {
    await withGroup([], async ({ members, waits }) => {
      assert.deepEqual(summary(await members.add('g', people(60))), { done: 60 });
      assert.deepEqual(waits, [6_000]);
    }, first(1, problem(429, 'TooManyRequests', '', { 'Retry-After': '6' })));
  });

  it('hands back who is left when the wait is long, and keeps what was done', async () => {
    let calls = 0;
    await withGroup([], async ({ members, waits }, group) => {
      const outcomes = await members.add('g', people(60));
      assert.deepEqual(summary(outcomes), { done: 20, again: 40 });
      assert.deepEqual([outcomes.get('p59'), waits, group.members.size], [{ is: 'again', afterMs: 150_000 }, [], 20]);
    }, () => (++calls > 1 ? problem(429, 'TooManyRequests', '', { 'Retry-After': '150' }) : null));
  });

  it('counts as done, not as already, those added by a request whose reply was lost', async () => {
    let isFirst = true;
    await withGroup([], async ({ members }, group, graph) => {
      assert.deepEqual(summary(await members.add('g', people(400))), { done: 400 });
      assert.equal(group.members.size, 400);
      assert.ok(graph.seen.length <= 20, `${graph.seen.length} calls`);
    }, () => null, (run) => {
      const reply = run();
      const answer = isFirst ? 'cut' : reply;
      isFirst = false;
      return answer;
    });
  });

  it('finds everybody there already when a slice is repeated, in few calls', async () => {
    await withGroup(people(400), async ({ members }, group, graph) => {
      assert.deepEqual(summary(await members.add('g', people(400))), { already: 400 });
      assert.ok(graph.seen.length <= 20, `${graph.seen.length} calls`);
      assert.equal(group.writes, 0);
    });
  });

  it('looks again where the first look was stale: a repeated slice still takes few calls', async () => {
    let patches = 0;
    await withGroup(people(400), async ({ members }, group, graph) => {
      assert.deepEqual(summary(await members.add('g', people(400))), { already: 400 });
      assert.ok(graph.seen.length <= 100, `${graph.seen.length} calls`);
      assert.equal(group.writes, 0);
    }, ({ method, path }) => {
      if (method === 'PATCH') patches += 1;
      if (patches > 10) return null;
      if (path.endsWith('/$count')) return { status: 200, body: 1_000_000 };
      return path.endsWith('/checkMemberGroups') ? { status: 200, body: { value: [] } } : null;
    });
  });

  for (const spoilt of ['cut', problem(503, 'ServiceUnavailable', ''), problem(502, 'BadGateway', '')] as const) {
    it(`gives everybody back after five tries when Graph is down (${typeof spoilt === 'string' ? spoilt : spoilt.status})`, async () => {
      await withGroup([], async ({ members }, _group, graph) => {
        const outcomes = await members.add('g', people(50));
        assert.deepEqual(summary(outcomes), { again: 50 });
        assert.ok(outcomes.values().every((outcome) => outcome.is === 'again' && outcome.isUnsure === true));
        assert.equal(graph.seen.length, 5);
      }, () => null, () => spoilt);
    });
  }

  it('goes to one POST for each person when PATCH is not permitted, and remembers it', async () => {
    await withGroup(['p5'], async ({ members }, group, graph) => {
      assert.deepEqual(summary(await members.add('g', [...people(30), 'gone'])), { done: 29, already: 1, gone: 1 });
      const patches = graph.items.filter(({ method }) => method === 'PATCH').length;
      assert.deepEqual(summary(await members.add('g', people(25, 100))), { done: 25 });
      assert.deepEqual([patches, graph.items.filter(({ method }) => method === 'PATCH').length, group.members.size], [1, 1, 55]);
    }, ({ method }) => (method === 'PATCH' ? problem(403, 'Authorization_RequestDenied', 'Insufficient privileges') : null));
  });

  it('does not take every 400 for "already"', async () => {
    await withGroup([], async ({ members }) => {
      assert.deepEqual(summary(await members.add('g', people(2))), { failed: 2 });
    }, () => problem(400, 'Request_BadRequest', 'Invalid object identifier.'));
  });

  it('says forbidden for each person when neither way is permitted', async () => {
    await withGroup([], async ({ members }) => {
      assert.deepEqual(summary(await members.add('g', people(3))), { forbidden: 3 });
    }, () => problem(403, 'Authorization_RequestDenied', ''));
  });

  it('calls nobody gone when it is the group that is missing', async () => {
    await withGroup([], async ({ members }) => {
      await assert.rejects(members.add('g', people(2)), { failure: 'refused', code: 'group-missing' });
    }, () => problem(404, 'Request_ResourceNotFound', ''));
  });

  it('calls nobody gone whom the directory still has: then the group was unknown for a moment', async () => {
    const refused = problem(404, 'Request_ResourceNotFound', '');
    await withGroup([], async ({ members }) => {
      const outcomes = await members.add('g', ['p1', 'p2', 'gone']);
      assert.deepEqual(Object.fromEntries(outcomes), { gone: { is: 'refused', reason: 'gone' }, p1: { is: 'again', afterMs: 30_000 }, p2: { is: 'again', afterMs: 30_000 } });
    }, ({ method }) => (method === 'PATCH' ? refused : null));
  });

  it('asks for a group that is not found three times before it says so', async () => {
    const absent = first(2, problem(404, 'Request_ResourceNotFound', ''));
    await withGroup([], async ({ members }) => {
      assert.deepEqual(summary(await members.add('g', ['p1'])), { again: 1 });
    }, ({ method, path }) => (method === 'PATCH' ? problem(404, 'Request_ResourceNotFound', '') : path === '/groups/g' ? absent() : null));
  });

  it('tries PATCH again an hour after it was not permitted', async () => {
    const denied = first(1, problem(403, 'Authorization_RequestDenied', ''));
    await withGroup([], async ({ members, machine }, _group, graph) => {
      await members.add('g', people(3));
      machine.now += 3_600_000;
      assert.deepEqual(summary(await members.add('g', people(3, 10))), { done: 3 });
      assert.deepEqual(graph.items.map(({ method }) => method), ['PATCH', 'POST', 'POST', 'POST', 'PATCH']);
    }, ({ method }) => (method === 'PATCH' ? denied() : null));
  });

  it('keeps ids and addresses out of the log', async () => {
    await withGroup([], async ({ members, lines }) => {
      await members.add('g', ['secret-id']);
      assert.ok(lines.length > 0 && !lines.join('').includes('secret-id'));
    });
  });
});
