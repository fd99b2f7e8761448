// What only the directory can say about the settings: whether the MFA group can be written to.
import assert from 'node:assert/strict';
import { pino } from 'pino';
import { checkMfaGroup } from '../src/check-settings.ts';
import { SettingsError } from '../src/config.ts';
import type { GroupFacts, MfaPolicy, Services } from '../src/services.ts';
import { testSettings } from './support/requests.ts';

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
