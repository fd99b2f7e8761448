// MFA is confirmed when sign-in would really ask: in the group, the policy on, and neither the person nor a group of theirs left out.
import assert from 'node:assert/strict';
import { enableMfa, standardPolicies } from '../../src/kinds/enable-mfa.ts';
import type { MfaPolicy, Services } from '../../src/services.ts';
import { testSettings } from '../support/requests.ts';

const settings = testSettings();
const group = settings.MFA_GROUP;
const policy = (more: Partial<MfaPolicy> = {}): MfaPolicy => ({ id: 'standard', isOn: true, asksAtEverySignIn: true, includeGroups: [group], excludeGroups: ['exceptions'], excludeUsers: ['broken-glass'], ...more });

type World = { policies?: MfaPolicy[]; groups?: Record<string, string[]> };
const asked: string[][] = [];
const needs = ({ policies = [policy()], groups = {} }: World) =>
  ({
    settings,
    directory: {
      mfaPolicies: () => Promise.resolve(policies),
      membership: (ids: readonly string[], groupIds: readonly string[]) => (asked.push([...groupIds]), Promise.resolve(new Map(ids.map(id => [id, new Set((groups[id] ?? []).filter(name => groupIds.includes(name)))])))),
    },
  }) as unknown as Services;

async function confirmed(id: string, world: World) {
  if (typeof enableMfa.confirm !== 'function') assert.fail();
  const read = await enableMfa.confirm(needs(world), [{ personId: id, step: 'join-group', attempt: 1, appliedSince: new Date(0) }]);
  return read.get(id);
}

const excluded = { is: 'contradicted', reason: 'excluded' };
const off = { is: 'contradicted', reason: 'policy-off' };
const cases: [string, string, World, object][] = [
  ['in the group', 'jo', { groups: { jo: [group] } }, { is: 'confirmed' }],
  ['not in the group yet', 'jo', {}, { is: 'not-yet' }],
  ['in the group and in an excluded group', 'jo', { groups: { jo: [group, 'exceptions'] } }, excluded],
  ['only in the excluded group', 'jo', { groups: { jo: ['exceptions'] } }, excluded],
  ['in the group and excluded by name', 'broken-glass', { groups: { 'broken-glass': [group] } }, excluded],
  ['in the group, the policy off', 'jo', { policies: [policy({ isOn: false })], groups: { jo: [group] } }, off],
  ['in the group, no policy at all', 'jo', { policies: [], groups: { jo: [group] } }, off],
  ['in the group, a policy for other groups only', 'jo', { policies: [policy({ includeGroups: ['other'] })], groups: { jo: [group] } }, off],
  ['in the group, another policy before the right one', 'jo', { policies: [policy({ includeGroups: ['other'], excludeUsers: ['jo'] }), policy()], groups: { jo: [group] } }, { is: 'confirmed' }],
  ['in the group, a policy that does not ask at every sign-in', 'jo', { policies: [policy({ asksAtEverySignIn: false })], groups: { jo: [group] } }, off],
  ['in the group, excluded by name from one of two policies', 'jo', { policies: [policy({ excludeUsers: ['jo'] }), policy()], groups: { jo: [group] } }, { is: 'confirmed' }],
  ['in the group, excluded by group from one of two policies', 'jo', { policies: [policy({ excludeGroups: ['leavers'] }), policy()], groups: { jo: [group, 'leavers'] } }, { is: 'confirmed' }],
  ['in the group, excluded from both of two policies, each in its way', 'jo', { policies: [policy({ excludeGroups: ['leavers'] }), policy({ excludeUsers: ['jo'] })], groups: { jo: [group, 'leavers'] } }, excluded],
];

describe('confirming MFA', () => {
  for (const [name, id, world, result] of cases) {
    it(`${name}: ${Object.values(result).join(', ')}`, async () => assert.deepEqual(await confirmed(id, world), result));
  }

  it('asks for the group and the exclusions together', async () => {
    asked.length = 0;
    await confirmed('jo', {});
    assert.deepEqual(asked, [[group, 'exceptions']]);
  });

  it('asks for the exclusions of every policy that counts, and of no other', async () => {
    asked.length = 0;
    await confirmed('jo', { policies: [policy(), policy({ isOn: false, excludeGroups: ['old'] }), policy({ excludeGroups: ['leavers', 'exceptions'] })] });
    assert.deepEqual(asked, [[group, 'exceptions', 'leavers']]);
  });

  it('rests on the policies that are on and include the group by its id', () => {
    const policies = [policy({ id: 'old', isOn: false }), policy({ id: 'new' }), policy({ id: 'everybody', includeGroups: [] }), policy({ id: 'too' })];
    assert.deepEqual(standardPolicies(policies, group).map(({ id }) => id), ['new', 'too']);
  });
});

describe('who has MFA already', () => {
  it('is who is in the group, nested groups included', async () => {
    assert.deepEqual(await enableMfa.already(needs({ groups: { jo: [group], sam: ['exceptions'] } }), ['jo', 'sam', 'lee']), new Set(['jo']));
  });
});

describe('the lane', () => {
  it('is the group: it has one writer at a time', () => assert.equal(enableMfa.lane({ settings }, 'jo'), `group:${group}`));
});
