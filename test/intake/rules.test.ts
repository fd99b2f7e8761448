// What the file says of a row: every spelling of a status, kinds of mailbox, doubts, and names that look like a team's.
import assert from 'node:assert/strict';
import type { Columns } from '../../src/intake/columns.ts';
import { judgeRow, type Doubt, type FileCause } from '../../src/intake/rules.ts';
import { looksShared } from '../../src/intake/shared-names.ts';

const columns: Columns = {
  address: [0], status: 1, mailboxType: 2, accountType: 3, addressNames: ['Email'], read: [], ignoredCount: 0, recordsBefore: 1, width: 5, lastRead: 3,
};
const judged = (...cells: string[]) => judgeRow(2, cells, columns);

describe('judgeRow', () => {
  const statuses: [string, FileCause | null, ...Doubt[]][] = [
    ['Active', null], ['', null], ['Inactive', null], ['Unlocked', null], ['ACTIVE', null],
    ['Deleted', 'deleted'], ['deleted', 'deleted'], ['Deleted Permanent', 'deleted'], ['Deleted_Permanent', 'deleted'], ['DeletedPermanent', 'deleted'],
    ['Deleted Perm', 'deleted'], ['Deleted (Permanent)', 'deleted'], [' Deleting ', 'deleted'], ['Del\u00ADeted', 'deleted'],
    ['Disabled', null, 'disabled'], ['Disabling', null, 'disabled'], ['Disabled_Leaver', null, 'disabled', 'leaver'], ['Locked', null, 'locked'],
    ['Pending', null, 'pending'], ['Migration Pending', null, 'pending'], ['MigrationPending', null, 'pending'], ['Enabling', null, 'pending'], ['Restoring', null, 'pending'],
    ['Active (Leaver)', null, 'leaver'],
  ];
  for (const [status, cause, ...doubts] of statuses) {
    it(`says ${[cause ?? 'nothing against', ...doubts].join(', ')} for the status "${status}"`, () => {
      const row = judged('sam.okoro@nhs.example', status, 'User', '', '');
      assert.deepEqual([row.fileCause, row.doubts], [cause, doubts]);
    });
  }

  const kinds: [string, FileCause | null][] = [
    ['User', null], ['', null], ['UserMailbox', null], ['Shared', 'shared'], ['shared mailbox', 'shared'], ['SharedMailbox', 'shared'],
    ['Resource', 'resource'], ['RoomMailbox', 'resource'], ['EquipmentMailbox', 'resource'],
  ];
  for (const [kind, cause] of kinds) {
    it(`says ${cause ?? 'nothing'} for the mailbox type "${kind}"`, () => assert.equal(judged('sam.okoro@nhs.example', 'Active', kind, '', '').fileCause, cause));
  }

  it('says shared before deleted, and deleted before a bad address', () => {
    assert.equal(judged('sam@', 'Deleted', 'Shared', '', '').fileCause, 'shared');
    assert.equal(judged('sam@', 'Deleted', 'User', '', '').fileCause, 'deleted');
    assert.equal(judged('', 'Active', 'User', '', '').fileCause, 'no-address');
  });

  it('doubts an application account once, not for its name too', () => {
    assert.deepEqual(judged('appointment.reminder@nhs.example', 'Active', 'User', 'ApplicationAccount', '').doubts, ['application']);
    assert.deepEqual(judged('appointment.reminder@nhs.example', 'Active', 'User', '', '').doubts, ['looks-shared']);
  });

  it('keeps a bad address short and free of marks nobody sees', () => {
    assert.equal(judged(`\u202Esam\u0000${'x'.repeat(5000)}`, 'Active', 'User', '', '').address, `sam${'x'.repeat(251)}`);
  });

  it('takes a row with empty cells too many, not one with full ones', () => {
    assert.equal(judged('a.b@nhs.example', '', '', '', '', '', ' ').fileCause, null);
    assert.equal(judged('a.b@nhs.example', '', '', '', '', 'x').fileCause, 'unreadable-row');
    assert.equal(judged('a.b@nhs.example', '', '').fileCause, 'unreadable-row');
    assert.equal(judged('a.b@nhs.example', '', '', '').fileCause, null);
  });

  it('gives every value where the column is still open, and judges the mailbox all the same', () => {
    const open = { ...columns, address: [0, 4] };
    assert.deepEqual(judgeRow(7, ['<a.b@nhs.example>', 'Deleted', 'User', '', 'not one'], open), {
      number: 7, address: '', alternatives: ['a.b@nhs.example', 'not one'], fileCause: 'deleted', doubts: [],
    });
  });
});

describe('looksShared', () => {
  const teams = ['info', 'noreply', 'no-reply', 'do.not.reply', 'reception', 'ward7', 'ward.7', 'ward-12.ashdown', 'gp.n8000', 'gp-n8000', 'pharmacy.fx123', 'care.ab12', 'ashdown.reception', 'reception2', 'appointment.reminder', 'hr', 'it.helpdesk', 'ashdownreception', 'cardiology.secretaries', 'nhspharmacy.leeds.main', 'rota_team'];
  for (const name of teams) it(`doubts ${name}@`, () => assert.ok(looksShared(`${name}@nhs.example`)));

  const people = ['sam.okoro', 'jane.ward', 'ward.smith', 'siobhan.o\'neil', 'carey.hall2', 'carey2.hall', 'tashworth', 'jane.page', 'bay.nguyen', 'dean.clinton', 'a.b', 'noor.aziz3', 'mary-jane.unitt', 'teamia.jones', 'no.tran', 'grace.okafor', 'li.hu', 'dan.ferris', 'robert.wardle12'];
  for (const name of people) it(`does not doubt ${name}@`, () => assert.ok(!looksShared(`${name}@nhs.example`)));
});
