// Batches of reads: limits, order, and what is sent again.
import assert from 'node:assert/strict';
import { batchRequest, inChunks, mapInFlight } from '../../src/graph/batch.ts';
import { against, connected, loopback, problem, type Seen } from './loopback.ts';

const ids = (count: number) => Array.from({ length: count }, (_, n) => `person-${n}`);
const asked = (request: Seen) => request.path.split('/')[2] ?? '';
const inGroup = { status: 200, body: { value: ['g'] } };
const many = { status: 200, body: 1_000_000 };

describe('batchRequest', () => {
  const item = { method: 'GET', url: '/users/a' } as const;

  it('refuses an empty batch and one of 21', () => {
    assert.throws(() => batchRequest([], false), /1 to 20/);
    assert.throws(() => batchRequest(Array.from({ length: 21 }, () => item), false), /not 21/);
  });

  it('chains each item to the one before, only where asked', () => {
    const order = (isChained: boolean) => JSON.stringify(batchRequest([item, item, item], isChained).body).match(/"dependsOn":\["\d+"\]/g);
    assert.deepEqual(order(true), ['"dependsOn":["1"]', '"dependsOn":["2"]']);
    assert.equal(order(false), null);
  });
});

describe('reading in batches', () => {
  it('sends 20 a batch and no more than 8 at once, and matches answers that come in another order', async () => {
    const server = loopback((request) => (request.method === 'GET' ? many : { status: 200, body: { value: asked(request).endsWith('7') ? ['g'] : [] } }));
    await against(server, async (graph) => {
      const people = ids(450);
      const found = await connected(graph.url).directory.membership(people, ['g']);
      assert.deepEqual(people.filter((id) => found.get(id)?.has('g')), people.filter((id) => id.endsWith('7')));
      assert.deepEqual(graph.batches.toSorted((a, b) => a - b), [10, ...Array<number>(22).fill(20)]);
      assert.ok(graph.mostInFlight > 1 && graph.mostInFlight <= 8, `${graph.mostInFlight} in flight`);
    });
  });

  it('sends only the throttled items again, after the longest wait any of them asks', async () => {
    const refusals = new Map([['person-3', '2'], ['person-11', '9']]);
    const server = loopback((request) => {
      if (request.method === 'GET') return many;
      const wait = refusals.get(asked(request));
      refusals.delete(asked(request));
      return wait === undefined ? inGroup : problem(429, 'TooManyRequests', '', { 'Retry-After': wait });
    });
    await against(server, async (graph) => {
      const { directory, waits } = connected(graph.url);
      const found = await directory.membership(ids(20), ['g']);
      assert.ok([...found.values()].every((groups) => groups.has('g')));
      assert.deepEqual([graph.batches, waits], [[20, 2], [9_000]]);
      assert.deepEqual(graph.items.slice(20).map(asked), ['person-3', 'person-11']);
    });
  });

  it('goes on with the others where single items fail in passing, and asks about those together', async () => {
    const failing = new Set(Array.from({ length: 8 }, (_, n) => `person-${n * 20}`));
    const allSeen = Promise.withResolvers<undefined>();
    const server = loopback((request) => {
      if (request.method === 'GET') return many;
      if (asked(request) === 'person-399') allSeen.resolve(undefined);
      return failing.delete(asked(request)) ? problem(503, 'UnknownError', '') : inGroup;
    });
    await against(server, async (graph) => {
      // One failure in each of the first eight batches: were they waited for, nobody would ask about the rest.
      const { directory } = connected(graph.url, { sleep: () => allSeen.promise });
      const found = await directory.membership(ids(400), ['g']);
      assert.ok([...found.values()].every((groups) => groups.has('g')));
      assert.deepEqual(graph.batches, [...Array<number>(20).fill(20), 8]);
    });
  });

  it('hands over a long wait of one item, and gives up on one that never succeeds', async () => {
    const failing = (reply: ReturnType<typeof problem>) => loopback((request) => (request.method === 'GET' ? many : asked(request) === 'person-5' ? reply : inGroup));
    await against(failing(problem(429, 'TooManyRequests', '', { 'Retry-After': '120' })), async (graph) => {
      await assert.rejects(connected(graph.url).directory.membership(ids(20), ['g']), { failure: 'throttled', retryAfterMs: 120_000 });
    });
    await against(failing(problem(500, 'InternalServerError', '')), async (graph) => {
      await assert.rejects(connected(graph.url).directory.membership(ids(20), ['g']), { failure: 'unavailable' });
      assert.deepEqual(graph.batches, [20, 1, 1, 1, 1]);
    });
  });

  it('asks again about an item that Graph left out of its answer', async () => {
    let isFirst = true;
    const forgetful = loopback((request) => (request.method === 'GET' ? many : inGroup), (whole) => {
      const reply = whole();
      if (isFirst) reply.body = { responses: [] };
      isFirst = false;
      return reply;
    });
    await against(forgetful, async (graph) => {
      assert.equal((await connected(graph.url).directory.membership(['a'], ['g'])).get('a')?.has('g'), true);
      assert.deepEqual(graph.batches, [1, 1]);
    });
  });
});

describe('mapInFlight', () => {
  it('keeps the order of what it was given', async () => {
    const results = await mapInFlight([3, 1, 2], 2, async (n) => {
      for (let turn = 0; turn < n; turn++) await Promise.resolve();
      return [n];
    });
    assert.deepEqual(results, [[3], [1], [2]]);
  });

  it('runs as many as allowed at once, and no more', async () => {
    let running = 0;
    let most = 0;
    await mapInFlight(Array.from({ length: 20 }), 3, async () => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setImmediate(resolve));
      running--;
    });
    assert.equal(most, 3);
  });

  it('starts nothing new after a failure', async () => {
    const started: number[] = [];
    await assert.rejects(mapInFlight([1, 2, 3, 4, 5], 1, (n) => {
      started.push(n);
      return n === 2 ? Promise.reject(new Error('no')) : Promise.resolve(n);
    }), /no/);
    assert.deepEqual(started, [1, 2]);
  });

  it('cuts a list into chunks and nothing into none', () => {
    assert.deepEqual(inChunks([1, 2, 3], 2), [[1, 2], [3]]);
    assert.deepEqual(inChunks([], 2), []);
  });
});
