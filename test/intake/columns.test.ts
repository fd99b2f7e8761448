// Which column is found under which names, and when we have to ask.
import assert from 'node:assert/strict';
import { findColumns, normaliseName } from '../../src/intake/columns.ts';

const row = (...cells: string[]): string[] => cells;

const addressOf = (records: string[][]): string[] | { none: string[] } => {
  const found = findColumns(records);
  return 'none' in found ? found : found.addressNames;
};

describe('findColumns', () => {
  for (const name of ['EmailAddress', 'Email', 'E-mail address', ' EMAIL ADDRESS ', 'Email_Address', 'e‑mail', 'Mail', 'UserPrincipalName', 'UPN', 'PrimarySMTPAddress', 'Primary SMTP Address', 'NHSmail address', 'WindowsEmailAddress']) {
    it(`knows "${name}" as the address by its name`, () => {
      assert.deepEqual(addressOf([row('Name', name), row('Sam', 'not an address')]), [name.trim()]);
    });
  }

  const address = 'sam.okoro@nhs.example';
  const other = 'sam@home.example';
  const cases: [string, string[][], string[] | { none: string[] }][] = [
    ['takes EmailAddress before UserPrincipalName', [row('UserPrincipalName', 'EmailAddress'), row(other, address)], ['EmailAddress']],
    ['takes a better name even where a cell in it is bad', [row('UPN', 'Email'), row(other, 'sam@')], ['Email']],
    ['takes UserPrincipalName where EmailAddress is empty', [row('EmailAddress', 'UserPrincipalName'), row('', address)], ['UserPrincipalName']],
    ['takes PrimarySmtpAddress before Mail', [row('mail', 'PrimarySmtpAddress'), row(other, address)], ['PrimarySmtpAddress']],
    ['takes a sure name before a loose one', [row('Manager email', 'Email'), row(other, address)], ['Email']],
    ['asks between two loose names', [row('Work email', 'Personal email'), row(address, other)], ['Work email', 'Personal email']],
    ['asks between two equally good names', [row('Email', 'Email address'), row(address, other)], ['Email', 'Email address']],
    ['tells apart two columns of one name', [row('Email', 'x', 'Email'), row(address, '', other)], ['Email (column A)', 'Email (column C)']],
    ['leaves out a loose name whose cells are no addresses', [row('Email verified', 'Work email'), row('True', address)], ['Work email']],
    ['believes the cells where no name is known', [row('Staff', 'Contact'), row('Sam', address)], ['Contact']],
    ['asks where two unknown columns hold addresses', [row('First', 'Second'), row(address, other)], ['First', 'Second']],
    ['does not take notes that mention an address', [row('Who', 'Notes'), row('Sam', 'call'), row('Jo', 'ring'), row('Kim', address)], { none: ['Who', 'Notes'] }],
    ['takes a bare list', [row(address), row(other)], ['column A']],
    ['finds the address in a bare list with names', [row('Sam Okoro', address), row('Jo Hart', 'jo.hart@nhs.example')], ['column B']],
    ['asks in a bare list of two addresses', [row(address, other)], ['column A', 'column B']],
    ['finds the header below a title', [row('Staff in March'), row('Name', 'Email'), row('Sam', address)], ['Email']],
    ['does not take a row for a header because it says "Email"', [row('Name', 'Contact', 'Prefers'), row('Sam', address, 'Email')], ['Contact']],
    ['takes a header that shows what to write for a header', [row('Name', 'Email', 'Not name@nhs'), row('Sam', address, '')], ['Email']],
    ['names at most 5 of the columns found', [row('a', 'b', '', 'c', 'd', 'e', 'f'), row('1', '2', '3')], { none: ['a', 'b', 'c', 'd', 'e'] }],
    ['shows names without marks that turn them round', [row('\u202Eliam\u0007E', 'x'), row('1', '2')], { none: ['liam E', 'x'] }],
  ];
  for (const [what, records, expected] of cases) it(what, () => assert.deepEqual(addressOf(records), expected));

  it('says which other columns the rules read and how many are ignored', () => {
    const found = findColumns([row('Id', 'Recipient Type Details', 'Status', 'Email', 'Account Type', ''), row('1', 'UserMailbox', 'Active', address, '', '')]);
    assert.ok(!('none' in found));
    assert.deepEqual([found.read, found.ignoredCount], [['Status', 'Recipient Type Details', 'Account Type'], 1]);
    assert.deepEqual([found.status, found.mailboxType, found.accountType, found.lastRead, found.width], [2, 1, 4, 4, 6]);
  });

  it('is not moved by names that objects have', () => {
    assert.deepEqual(addressOf([row('__proto__', 'constructor', 'Email'), row('x', 'y', address)]), ['Email']);
    assert.equal(normaliseName('__proto__'), 'proto');
  });

  it('finds its own header in a column beyond Z', () => {
    const cells = (last: string): string[] => [...new Array<string>(27).fill('x'), last];
    assert.deepEqual(addressOf([cells(address), cells(other)]), ['column AB']);
  });
});
