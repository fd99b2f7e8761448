// Graph's reads in the sandbox: who may, what is answered, and what is refused.
import assert from 'node:assert/strict';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { callGraph, filter, graphAs, mfaGroup, nextLinkOf, newPeople, valueOf, type Graph } from './graph-caller.ts';

describe('the sandbox\'s Graph, reading', () => {
  let sandbox: RunningSandbox;
  let read: Graph;
  let members: Graph;
  let methods: Graph;
  let roles: Graph;
  before(async () => {
    sandbox = await startSandbox();
    [read, members, methods, roles] = [await graphAs(sandbox, 'READ'), await graphAs(sandbox, 'MEMBERS'), await graphAs(sandbox, 'METHODS'), await graphAs(sandbox, 'ROLES')];
  });
  after(() => sandbox.stop());

  const addresses = (count: number): string => Array.from({ length: count }, (_, n) => `'nobody${n}@nhs.example'`).join(',');
  const orChain = (count: number): string => Array.from({ length: count }, (_, n) => `mail eq 'nobody${n}@nhs.example'`).join(' or ');
  const eventual = { ConsistencyLevel: 'eventual' };

  it('answers 401 without a token, and with one that is not ours', async () => {
    for (const token of ['', 'x.y.z']) {
      const answer = await callGraph(sandbox, token, 'GET', '/users');
      assert.deepEqual([answer.status, answer.code], [401, 'InvalidAuthenticationToken']);
    }
  });

  it('answers 403 where the identity lacks the permission of the call', async () => {
    const table: [who: Graph, method: string, path: string, body?: unknown][] = [
      [methods, 'GET', '/users'],
      [members, 'GET', '/identity/conditionalAccess/policies'],
      [members, 'GET', '/auditLogs/directoryAudits'],
      [members, 'POST', '/directoryObjects/getByIds', { ids: [mfaGroup] }],
      [read, 'GET', '/roleManagement/directory/roleAssignments'],
      [read, 'PATCH', `/groups/${mfaGroup}`, { 'members@odata.bind': [] }],
      [read, 'POST', '/users/priya.nair@nhs.example/revokeSignInSessions'],
      [roles, 'GET', `/groups/${mfaGroup}/members`],
    ];
    for (const [who, method, path, body] of table) {
      const answer = await who(method, path, body);
      assert.deepEqual([path, answer.status, answer.code], [path, 403, 'Authorization_RequestDenied']);
    }
  });

  it('finds people by each kind of address, and only by those asked for', async () => {
    const table: [query: string, headers: Record<string, string>, found: string[]][] = [
      [filter("userPrincipalName in ('priya.nair@nhs.example','TOM.ashworth@nhs.example','nobody@nhs.example')"), {}, ['Priya Nair', 'Tom Ashworth']],
      [filter("userPrincipalName eq 'marta.lindqvist@nhs.example'"), {}, []],
      [filter("mail in ('marta.lindqvist@nhs.example')"), {}, ['marta lindqvist']],
      [filter("mail in ('rebecca.stanton@nhs.example')"), {}, []],
      [`${filter("proxyAddresses/any(p:p eq 'smtp:rebecca.stanton@nhs.example')")}&$count=true`, eventual, ['Rebecca Hollis']],
      [filter("mail eq 'o''neill@nhs.example' or mail eq 'dan.ferris@nhs.example'"), {}, ['Dan Ferris']],
      [filter("startswith(userPrincipalName,'grace.okafor')"), {}, ['Grace Okafor']],
    ];
    for (const [query, headers, found] of table) {
      const answer = await read('GET', `/users?${query}`, undefined, headers);
      assert.deepEqual(valueOf(answer).map(person => person.displayName), found, query);
    }
  });

  it('gives the properties asked for, and without $select those Graph gives', async () => {
    const usual = await read('GET', `/users?${filter("mail eq 'priya.nair@nhs.example'")}`);
    assert.equal('companyName' in (valueOf(usual)[0] ?? {}), false);
    const selected = await read('GET', `/users?${filter("mail eq 'priya.nair@nhs.example'")}&$select=id,companyName,accountEnabled`);
    assert.deepEqual(Object.keys(valueOf(selected)[0] ?? {}).sort(), ['accountEnabled', 'companyName', 'id']);
  });

  it('refuses what the directory refuses', async () => {
    const table: [path: string, headers: Record<string, string>, status: number, words: RegExp][] = [
      [`/users?${filter(`userPrincipalName in (${addresses(15)})`)}`, {}, 200, /^$/],
      [`/users?${filter(`userPrincipalName in (${addresses(16)})`)}`, {}, 400, /Too many child clauses.*16\. Max allowed: 15/],
      [`/users?${filter(`mail in (${addresses(16)})`)}`, {}, 400, /Too many child clauses/],
      [`/users?${filter(orChain(15))}`, {}, 200, /^$/],
      [`/users?${filter(orChain(16))}`, {}, 400, /Too many child clauses/],
      [`/users?${filter("proxyAddresses/any(p:p eq 'smtp:x@nhs.example')")}`, {}, 400, /ConsistencyLevel/],
      [`/users?${filter("proxyAddresses/any(p:p eq 'smtp:x@nhs.example')")}&$count=true`, {}, 400, /\$count/],
      [`/users?${filter('mail eq')}`, {}, 400, /value is missing/],
      [`/users?${filter("mail like 'x'")}`, {}, 400, /operator 'like'/],
      ['/users?$select=id,shoeSize', {}, 400, /shoeSize/],
      ['/users?$top=1000', {}, 400, /Must be between 1 and 999/],
      ['/users?$frobnicate=1', {}, 400, /frobnicate/],
      [`/groups/${mfaGroup}/members/$count`, {}, 400, /\$count/],
      ['/users/nobody@nhs.example', {}, 404, /nobody/],
    ];
    for (const [path, headers, status, words] of table) {
      const answer = await read('GET', path, undefined, headers);
      assert.equal(answer.status, status, path);
      assert.match(answer.message, words, path);
    }
  });

  it('refuses with 501 what no contract has, and plays what is listed with its page', async () => {
    for (const path of ['/me', '/users/x/memberOf', '/applications', '/groups/x/owners']) assert.equal((await read('GET', path)).status, 501, path);
    for (const path of ['/groups?$select=id', `/groups/${mfaGroup}/members/$count`]) assert.equal((await read('GET', path, undefined, eventual)).status, 200, path);
  });

  it('refuses a body the contract does not know', async () => {
    const answer = await read('POST', '/directoryObjects/getByIds', { ids: 'not a list' });
    assert.equal(answer.status, 400);
    assert.match(answer.message, /contract.*ids must be array/);
  });

  it('pages a collection by next links, each person once', async () => {
    const seen: string[] = [];
    let next: string | undefined = '/users?$select=id&$top=400';
    let pages = 0;
    while (next !== undefined) {
      const answer: Awaited<ReturnType<Graph>> = await read('GET', next);
      seen.push(...valueOf(answer).map(person => person.id));
      next = nextLinkOf(answer);
      pages += 1;
    }
    assert.equal(new Set(seen).size, seen.length);
    assert.ok(seen.length > 1500 && pages === Math.ceil(seen.length / 400));
  });

  it('counts nested members only where asked transitively', async () => {
    const direct = await read('GET', `/groups/${mfaGroup}/members/$count`, undefined, eventual);
    const transitive = await read('GET', `/groups/${mfaGroup}/transitiveMembers/$count`, undefined, eventual);
    // 17 people and the pilot group; the pilot group has 3 people.
    assert.deepEqual([direct.body, transitive.body], ['18', '21']);
    await sandbox.api('PATCH', '/api/group', { bareMembers: 1_000_000 });
    assert.equal((await read('GET', `/groups/${mfaGroup}/members/$count`, undefined, eventual)).body, '1000018');
    await sandbox.api('PATCH', '/api/group', { bareMembers: 0 });
  });

  it('checks membership through nested groups, at most 20 groups at once', async () => {
    const pilot = '6f0e0000-0000-4000-8000-00000000a006';
    const [nested] = valueOf(await read('GET', `/groups/${pilot}/members?$select=id`));
    for (const path of [`/users/${nested?.id ?? ''}/checkMemberGroups`, `/directoryObjects/${nested?.id ?? ''}/checkMemberGroups`]) {
      const answer = await read('POST', path, { groupIds: [mfaGroup, '6f0e0000-0000-4000-8000-00000000a002'] });
      assert.deepEqual((answer.body as { value: unknown }).value, [mfaGroup]);
    }
    const tooMany = await read('POST', `/users/${nested?.id ?? ''}/checkMemberGroups`, { groupIds: Array.from({ length: 21 }, () => mfaGroup) });
    assert.equal(tooMany.status, 400);
  });

  it('leaves people who are gone out of every answer', async () => {
    const [gone = '', other = ''] = await newPeople(sandbox, 'leaver', 2);
    await sandbox.api('PATCH', `/api/directory/people/${gone}`, { gone: true });
    assert.equal((await read('GET', `/users/${gone}`)).status, 404);
    assert.deepEqual(valueOf(await read('POST', '/directoryObjects/getByIds', { ids: [gone, other] })).map(one => one.id), [other]);
    assert.equal((await read('POST', `/users/${gone}/checkMemberGroups`, { groupIds: [mfaGroup] })).status, 404);
  });

  it('names the holders of roles in pages, later ones included', async () => {
    const [admin = ''] = await newPeople(sandbox, 'lateadmin', 1);
    await sandbox.api('PATCH', `/api/directory/people/${admin}`, { role: true });
    const first = await roles('GET', '/roleManagement/directory/roleAssignments?$select=id,principalId');
    const second = await roles('GET', nextLinkOf(first) ?? '');
    const principals = [...valueOf(first), ...valueOf(second)].map(one => one.principalId);
    assert.equal(principals.length, 5);
    assert.ok(principals.includes(admin) && principals.includes('6f0e0000-0000-4000-8000-00000000a007'));
  });
});
