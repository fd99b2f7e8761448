// A roster that an operator sends as a file: read, checked in the directory, shown, and imported when that operator says so.
import assert from 'node:assert/strict';
import { WorldError } from '../../src/errors.ts';
import { addPeople, type Desk } from '../support/desk.ts';
import { dataOf, laOf, personal, saidBy } from '../support/requests.ts';
import { button, openRoster, type Roster } from './roster-stage.ts';

const header = 'Organisation code,Organisation,Email address,Role,Expires';

describe('changes of the roster by a file', () => {
  let roster: Roster;
  let desk: Desk;
  let press: Roster['press'];
  let say: Roster['say'];
  let rosterOf: Roster['rosterOf'];
  beforeEach(async () => {
    roster = await openRoster();
    ({ desk, press, say, rosterOf } = roster);
  });

  const send = (personId: string, ...lines: string[]) => say(personId, 'the roster for October', { name: 'roster.csv', text: [header, ...lines, ''].join('\r\n') });

  it('are shown first, line by line, and come into force when its operator imports them', async () => {
    addPeople(desk, 1, { isGuest: true }, 'guest');
    const card = dataOf(await send('omar', 'ZZ101,Ashdown Vale Trust,person-001@nhs.example,LA,2023-03-31', 'ZZ404,New Trust,Person-002@nhs.example,Primary LA,', 'ZZ101,Ashdown,person-001@nhs.example,Primary LA,', 'ZZ101,A,nobody@nhs.example,LA,', 'Z!,A,person-003@nhs.example,LA,', 'ZZ101,A,guest-001@nhs.example,LA,'), 'roster-change');
    assert.equal(card.heading, 'Checked, not imported: 2 people from 6 lines');
    assert.deepEqual(card.facts.map(({ title, value }) => `${title} ${value}`), ['2 would be on the roster', '1 named a second time for one organisation', '1 left out: not found in the directory. Row 5', '1 left out: a code, role or last day that is none. Row 6', '1 left out: guests. Row 7']);
    assert.deepEqual(await rosterOf('person-001'), []);
    assert.match(saidBy(await press('omar', 'roster.confirm', button(card, 'confirm'))), /^Imported: 2 people/);
    assert.deepEqual([await rosterOf('person-001'), await rosterOf('person-002'), await desk.store.roster.organisationName('ZZ404')], [['primary-la of ZZ101'], ['primary-la of ZZ404'], 'New Trust']);
  });

  it('end with a last day that is over', async () => {
    await desk.store.transaction(tx => tx.roster.save([], [{ personId: 'person-001', organisation: 'ZZ101', role: 'la', expiresOn: null }]));
    const card = dataOf(await send('omar', 'ZZ101,Ashdown Vale Trust,person-001@nhs.example,LA,2022-09-19'), 'roster-change');
    await press('omar', 'roster.confirm', button(card, 'confirm'));
    assert.deepEqual(await rosterOf('person-001'), []);
  });

  it('take columns in any order and spelling, semicolons, and Windows-1252', async () => {
    const file = { name: 'r.csv', text: 'role;EMAIL ADDRESS;organisation;Organisation Code\nLA;person-003@nhs.example;Trust;zz101\n' };
    assert.equal(dataOf(await say('omar', 'roster', file), 'roster-change').heading, 'Checked, not imported: 1 person from 1 line');
  });

  it('are forgotten when the operator says so', async () => {
    const card = dataOf(await send('omar', 'ZZ101,A,person-001@nhs.example,LA,'), 'roster-change');
    assert.match(saidBy(await press('omar', 'roster.reject', button(card, 'reject'))), /^Forgotten/);
    assert.match(saidBy(await press('omar', 'roster.confirm', button(card, 'confirm'))), /^Forgotten/);
    assert.deepEqual(await rosterOf('person-001'), []);
  });

  it('are imported by nobody but whoever sent it, and only whole', async () => {
    const card = dataOf(await send('omar', 'ZZ101,A,person-001@nhs.example,LA,', 'ZZ101,A,person-002@nhs.example,LA,'), 'roster-change');
    assert.match(saidBy(await press('olga', 'roster.confirm', button(card, 'confirm'))), /for somebody else/);
    desk.world.people.delete('person-002');
    assert.match(saidBy(await press('omar', 'roster.confirm', button(card, 'confirm'))), /Nothing was imported: send the file again/);
    assert.deepEqual(await rosterOf('person-001'), []);
  });

  it('are read from operators only', async () => {
    desk.world.roles.set('both', { ...laOf('ZZ101'), isResolver: true });
    for (const personId of ['grace', 'priya', 'dan', 'noor', 'both']) {
      await desk.store.transaction(tx => tx.conversations.remember(personal(personId), desk.clock.calendar()));
      assert.match(saidBy({ card: { is: 'card', card: await send(personId, 'ZZ101,A,person-001@nhs.example,LA,') } }), /^Not read: a roster is for operators/, personId);
    }
    for (const personId of ['grace', 'priya', 'dan', 'noor']) assert.match(saidBy({ card: { is: 'card', card: await say(personId, 'roster') } }), /^Not shown/, personId);
  });

  for (const [name, text, heading] of [
    ['has no such columns', 'EmailAddress\nperson-001@nhs.example\n', /^Not imported: this is no roster/],
    ['is a workbook', 'PK\u0003\u0004[Content_Types].xml', /^We could not read this roster/],
    ['is empty', '', /^Not imported: this is no roster|^We could not read/],
    ['names nobody', `${header}\n`, /^Checked: nobody to import/],
    ['has more than 5,000 lines', `${header}\n${'ZZ101,A,person-001@nhs.example,LA,\n'.repeat(5_001)}`, /^We could not read this roster/],
  ] as const) {
    it(`are none where the file ${name}`, async () => {
      assert.match(saidBy({ card: { is: 'card', card: await say('omar', 'roster', { name: 'r.csv', text }) } }), heading);
      assert.deepEqual(await rosterOf('person-001'), []);
    });
  }

  it('say that the directory is away, and that nothing was imported', async () => {
    desk.world.faults.push(new WorldError('unavailable', 'away'));
    assert.match(JSON.stringify(await send('omar', 'ZZ101,A,person-001@nhs.example,LA,')), /Microsoft 365 did not answer\. Nothing was imported/);
  });
});
