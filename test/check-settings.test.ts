// What only the directory can say about the settings: whether the MFA group can be written to.
import assert from 'node:assert/strict';
import { pino } from 'pino';
import { checkChannelFiles, checkMfaGroup } from '../src/check-settings.ts';
import { SettingsError } from '../src/config.ts';
import { WorldError } from '../src/errors.ts';
import type { GroupFacts, MfaPolicy, Services } from '../src/services.ts';
import { channel, testSettings } from './support/requests.ts';

const settings = testSettings();
const good: GroupFacts = { id: settings.MFA_GROUP, displayName: 'MFA', isSecurity: true, isDynamic: false, isSynced: false, isMailEnabled: false, isRoleAssignable: false };
const policy: MfaPolicy = { id: 'p', isOn: true, asksAtEverySignIn: true, includeGroups: [settings.MFA_GROUP], excludeGroups: [], excludeUsers: [] };

async function checked(group: GroupFacts | null, policies: MfaPolicy[] = [policy]): Promise<string[]> {
  const said: string[] = [];
  const log = pino({ base: null }, { write: (line: string) => void said.push(line) });
  await checkMfaGroup({ settings, log, directory: { group: () => Promise.resolve(group), mfaPolicies: () => Promise.resolve(policies) } as unknown as Services['directory'] });
  return said;
}

describe('MFA_GROUP at start', () => {
  it('is fine as an assigned security group that a policy includes', async () => assert.deepEqual(await checked(good), []));

  for (const [name, change, why] of [
    ['not a security group', { isSecurity: false }, /not a security group/],
    ['dynamic', { isDynamic: true }, /dynamic/],
    ['synchronised', { isSynced: true }, /synchronised/],
    ['mail-enabled', { isMailEnabled: true }, /mail-enabled/],
    ['role-assignable', { isRoleAssignable: true }, /directory roles/],
  ] as const) {
    it(`is refused when it is ${name}`, () => assert.rejects(checked({ ...good, ...change }), (error: unknown) => error instanceof SettingsError && /^MFA_GROUP /.test(error.message) && why.test(error.message)));
  }

  it('is refused when the directory does not have it', () => assert.rejects(checked(null), /MFA_GROUP is not in the directory/));

  const useless: [string, MfaPolicy[]][] = [['is off', [{ ...policy, isOn: false }]], ['asks only at some sign-ins', [{ ...policy, asksAtEverySignIn: false }]], ['includes another group', [{ ...policy, includeGroups: ['other'] }]], ['is not there', []]];
  for (const [name, policies] of useless) {
    it(`is only warned of when the policy ${name}, because it may be switched on later`, async () => {
      const said = await checked(good, policies);
      assert.equal(said.length, 1);
      assert.match(said[0] ?? '', /nobody can be confirmed/);
    });
  }
});

describe('CHANNEL_FILES at start', () => {
  const refused = () => new WorldError('refused', 'Microsoft Graph refused the request (403 Forbidden).', { code: 'Forbidden' });
  const away = () => new WorldError('unavailable', 'Microsoft Graph did not answer.');
  const all = ['Files.Read.All', 'ChannelMessage.Read.All'];
  type Given = { granted?: string[] | null | Error; read?: () => Promise<{ is: 'missing' }>; groupOf?: () => Promise<string | null>; isOn?: boolean };

  /** Two teams, and a channel whose team nobody has named yet. */
  async function told({ granted = all, read = () => Promise.resolve({ is: 'missing' }), groupOf = () => Promise.resolve('g1'), isOn = true }: Given): Promise<{ level: number; msg: string }[]> {
    const said: { level: number; msg: string }[] = [];
    const log = pino({ base: null }, { write: (line: string) => void said.push(JSON.parse(line) as { level: number; msg: string }) });
    const channels = ['team-1', 'team-1', 'team-2', null].map((teamId, index) => ({ ...channel(`19:c${index}@thread.tacv2`), teamId, channelId: `19:c${index}@thread.tacv2` }));
    const services = {
      settings: testSettings({ CHANNEL_FILES: isOn ? 'on' : 'off' }), log, messenger: { groupOf },
      store: { conversations: { channels: () => Promise.resolve(channels) } },
      channelFiles: { read, granted: () => (granted instanceof Error ? Promise.reject(granted) : Promise.resolve(granted)) },
    };
    await checkChannelFiles(services as unknown as Services);
    return said;
  }

  const asked: [what: string, given: Given, said: [level: number, words: RegExp][]][] = [
    ['says nothing where all is granted', {}, []],
    ['says nothing, and asks nothing, while it is off', { granted: new Error('asked'), isOn: false }, []],
    ['names Files.Read.All where it is missing', { granted: ['ChannelMessage.Read.All'] }, [[50, /lacks Files\.Read\.All/]]],
    ['takes a permission that holds it for enough', { granted: ['Sites.Read.All', 'ChannelMessage.Read.All'] }, []],
    ['says nothing where each team has consented', { granted: ['Files.Read.All'] }, []],
    ['counts the teams that have not, where ChannelMessage.Read.All is missing too', { granted: ['Files.Read.All'], read: () => Promise.reject(refused()) }, [[50, /in 2 of 2 teams[^]*ChannelMessage\.Read\.Group[^]*ChannelMessage\.Read\.All/]]],
    ['names both', { granted: [], read: () => Promise.reject(refused()) }, [[50, /lacks Files\.Read\.All/], [50, /in 2 of 2 teams/]]],
    ['leaves out a team that LA Desk is not in any more', { granted: ['Files.Read.All'], read: () => Promise.reject(refused()), groupOf: () => Promise.resolve(null) }, []],
    ['says that it could not find out, and goes on', { granted: away() }, [[40, /could not be found out/]]],
    ['says so of a team, too', { granted: ['Files.Read.All'], read: () => Promise.reject(away()) }, [[40, /could not be found out/]]],
    ['says that the identity is refused', { granted: new WorldError('refused', 'Microsoft Entra refused to sign the Graph identity in.', { code: 'sign-in-refused' }) }, [[50, /could not be found out/]]],
    ['judges nothing by a token that cannot be read, but asks the teams', { granted: null, read: () => Promise.reject(refused()) }, [[50, /in 2 of 2 teams/]]],
  ];
  for (const [what, given, said] of asked) {
    it(what, async () => {
      const lines = await told(given);
      assert.deepEqual(lines.map(({ level }) => level), said.map(([level]) => level));
      said.forEach(([, words], index) => assert.match(lines[index]?.msg ?? '', words));
    });
  }
});
