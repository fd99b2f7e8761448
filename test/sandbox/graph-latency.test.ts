// How long the sandbox's Graph takes where it is told to, what it holds meanwhile, and faults that come by share.
import assert from 'node:assert/strict';
import { z } from 'zod';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { bind, graphAs, json, newPeople, patchGroup, responsesOf, type Graph } from './graph-caller.ts';

const log = z.object({ exchanges: z.record(z.string(), z.number()) });

describe('the sandbox\'s Graph, taking its time', () => {
  let sandbox: RunningSandbox;
  let read: Graph;
  let members: Graph;
  beforeEach(async () => {
    sandbox = await startSandbox();
    [read, members] = [await graphAs(sandbox, 'READ'), await graphAs(sandbox, 'MEMBERS')];
  });
  afterEach(() => sandbox.stop());

  const tookMs = async (work: () => Promise<unknown>): Promise<number> => {
    const from = performance.now();
    await work();
    return performance.now() - from;
  };
  const reads = (count: number) => ({ requests: Array.from({ length: count }, (_, n) => ({ id: String(n), method: 'GET', url: '/users?$top=1' })) });
  const chain = (people: readonly string[]) => ({ requests: people.map((id, n) => ({ id: String(n), method: 'PATCH', url: patchGroup, headers: json, body: bind([id]), ...(n > 0 ? { dependsOn: [String(n - 1)] } : {}) })) });

  it('takes the time of a request, and of each item of a batch on top', async () => {
    await sandbox.api('PUT', '/api/faults', { graphRequestMs: 200, graphBatchItemMs: 30 });
    // Timers are a millisecond early at most; how late they are is the machine's.
    assert.ok(await tookMs(() => read('GET', '/users?$top=1')) >= 199);
    assert.ok(await tookMs(() => read('POST', '/$batch', reads(20))) >= 799);
  });

  it('holds a group for as long as a chain of writes takes', async () => {
    const people = await newPeople(sandbox, 'held', 4);
    await sandbox.api('PUT', '/api/faults', { graphRequestMs: 300, graphBatchItemMs: 100 });
    const [first, second] = await Promise.all([members('POST', '/$batch', chain(people.slice(0, 3))), members('PATCH', patchGroup, bind(people.slice(3)))]);
    const statuses = [...responsesOf(first).values()].map(answer => answer.status);
    assert.ok([...statuses, second.status].includes(409), 'two writers at once were not turned away');
  });

  it('turns away one write in n, and fails one request in n', async () => {
    const people = await newPeople(sandbox, 'share', 6);
    await sandbox.api('PUT', '/api/faults', { graph409Every: 3 });
    const written = [];
    for (const id of people) written.push((await members('PATCH', patchGroup, bind([id]))).status);
    assert.deepEqual(written, [204, 204, 409, 204, 204, 409]);
    await sandbox.api('PUT', '/api/faults', { graph409Every: 0, graph503Every: 10 });
    const answers = [...responsesOf(await read('POST', '/$batch', reads(20))).values()].map(answer => answer.status);
    assert.equal(answers.filter(status => status === 503).length, 2);
  });

  it('throttles at the resource units it is told', async () => {
    await sandbox.api('PUT', '/api/faults', { graphUnits: 10 });
    const answers = [...responsesOf(await read('POST', '/$batch', reads(20))).values()].map(answer => answer.status);
    assert.deepEqual([answers.filter(status => status === 200).length, answers.filter(status => status === 429).length], [10, 10]);
  });

  it('counts HTTP requests, a batch being one', async () => {
    await read('POST', '/$batch', reads(20));
    await read('GET', '/users?$top=1');
    assert.deepEqual(log.parse(await sandbox.api('GET', '/api/graph-log')).exchanges, { '$batch GET': 1, 'GET': 1 });
  });
});
