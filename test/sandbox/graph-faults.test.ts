// Faults put on chosen requests to the sandbox's Graph: whole or one item, done or not, so often and no more.
import assert from 'node:assert/strict';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { bind, graphAs, groupNow, json, newPeople, patchGroup, responsesOf, settingsOf, tokenFor, valueOf, type Graph } from './graph-caller.ts';

describe('chosen faults of the sandbox\'s Graph', () => {
  let sandbox: RunningSandbox;
  let read: Graph;
  let members: Graph;
  before(async () => {
    sandbox = await startSandbox();
    [read, members] = [await graphAs(sandbox, 'READ'), await graphAs(sandbox, 'MEMBERS')];
  });
  after(() => sandbox.stop());
  afterEach(() => choose());

  const choose = (...rules: object[]) => sandbox.api('PUT', '/api/graph-faults', rules);
  const chained = (ids: readonly string[]) => ({ requests: ids.map((id, n) => ({ id: String(n + 1), method: 'PATCH', url: patchGroup, body: bind([id]), headers: json, ...(n > 0 ? { dependsOn: [String(n)] } : {}) })) });
  const statuses = async (ids: readonly string[]) => [...responsesOf(await members('POST', '/$batch', chained(ids)))].toSorted(([a], [b]) => Number(a) - Number(b)).map(([, { status }]) => status);

  it('answers so many requests of one phase, and lets the others through', async () => {
    await choose({ answer: '503', on: 'resolve', times: 2, skip: 1, retryAfter: 7 });
    const asked = [await read('GET', '/users?$top=1'), await read('GET', '/users?$top=1'), await read('GET', `${patchGroup}/members`), await read('GET', '/users?$top=1'), await read('GET', '/users?$top=1')];
    assert.deepEqual(asked.map(({ status }) => status), [200, 503, 200, 503, 200]);
    assert.deepEqual(asked.map(({ headers }) => headers.get('retry-after')), [null, '7', null, '7', null]);
  });

  it('throttles one item of a batch, and what follows it comes back unused', async () => {
    const ids = await newPeople(sandbox, 'oneitem', 4);
    await choose({ answer: '429', on: 'add', reach: 'item', item: 2, retryAfter: 3 });
    assert.deepEqual(await statuses(ids), [204, 429, 424, 424]);
    assert.deepEqual(ids.slice(0, 1), [...(await groupNow(sandbox))].filter(id => ids.includes(id)));
  });

  it('does what was asked and answers 504, or cuts the connection, or leaves an item out of the answer', async () => {
    const [late = '', cut = '', missing = ''] = await newPeople(sandbox, 'doneall', 3);
    await choose({ answer: '504', on: 'add', isDone: true });
    assert.equal((await members('PATCH', patchGroup, bind([late]))).status, 504);
    await choose({ answer: 'cut', on: 'add', isDone: true });
    await assert.rejects(members('PATCH', patchGroup, bind([cut])));
    await choose({ answer: 'cut', on: 'add', reach: 'item', isDone: true });
    assert.deepEqual(await statuses([missing]), []);
    const now = await groupNow(sandbox);
    assert.deepEqual([late, cut, missing].map(id => now.has(id)), [true, true, true]);
  });

  it('cuts before anything is done, and holds an answer back until the caller gives up', async () => {
    const [one = ''] = await newPeople(sandbox, 'notdone', 1);
    await choose({ answer: 'cut', on: 'add' }, { answer: 'hang', on: 'resolve' });
    await assert.rejects(members('PATCH', patchGroup, bind([one])));
    const { GRAPH_READ_CLIENT_ID: id = '', GRAPH_READ_CLIENT_SECRET: secret = '' } = await settingsOf(sandbox);
    const headers = { Authorization: `Bearer ${await tokenFor(sandbox, id, secret)}` };
    const asked = () => fetch(`${sandbox.url}/graph/v1.0/users?$top=1`, { headers, signal: AbortSignal.timeout(500) });
    await assert.rejects(asked(), { name: 'TimeoutError' });
    assert.equal((await groupNow(sandbox)).has(one), false);
  });

  it('leaves somebody out of a list, and deletes a person just before they would join', async () => {
    const [gone = '', other = ''] = await newPeople(sandbox, 'leaves', 2);
    const filter = `/users?$filter=${encodeURIComponent(`id in ('${gone}','${other}')`)}`;
    await choose({ answer: 'incomplete', on: 'resolve', reach: 'item' }, { answer: 'deletes', on: 'add', reach: 'item' });
    assert.deepEqual([valueOf(await read('GET', filter)).length, valueOf(await read('GET', filter)).length], [1, 2]);
    assert.equal((await members('PATCH', patchGroup, bind([gone, other]))).status, 404);
    assert.deepEqual(valueOf(await read('GET', filter)).map(({ id }) => id), [other]);
  });

  it('shows what is left of them, and refuses what it does not know', async () => {
    await choose({ answer: '500', times: 3 });
    await read('GET', '/users?$top=1');
    assert.deepEqual(await sandbox.api('GET', '/api/graph-faults'), [{ answer: '500', on: 'any', reach: 'request', item: 0, times: 2, skip: 0, retryAfter: null, isDone: false }]);
    await assert.rejects(choose({ answer: '418' }), /400/);
  });
});
