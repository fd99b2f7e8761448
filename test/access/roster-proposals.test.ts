// A primary LA's proposal changes the roster when an operator confirms it, and in no other way.
import assert from 'node:assert/strict';
import { WorldError } from '../../src/errors.ts';
import type { Conversation } from '../../src/services.ts';
import { addPeople, type Desk } from '../support/desk.ts';
import { channel, dataOf, laOf, resolver, saidBy } from '../support/requests.ts';
import { button, openRoster, type Pressing, type Roster } from './roster-stage.ts';

describe('changes of the roster by a proposal', () => {
  let roster: Roster;
  let desk: Desk;
  let press: Roster['press'];
  let say: Roster['say'];
  let rosterOf: Roster['rosterOf'];
  beforeEach(async () => {
    roster = await openRoster();
    ({ desk, press, say, rosterOf } = roster);
  });

  const form = async (personId = 'grace') => dataOf(await say(personId, 'propose an LA'), 'propose-la').propose;
  const propose = async (inputs: Record<string, unknown> = {}) => {
    const button = await form();
    return { button, answer: await press('grace', 'roster.propose', button, { address: 'person-001@nhs.example', organisation: 'ZZ101', expires: '2023-03-31', ...inputs }) };
  };
  const waiting = async (operator = 'omar') => dataOf(await say(operator, 'roster'), 'roster-change');

  it('come into force when an operator confirms it, with the last day, and the proposer is told', async () => {
    const { answer } = await propose();
    assert.match(saidBy(answer), /^Proposed: an operator has to confirm it/);
    assert.deepEqual(await rosterOf('person-001'), []);
    const card = await waiting();
    assert.equal(card.heading, 'Proposed: a Local Administrator for Ashdown Vale Trust (ZZ101)');
    assert.deepEqual(card.facts.slice(0, 2), [{ title: 'Who', value: 'person\\-001, person\\-001\\@nhs\\.example' }, { title: 'Last day', value: 'Friday 31 March 2023' }]);
    const confirm = button(card, 'confirm');
    assert.match(saidBy(await press('omar', 'roster.confirm', confirm)), /^Confirmed/);
    assert.deepEqual(await rosterOf('person-001'), ['la of ZZ101']);
    assert.deepEqual(await desk.store.roster.of('person-001', '2023-04-01'), []);
    assert.match(roster.textsIn('a:grace').join(), /^Confirmed: person\\-001/);
    assert.deepEqual(await roster.audited(confirm.id), [['grace', 'roster-proposed', null], ['grace', 'roster-proposed-person', 'person-001'], ['omar', 'roster-confirmed', null], ['omar', 'roster-confirmed-person', 'person-001']]);
    assert.doesNotMatch(JSON.stringify(await desk.store.audit.ofRequest(confirm.id)), /@|Grace/);
  });

  it('say nothing of whom in the channel', async () => {
    await propose();
    const [text] = roster.textsIn(desk.settings.RESOLVER_CHANNEL);
    assert.match(text ?? '', /A Local Administrator is proposed for Ashdown Vale Trust \(ZZ101\)/);
    assert.doesNotMatch(text ?? '', /person|@/);
  });

  it('do not come into force when it is rejected, and what was kept of the person goes', async () => {
    await propose();
    const reject = button(await waiting(), 'reject');
    assert.match(saidBy(await press('omar', 'roster.reject', reject)), /^Rejected/);
    assert.deepEqual([await rosterOf('person-001'), (await desk.store.rosterChanges.find(reject.id))?.people], [[], []]);
    assert.match(saidBy(await press('omar', 'roster.reject', reject)), /^Rejected/);
  });

  it('are decided once, whoever presses second', async () => {
    await propose();
    const [his, hers] = [await waiting('omar'), await waiting('olga')];
    await press('omar', 'roster.reject', button(his, 'reject'));
    assert.match(saidBy(await press('olga', 'roster.confirm', button(hers, 'confirm'))), /^Rejected/);
    assert.deepEqual(await rosterOf('person-001'), []);
  });

  it('are proposed once by one form', async () => {
    const { button: once } = await propose();
    assert.match(saidBy(await press('grace', 'roster.propose', once, { address: 'person-002@nhs.example', organisation: 'ZZ101', expires: '' })), /^Proposed/);
    assert.equal((await desk.store.rosterChanges.openProposals(new Date(0), 9)).length, 1);
  });

  it('lapse after 7 days', async () => {
    await propose();
    const confirm = button(await waiting(), 'confirm');
    desk.clock.windTo('2022-09-27T09:00:01+01:00');
    assert.match(saidBy(await press('omar', 'roster.confirm', confirm)), /^Lapsed/);
    assert.match(saidBy({ card: { is: 'card', card: await say('omar', 'roster') } }), /^Nothing to decide/);
    assert.deepEqual(await rosterOf('person-001'), []);
  });

  it('are not confirmed by who proposed them, even an operator; nor for a proposer who is none any more', async () => {
    await press('greta', 'roster.propose', await form('greta'), { address: 'person-001@nhs.example', organisation: 'ZZ101', expires: '' });
    assert.match(saidBy(await press('greta', 'roster.confirm', button(await waiting('greta'), 'confirm'))), /for somebody else/);
    const confirm = button(await waiting('omar'), 'confirm');
    desk.world.roles.set('greta', laOf('ZZ101'));
    assert.match(saidBy(await press('omar', 'roster.confirm', confirm)), /not a Primary Local Administrator there any more/);
    assert.deepEqual(await rosterOf('person-001'), []);
  });

  it('never make a primary LA an ordinary one', async () => {
    await desk.store.transaction(tx => tx.roster.save([], [{ personId: 'person-001', organisation: 'ZZ101', role: 'primary-la', expiresOn: null }]));
    const { answer } = await propose();
    assert.match(JSON.stringify(answer), /Primary Local Administrator there already/);
    assert.deepEqual(await rosterOf('person-001'), ['primary-la of ZZ101']);
  });

  for (const [name, inputs, problem] of [
    ['no address', { address: 'jo' }, /not one email address/],
    ['somebody who is not there', { address: 'nobody@nhs.example' }, /not found in the directory/],
    ['two people', { address: 'both@nhs.example' }, /more than one person/],
    ['a guest', { address: 'guest-001@nhs.example' }, /a guest in the directory/],
    ['somebody disabled', { address: 'off-001@nhs.example' }, /disabled in the directory/],
    ['a last day that is over', { expires: '2022-09-19' }, /over already/],
    ['a last day that is none', { expires: '31/03/2023' }, /enter one address/],
  ] as const) {
    it(`are not proposed for ${name}`, async () => {
      desk.world.aliases.set('both@nhs.example', ['person-001', 'person-002']);
      addPeople(desk, 1, { isGuest: true }, 'guest');
      addPeople(desk, 1, { isEnabled: false }, 'off');
      assert.match(JSON.stringify((await propose(inputs)).answer), problem);
      assert.deepEqual(await desk.store.rosterChanges.openProposals(new Date(0), 9), []);
    });
  }

  it('are not confirmed for somebody who left or was disabled meanwhile, or while the directory is away', async () => {
    await propose();
    const confirm = button(await waiting(), 'confirm');
    const [jo] = [desk.world.people.get('person-001') ?? assert.fail()];
    desk.world.people.set(jo.id, { ...jo, isEnabled: false });
    assert.match(saidBy(await press('omar', 'roster.confirm', confirm)), /left the directory since, or are disabled/);
    desk.world.faults.push(new WorldError('unavailable', 'away'));
    await assert.rejects(press('omar', 'roster.confirm', confirm), /does not answer/);
    assert.deepEqual(await rosterOf(jo.id), []);
  });

  it('are proposed by nobody else, for no other organisation, from nowhere else, with no other nonce', async () => {
    for (const personId of ['priya', 'dan', 'omar', 'noor']) assert.match(saidBy({ card: { is: 'card', card: await say(personId, 'propose an LA') } }), /^Not yours to propose/);
    const right = await form();
    const inputs = { address: 'person-001@nhs.example', organisation: 'ZZ101', expires: '' };
    const wrong: [string, Pressing, Record<string, unknown>, Conversation?][] = [
      ['grace', right, { ...inputs, organisation: 'ZZ202' }], ['grace', right, { ...inputs, organisation: 'ZZ909' }], ['priya', right, inputs], ['greta', right, inputs],
      ['grace', right, inputs, channel()], ['grace', { ...right, nonce: 'A'.repeat(22) }, inputs], ['grace', { ...right, id: '00000000-0000-4000-8000-000000000099' }, inputs],
    ];
    for (const [personId, data, typed, from] of wrong) assert.match(saidBy(await press(personId, 'roster.propose', data, typed, from)), /for somebody else/, `${personId} ${JSON.stringify(typed)}`);
    desk.world.roles.set('grace', laOf('ZZ101'));
    assert.match(saidBy(await press('grace', 'roster.propose', right, inputs)), /for somebody else/);
    assert.deepEqual(await desk.store.rosterChanges.openProposals(new Date(0), 9), []);
  });

  it('are confirmed by nobody else, from nowhere else, with no other nonce', async () => {
    await propose();
    const confirm = button(await waiting(), 'confirm');
    for (const [personId, data, from] of [['olga', confirm], ['grace', confirm], ['omar', confirm, channel()], ['omar', { ...confirm, nonce: button(await waiting(), 'reject').nonce }]] as [string, Pressing, Conversation?][]) {
      assert.match(saidBy(await press(personId, 'roster.confirm', data, {}, from)), /for somebody else/, personId);
    }
    desk.world.roles.set('omar', resolver);
    assert.match(saidBy(await press('omar', 'roster.confirm', confirm)), /for somebody else/);
    assert.deepEqual(await rosterOf('person-001'), []);
  });
});
