// Membership, policies, protected people, reports and sessions.
import assert from 'node:assert/strict';
import { against, connected, loopback, problem, type Answering } from './loopback.ts';

const ok = (body: unknown) => ({ status: 200, body });
const paged = (base: () => string, pages: unknown[][]): Answering => ({ path, query }) => {
  const n = Number(query.get('$skiptoken') ?? 0);
  return ok({ value: pages[n] ?? [], ...(n + 1 < pages.length ? { '@odata.nextLink': `${base()}/v1.0${path}?$skiptoken=${n + 1}` } : {}) });
};

describe('membership', () => {
  /** Groups by name, with their members; `asked` are real only for the people named. */
  const groups = (members: Record<string, string[]>, sizes: Record<string, number> = {}): Answering => ({ path, headers, body }) => {
    const [, kind, id = '', what, count] = path.split('/');
    if (kind === 'users') {
      if (id === 'gone') return problem(404, 'Request_ResourceNotFound', '');
      return ok({ value: (body as { groupIds: string[] }).groupIds.filter((group) => members[group]?.includes(id)) });
    }
    if (!members[id] || what !== 'transitiveMembers') return problem(404, 'Request_ResourceNotFound', '');
    if (count === undefined) return ok({ value: members[id].map((member) => ({ id: member })) });
    return headers['consistencylevel'] === 'eventual' ? ok(sizes[id] ?? members[id].length) : problem(400, 'Request_BadRequest', '');
  };
  const calls = (paths: string[]) => paths.filter((path) => !path.endsWith('$count'));

  it('lists a group that has fewer than 12 members for each person', async () => {
    await against(loopback(groups({ mfa: ['a', 'z'], out: ['b'] }, { mfa: 23 })), async (graph) => {
      assert.deepEqual(await connected(graph.url).directory.membership(['a', 'b'], ['mfa', 'out']), new Map([['a', new Set(['mfa'])], ['b', new Set(['out'])]]));
      assert.deepEqual(calls(graph.seen.map(({ path }) => path)).toSorted(), ['/groups/mfa/transitiveMembers', '/groups/out/transitiveMembers']);
    });
  });

  it('asks about people once a group is larger, and takes the small groups along in the same question', async () => {
    await against(loopback(groups({ mfa: ['a'], out: ['b'] }, { mfa: 24 })), async (graph) => {
      assert.deepEqual(await connected(graph.url).directory.membership(['a', 'b'], ['mfa', 'out']), new Map([['a', new Set(['mfa'])], ['b', new Set(['out'])]]));
      assert.deepEqual(calls(graph.seen.map(({ path }) => path)), ['/$batch']);
      assert.deepEqual(graph.items.map(({ body }) => body), Array(2).fill({ groupIds: ['mfa', 'out'] }));
    });
  });

  it('finds people who are gone in no group, and nobody in a group that does not exist', async () => {
    await against(loopback(groups({ mfa: ['a'] }, { mfa: 1_000 })), async (graph) => {
      assert.deepEqual(await connected(graph.url).directory.membership(['a', 'gone'], ['mfa', 'missing']), new Map([['a', new Set(['mfa'])], ['gone', new Set()]]));
      assert.deepEqual(await connected(graph.url).directory.membership(['a'], ['missing']), new Map([['a', new Set()]]));
    });
  });

  it('asks nothing about nobody', async () => {
    await against(loopback(groups({})), async (graph) => {
      assert.equal((await connected(graph.url).directory.membership([], ['mfa'])).size, 0);
      assert.equal(graph.seen.length, 0);
    });
  });

  it('asks about no more than 20 groups in one question', async () => {
    const many = Array.from({ length: 23 }, (_, n) => `g${n}`);
    await against(loopback(groups(Object.fromEntries(many.map((id) => [id, ['a']])), Object.fromEntries(many.map((id) => [id, 500])))), async (graph) => {
      assert.equal((await connected(graph.url).directory.membership(['a'], ['g0', ...many.slice(1)])).get('a')?.size, 23);
      assert.deepEqual(graph.items.map(({ body }) => (body as { groupIds: string[] }).groupIds.length), [20, 3]);
    });
  });
});

describe('the MFA policies', () => {
  // As Graph writes a policy that is narrowed by nothing.
  const everySignIn = {
    applications: { includeApplications: ['All'], excludeApplications: [], includeUserActions: [], applicationFilter: null }, clientAppTypes: ['all'], platforms: null, locations: null,
    signInRiskLevels: [], userRiskLevels: [], devices: null, 'devices@odata.context': 'of no meaning',
  };
  const policy = (id: string, state: string, grantControls: unknown) => ({
    id, state, grantControls, conditions: { ...everySignIn, users: { includeUsers: ['All'], includeGroups: ['mfa'], excludeGroups: ['out'], excludeUsers: ['break-glass'] } },
  });
  const all = [[policy('on', 'enabled', { builtInControls: ['mfa'] }), policy('strength', 'enabled', { builtInControls: [], authenticationStrength: { id: 's' } })],
    [policy('report', 'enabledForReportingButNotEnforced', { builtInControls: ['mfa'] }), policy('block', 'enabled', { builtInControls: ['block'] }), policy('session', 'enabled', null)]];

  it('are those that ask for MFA, with whether they are on, a second between pages', async () => {
    let url = '';
    await against(loopback(paged(() => url, all)), async (graph) => {
      url = graph.url;
      const { directory, waits } = connected(url);
      const policies = await directory.mfaPolicies();
      assert.deepEqual(policies.map(({ id, isOn }) => [id, isOn]), [['on', true], ['strength', true], ['report', false]]);
      assert.deepEqual(policies[0], { id: 'on', isOn: true, asksAtEverySignIn: true, includeGroups: ['mfa'], excludeGroups: ['out'], excludeUsers: ['break-glass'] });
      assert.deepEqual(waits, [1_000]);
    });
  });

  const onlyMfa = { operator: 'OR', builtInControls: ['mfa'] };
  const signIns: [name: string, isEvery: boolean, conditions: object, grantControls?: object][] = [
    ['narrowed by nothing', true, {}],
    ['for browsers and apps', true, { clientAppTypes: ['browser', 'mobileAppsAndDesktopClients'] }],
    ['at every place and on every platform', true, { locations: { includeLocations: ['All'], excludeLocations: [] }, platforms: { includePlatforms: ['all'], excludePlatforms: [] } }],
    ['with a device filter that is not set', true, { devices: { includeDevices: [], deviceFilter: null } }],
    ['without one application of many', true, { applications: { includeApplications: ['All'], excludeApplications: ['6f0e0000-0000-4000-8000-00000000c001'] } }],
    ['for one application', false, { applications: { includeApplications: ['6f0e0000-0000-4000-8000-00000000c001'] } }],
    ['for a user action', false, { applications: { includeApplications: [], includeUserActions: ['urn:user:registersecurityinfo'] } }],
    ['for applications it does not name', false, { applications: null }],
    ['without Office 365', false, { applications: { includeApplications: ['All'], excludeApplications: ['Office365'] } }],
    ['for applications by a filter', false, { applications: { includeApplications: ['All'], applicationFilter: { mode: 'exclude', rule: 'r' } } }],
    ['for browsers only', false, { clientAppTypes: ['browser'] }],
    ['for clients it does not name', false, { clientAppTypes: null }],
    ['on one platform', false, { platforms: { includePlatforms: ['iOS'], excludePlatforms: [] } }],
    ['without one platform', false, { platforms: { includePlatforms: ['all'], excludePlatforms: ['iOS'] } }],
    ['at some places', false, { locations: { includeLocations: ['AllTrusted'], excludeLocations: [] } }],
    ['without the trusted places', false, { locations: { includeLocations: ['All'], excludeLocations: ['AllTrusted'] } }],
    ['at a risky sign-in', false, { signInRiskLevels: ['high'] }],
    ['for people at risk', false, { userRiskLevels: ['high'] }],
    ['by a device filter', false, { devices: { deviceFilter: { mode: 'exclude', rule: 'device.isCompliant -eq True' } } }],
    ['by a condition we do not know', false, { insiderRiskLevels: 'elevated' }],
    ['or a compliant device instead', false, {}, { operator: 'OR', builtInControls: ['mfa', 'compliantDevice'] }],
    ['and a compliant device too', true, {}, { operator: 'AND', builtInControls: ['mfa', 'compliantDevice'] }],
    ['or accepted terms instead', false, {}, { operator: 'OR', builtInControls: ['mfa'], termsOfUse: ['t'] }],
  ];
  for (const [name, isEvery, conditions, grantControls = onlyMfa] of signIns) {
    it(`${isEvery ? 'ask' : 'do not ask'} at every sign-in when they ask ${name}`, async () => {
      const value = [{ id: 'p', state: 'enabled', grantControls, conditions: { users: { includeGroups: ['mfa'] }, ...everySignIn, ...conditions } }];
      await against(loopback(() => ok({ value })), async (graph) => {
        assert.deepEqual((await connected(graph.url).directory.mfaPolicies()).map(({ isOn, asksAtEverySignIn }) => [isOn, asksAtEverySignIn]), [[true, isEvery]]);
      });
    });
  }

  it('are read once for all who ask together, and again only after ten minutes', async () => {
    await against(loopback(() => ok({ value: all[0] })), async (graph) => {
      const { directory, machine } = connected(graph.url);
      await Promise.all([directory.mfaPolicies(), directory.mfaPolicies(), directory.mfaPolicies()]);
      machine.now += 10 * 60_000 - 1;
      await directory.mfaPolicies();
      assert.equal(graph.seen.length, 1);
      machine.now += 1;
      await directory.mfaPolicies();
      assert.equal(graph.seen.length, 2);
    });
  });

  it('survive a 429 without Retry-After, and a failure is not kept', async () => {
    let left = 6;
    await against(loopback(() => (left-- > 0 ? problem(429, 'TooManyRequests', '') : ok({ value: all[0] }))), async (graph) => {
      const { directory } = connected(graph.url);
      await assert.rejects(directory.mfaPolicies(), { failure: 'throttled' });
      assert.equal((await directory.mfaPolicies()).length, 2);
      assert.equal(graph.seen.length, 7);
    });
  });
});

describe('protected people', () => {
  it('hold a role, are in a group that does, or in a group that could', async () => {
    const assignments = ['admin', 'role-group', 'admin', 'robot'].map((principalId) => ({ principalId }));
    const server = loopback(({ path, query, body }) => {
      if (path === '/roleManagement/directory/roleAssignments') return ok({ value: assignments });
      if (path === '/groups' && query.get('$filter') === 'isAssignableToRole eq true') return ok({ value: [{ id: 'spare-group' }] });
      if (path === '/directoryObjects/getByIds') {
        assert.deepEqual(body, { ids: ['admin', 'role-group', 'robot'], types: ['user', 'group'] });
        return ok({ value: [{ '@odata.type': '#microsoft.graph.user', id: 'admin' }, { '@odata.type': '#microsoft.graph.group', id: 'role-group' }] });
      }
      if (path === '/groups/role-group/transitiveMembers') return ok({ value: [{ id: 'nested' }] });
      return path === '/groups/spare-group/transitiveMembers' ? ok({ value: [{ id: 'spare' }] }) : problem(404, 'Request_ResourceNotFound', '');
    });
    await against(server, async (graph) => assert.deepEqual(await connected(graph.url).directory.privileged(), new Set(['admin', 'robot', 'nested', 'spare'])));
  });
});

describe('facts of a group', () => {
  const plain = { id: 'g', displayName: 'G', securityEnabled: true, mailEnabled: false, groupTypes: [], onPremisesSyncEnabled: null, isAssignableToRole: null };
  const table: [string, object, object][] = [
    ['an assigned security group', {}, {}],
    ['a dynamic group', { groupTypes: ['DynamicMembership'] }, { isDynamic: true }],
    ['a synced group', { onPremisesSyncEnabled: true }, { isSynced: true }],
    ['a mail-enabled group', { mailEnabled: true }, { isMailEnabled: true }],
    ['a role-assignable group', { isAssignableToRole: true }, { isRoleAssignable: true }],
    ['a distribution list', { securityEnabled: false }, { isSecurity: false }],
  ];
  for (const [name, given, expected] of table) {
    it(`tell ${name}`, async () => {
      await against(loopback(() => ok({ ...plain, ...given })), async (graph) => {
        assert.deepEqual(await connected(graph.url).directory.group('g'), { id: 'g', displayName: 'G', isSecurity: true, isDynamic: false, isSynced: false, isMailEnabled: false, isRoleAssignable: false, ...expected });
      });
    });
  }

  it('are null where there is no such group', async () => {
    await against(loopback(() => problem(404, 'Request_ResourceNotFound', '')), async (graph) => assert.equal(await connected(graph.url).directory.group('g'), null));
  });
});

describe('reports', () => {
  it('filter the audit by time, activity and person, quotes escaped', async () => {
    await against(loopback(() => ok({ value: [{ activityDateTime: '2022-09-20T09:01:02.345Z', result: 'success' }] })), async (graph) => {
      const since = new Date('2022-09-20T09:00:00Z');
      assert.deepEqual(await connected(graph.url).directory.audits("LA's & activity", 'p1', since), [{ at: new Date('2022-09-20T09:01:02.345Z'), result: 'success' }]);
      assert.equal(graph.seen[0]?.query.get('$filter'), "activityDateTime ge 2022-09-20T09:00:00.000Z and activityDisplayName eq 'LA''s & activity' and targetResources/any(t:t/id eq 'p1')");
    });
  });

  it('page through registrations at the pace that reports allow', async () => {
    let url = '';
    await against(loopback(paged(() => url, [[{ id: 'a', isMfaRegistered: true }], [{ id: 'b', isMfaRegistered: false }, { id: 'c' }], [], []])), async (graph) => {
      url = graph.url;
      const { directory, waits } = connected(url);
      const pages: unknown[] = [];
      for await (const page of directory.registrations()) pages.push(page);
      assert.deepEqual(pages, [[{ id: 'a', hasMethod: true }], [{ id: 'b', hasMethod: false }, { id: 'c', hasMethod: false }], [], []]);
      assert.deepEqual(waits, [4_000, 2_000]);
    });
  });
});

describe('revoking sessions', () => {
  const table: [string, Answering, unknown][] = [
    ['is done', () => ok({ value: true }), { is: 'done' }],
    ['is refused for somebody who is gone', () => problem(404, 'Request_ResourceNotFound', ''), { is: 'refused', reason: 'gone' }],
    ['is refused where it is not permitted', () => problem(403, 'Authorization_RequestDenied', ''), { is: 'refused', reason: 'forbidden' }],
    ['is for later when Graph asks for a long wait', () => problem(429, 'TooManyRequests', '', { 'retry-after': '60' }), { is: 'again', afterMs: 60_000 }],
    ['is for later when Graph is down', () => 'cut', { is: 'again', afterMs: 30_000, isUnsure: true }],
  ];
  for (const [name, answering, expected] of table) {
    it(name, async () => {
      await against(loopback(answering), async (graph) => assert.deepEqual(await connected(graph.url).sessions.revoke('p1'), expected));
    });
  }

  it('is repeated after a lost reply: twice does no harm', async () => {
    let calls = 0;
    await against(loopback(() => (++calls === 1 ? 'cut' : ok({ value: true }))), async (graph) => {
      assert.deepEqual(await connected(graph.url).sessions.revoke('p1'), { is: 'done' });
      assert.deepEqual(graph.seen.map(({ path }) => path), Array(2).fill('/users/p1/revokeSignInSessions'));
    });
  });
});
