// Graph's writes in the sandbox: all or nothing, one writer at a time, late in reads, and the same after a restart.
import assert from 'node:assert/strict';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { bind, graphAs, groupNow, json, mfaGroup, newPeople, patchGroup, responsesOf, valueOf, type Graph } from './graph-caller.ts';

describe('the sandbox\'s Graph, writing', () => {
  let sandbox: RunningSandbox;
  let read: Graph;
  let members: Graph;
  before(async () => {
    sandbox = await startSandbox();
    [read, members] = [await graphAs(sandbox, 'READ'), await graphAs(sandbox, 'MEMBERS')];
  });
  after(() => sandbox.stop());

  it('adds 20 at once and not 21', async () => {
    const people = await newPeople(sandbox, 'twenty', 21);
    const tooMany = await members('PATCH', patchGroup, bind(people));
    assert.deepEqual([tooMany.status, tooMany.code], [400, 'Request_BadRequest']);
    assert.equal((await members('PATCH', patchGroup, bind(people.slice(0, 20)))).status, 204);
    const now = await groupNow(sandbox);
    assert.deepEqual(people.map(id => now.has(id)), people.map((_, n) => n < 20));
  });

  it('adds nobody where one is there already, or one is nobody', async () => {
    const [present = '', ...others] = await newPeople(sandbox, 'allornothing', 5);
    assert.equal((await members('POST', `${patchGroup}/members/$ref`, { '@odata.id': `https://graph.microsoft.com/v1.0/directoryObjects/${present}` })).status, 204);
    const existing = await members('PATCH', patchGroup, bind([...others, present]));
    assert.deepEqual([existing.status, existing.code, existing.message], [400, 'Request_BadRequest', "One or more added object references already exist for the following modified properties: 'members'."]);
    const missing = await members('PATCH', patchGroup, bind([...others, '00000000-0000-4000-8000-000000000000']));
    assert.deepEqual([missing.status, missing.code], [404, 'Request_ResourceNotFound']);
    const now = await groupNow(sandbox);
    assert.deepEqual(others.filter(id => now.has(id)), []);
  });

  it('takes the sandbox\'s own address for graph.microsoft.com in references', async () => {
    const [person = ''] = await newPeople(sandbox, 'ownaddress', 1);
    assert.equal((await members('POST', `${patchGroup}/members/$ref`, { '@odata.id': `${sandbox.url}/graph/v1.0/directoryObjects/${person}` })).status, 204);
    assert.equal((await members('POST', `${patchGroup}/members/$ref`, { '@odata.id': `https://elsewhere.example/v1.0/directoryObjects/${person}` })).status, 400);
  });

  it('removes by reference, and answers 404 the second time', async () => {
    const [person = ''] = await newPeople(sandbox, 'removed', 1);
    await members('PATCH', patchGroup, bind([person]));
    assert.equal((await members('DELETE', `${patchGroup}/members/${person}/$ref`)).status, 204);
    assert.equal((await members('DELETE', `${patchGroup}/members/${person}/$ref`)).status, 404);
    assert.equal((await members('DELETE', `${patchGroup}/members/${person}`)).status, 501);
  });

  it('refuses groups whose members come from elsewhere', async () => {
    const [person = ''] = await newPeople(sandbox, 'otherkinds', 1);
    const table: [group: string, status: number][] = [['a007', 403], ['a008', 400], ['a009', 400], ['a00a', 400]];
    for (const [last, status] of table) assert.equal((await members('PATCH', `/groups/6f0e0000-0000-4000-8000-00000000${last}`, bind([person]))).status, status, last);
  });

  it('turns away writers who overlap, and lets chained ones through', async () => {
    const people = await newPeople(sandbox, 'parallel', 8);
    const item = (n: number, dependsOn: string[]) => ({ id: String(n), method: 'PATCH', url: patchGroup, headers: json, body: bind([people[n] ?? '']), dependsOn });
    const parallel = responsesOf(await members('POST', '/$batch', { requests: [0, 1, 2, 3].map(n => item(n, [])) }));
    const statuses = [...parallel.values()].map(one => one.status).sort();
    assert.deepEqual(statuses, [204, 409, 409, 409]);
    const chained = responsesOf(await members('POST', '/$batch', { requests: [4, 5, 6, 7].map(n => item(n, n === 4 ? [] : [String(n - 1)])) }));
    assert.deepEqual([...chained.values()].map(one => one.status), [204, 204, 204, 204]);
  });

  it('answers 424 to everything after a failed item, and does none of it', async () => {
    const people = await newPeople(sandbox, 'chain', 4);
    await members('PATCH', patchGroup, bind([people[1] ?? '']));
    const requests = people.map((id, n) => ({ id: `item${n}`, method: 'PATCH', url: patchGroup, headers: json, body: bind([id]), ...(n > 0 ? { dependsOn: [`item${n - 1}`] } : {}) }));
    const answers = responsesOf(await members('POST', '/$batch', { requests }));
    assert.deepEqual(people.map((_, n) => answers.get(`item${n}`)?.status), [204, 400, 424, 424]);
    const now = await groupNow(sandbox);
    assert.deepEqual(people.map(id => now.has(id)), [true, true, false, false]);
  });

  it('refuses batches Graph refuses', async () => {
    const get = (n: number, more: object = {}) => ({ id: String(n), method: 'GET', url: '/users?$top=1', ...more });
    const table: [about: string, requests: object[], status: number, words: RegExp][] = [
      ['21 items', Array.from({ length: 21 }, (_, n) => get(n)), 400, /maximum value of 20/],
      ['one id twice', [get(1), get(1)], 400, /own id/],
      ['a body without its type', [{ id: '1', method: 'PATCH', url: patchGroup, body: bind([]) }], 400, /Content-Type/],
      ['a later one to wait for', [get(1, { dependsOn: ['2'] }), get(2)], 400, /not before it/],
      ['a mixed pattern', [get(1), get(2, { dependsOn: ['1'] }), get(3), get(4, { dependsOn: ['3'] })], 400, /dependsOn/],
      ['20 items', Array.from({ length: 20 }, (_, n) => get(n)), 200, /^$/],
    ];
    for (const [about, requests, status, words] of table) {
      const answer = await read('POST', '/$batch', { requests });
      assert.equal(answer.status, status, about);
      assert.match(answer.message, words, about);
    }
  });

  it('checks each item for permission and contract, and takes no version in its address', async () => {
    const requests = [
      { id: 'allowed', method: 'GET', url: '/users?$top=1' },
      { id: 'denied', method: 'PATCH', url: patchGroup, headers: json, body: bind([]) },
      { id: 'unknown', method: 'GET', url: '/me' },
      { id: 'versioned', method: 'GET', url: '/v1.0/users' },
    ];
    const answers = responsesOf(await read('POST', '/$batch', { requests }));
    assert.deepEqual(requests.map(({ id }) => answers.get(id)?.status), [200, 403, 501, 400]);
  });

  it('throttles items one by one, each with its own Retry-After', async () => {
    await sandbox.api('PUT', '/api/faults', { graph429: 2, graphRetryAfter: 7 });
    const answers = responsesOf(await read('POST', '/$batch', { requests: [1, 2, 3, 4].map(n => ({ id: String(n), method: 'GET', url: '/users?$top=1' })) }));
    const all = [...answers.values()];
    assert.deepEqual(all.map(one => one.status).sort(), [200, 200, 429, 429]);
    assert.deepEqual(all.filter(one => one.status === 429).map(one => one.headers['Retry-After']), ['7', '7']);
  });

  it('shows a write in reads only after a while of calendar time', async () => {
    await sandbox.api('PUT', '/api/faults', { staleReadsMs: 60_000 });
    const [person = ''] = await newPeople(sandbox, 'stale', 1);
    await members('PATCH', patchGroup, bind([person]));
    const sees = async () => (await read('POST', `/users/${person}/checkMemberGroups`, { groupIds: [mfaGroup] })).body as { value: string[] };
    assert.deepEqual((await sees()).value, []);
    assert.ok((await groupNow(sandbox)).has(person));
    await sandbox.api('POST', '/api/clock', { by: 60_000 });
    assert.deepEqual((await sees()).value, [mfaGroup]);
    await sandbox.api('PUT', '/api/faults', { staleReadsMs: 1000 });
  });

  it('does the work and cuts the connection where replies are to be lost', async () => {
    await sandbox.api('PUT', '/api/faults', { graphLostReplies: 1 });
    const [person = ''] = await newPeople(sandbox, 'lost', 1);
    await assert.rejects(members('PATCH', patchGroup, bind([person])));
    assert.ok((await groupNow(sandbox)).has(person));
  });

  it('ends sessions, and logs it a few seconds later by the calendar', async () => {
    const methods = await graphAs(sandbox, 'METHODS');
    const [person = ''] = await newPeople(sandbox, 'sessions', 1);
    const answer = await methods('POST', `/users/${person}/revokeSignInSessions`, {});
    assert.deepEqual([answer.status, (answer.body as { value: unknown }).value], [200, true]);
    const entries = async () => valueOf(await read('GET', `/auditLogs/directoryAudits?$filter=${encodeURIComponent(`activityDateTime ge 2022-09-20T00:00:00Z and activityDisplayName eq 'Update StsRefreshTokenValidFrom Timestamp' and targetResources/any(t:t/id eq '${person}')`)}`));
    assert.equal((await entries()).length, 0);
    await sandbox.api('POST', '/api/clock', { by: 10_000 });
    const [entry, ...more] = await entries();
    assert.deepEqual([entry?.result, more.length], ['success', 0]);
    assert.match(String(entry?.activityDateTime), /^2022-09-20T08:/);
  });

  it('has the same members after it was killed', async () => {
    const own = await startSandbox();
    const graph = await graphAs(own, 'MEMBERS');
    const people = await newPeople(own, 'kept', 20);
    await graph('PATCH', patchGroup, bind(people));
    await own.kill();
    const again = await startSandbox({ dataDir: own.dataDir });
    const now = await groupNow(again);
    assert.deepEqual(people.filter(id => !now.has(id)), []);
    // The old secrets still open it: the bot need not be started again.
    assert.equal((await (await graphAs(again, 'READ'))('GET', '/users?$top=1')).status, 200);
    await again.stop();
    await own.stop();
  });
});

describe('the sandbox\'s Graph, throttling', () => {
  it('takes one policy request a second, and five report requests in ten', async () => {
    const sandbox = await startSandbox();
    const read = await graphAs(sandbox, 'READ');
    const policies = await Promise.all([read('GET', '/identity/conditionalAccess/policies'), read('GET', '/identity/conditionalAccess/policies')]);
    assert.deepEqual(policies.map(answer => [answer.status, answer.headers.get('retry-after')]).sort(), [[200, null], [429, null]]);
    const reports = [];
    for (let n = 0; n < 6; n += 1) reports.push(await read('GET', n % 2 === 0 ? '/auditLogs/directoryAudits' : '/reports/authenticationMethods/userRegistrationDetails'));
    assert.deepEqual(reports.map(answer => answer.status), [200, 200, 200, 200, 200, 429]);
    assert.match(reports.at(-1)?.headers.get('retry-after') ?? '', /^([1-9]|10)$/);
    await sandbox.api('POST', '/api/clock', { by: 24 * 3_600_000 });
    assert.equal((await read('GET', '/auditLogs/directoryAudits')).status, 200, 'by the next night this is over');
    await sandbox.stop();
  });
});
