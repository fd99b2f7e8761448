// The sample files, counted against the directory as Graph shows it, not against how they were made.
import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { startSandbox, type RunningSandbox } from '../support/sandbox.ts';
import { filter, graphAs, groupNow, valueOf, type Graph } from './graph-caller.ts';

type Row = Record<string, string>;
type Person = { id: string; companyName: string | null; accountEnabled: boolean };
const person = z.looseObject({ id: z.string(), companyName: z.string().nullable(), accountEnabled: z.boolean() });

describe('the sandbox\'s samples', () => {
  let sandbox: RunningSandbox;
  let read: Graph;
  before(async () => {
    sandbox = await startSandbox();
    read = await graphAs(sandbox, 'READ');
  });
  after(() => sandbox.stop());

  const bytes = async (name: string) => Buffer.from(await (await fetch(`${sandbox.url}/samples/${name}`)).arrayBuffer());
  const rows = async (name: string) => parse<Row>(await bytes(name), { columns: true });

  async function find(path: string, address: string, headers = {}): Promise<Person[]> {
    const answer = await read('GET', `/users?$select=id,companyName,accountEnabled&${path}`, undefined, headers);
    assert.equal(answer.status, 200, address);
    return valueOf(answer).map(one => person.parse(one));
  }
  const byUpn = (address: string) => find(filter(`userPrincipalName eq '${address}'`), address);
  const byMail = (address: string) => find(filter(`mail eq '${address}'`), address);
  const byProxy = (address: string) => find(`${filter(`proxyAddresses/any(p:p eq 'smtp:${address}')`)}&$count=true`, address, { ConsistencyLevel: 'eventual' });

  /** What the directory and the file say of one row, in the words of the count below. */
  async function verdict(row: Row, inGroup: ReadonlySet<string>): Promise<string[]> {
    if (row.Status?.startsWith('Delet')) return ['deleted'];
    if (row.MailboxType !== 'User') return [row.MailboxType ?? ''];
    const address = row.EmailAddress ?? '';
    const passes: [string, Person[]][] = [['upn', await byUpn(address)], ['mail', await byMail(address)], ['proxy', await byProxy(address)]];
    const [pass, [found]] = passes.find(([, people]) => people.length === 1) ?? ['', []];
    if (!found) return ['not found'];
    if (found.companyName !== 'ZZ101') return ['other organisation'];
    if (inGroup.has(found.id)) return ['already'];
    return ['would change', `by ${pass}`, ...(row.AccountType === 'ApplicationAccount' ? ['application'] : []), ...(row.Status === 'Disabled' && !found.accountEnabled ? ['disabled'] : [])];
  }

  it('has in the Mailbox report exactly the mix that it is told to have', async function () {
    this.timeout(60_000);
    const report = await rows('mailbox-report.csv');
    const inGroup = await groupNow(sandbox);
    const counts: Record<string, number> = {};
    for (const row of report) for (const word of await verdict(row, inGroup)) counts[word] = (counts[word] ?? 0) + 1;
    assert.deepEqual(counts, {
      'would change': 271, 'by upn': 268, 'by mail': 2, 'by proxy': 1, 'application': 3, 'disabled': 2,
      'already': 17, 'other organisation': 5, 'not found': 4, 'deleted': 6, 'Shared': 8, 'Resource': 1,
    });
    assert.equal(report.length, 312);
    assert.equal(Object.keys(report[0] ?? {}).length, 43);
    assert.equal(new Set(report.map(row => row.EmailAddress)).size, 312);
    assert.deepEqual([...new Set(report.map(row => row.Status))].sort(), ['Active', 'Deleted', 'Deleted Permanent', 'Deleted_Permanent', 'Deleting', 'Disabled']);
  });

  it('has typing mistakes that are one swap away from somebody real', async () => {
    const report = await rows('mailbox-report.csv');
    const unknown = [];
    for (const row of report.filter(one => one.MailboxType === 'User' && one.Status === 'Active')) {
      const address = row.EmailAddress ?? '';
      if ((await byUpn(address)).length + (await byMail(address)).length === 0) unknown.push(address);
    }
    const swaps = (address: string) => Array.from({ length: address.length }, (_, n) => address.slice(0, n) + (address[n + 1] ?? '') + (address[n] ?? '') + address.slice(n + 2));
    const close = [];
    for (const address of unknown) {
      const hits = await Promise.all(swaps(address).filter(one => one.length === address.length).map(byUpn));
      if (hits.some(people => people.length === 1)) close.push(address);
    }
    assert.equal(close.length, 2);
  });

  it('has lists of the size it says, of people who would change', async () => {
    const inGroup = await groupNow(sandbox);
    for (const [name, count, organisation] of [['bare-list.csv', 60, 'ZZ101'], ['small-list.csv', 20, 'ZZ101'], ['other-organisation.csv', 5, 'ZZ202']] as const) {
      const people = await Promise.all((await rows(name)).map(async row => (await byUpn(row.EmailAddress ?? ''))[0]));
      assert.equal(people.length, count, name);
      assert.ok(people.every(one => one?.companyName === organisation && !inGroup.has(one.id)), name);
    }
  });

  it('has one bad file of each kind', async () => {
    const table: [name: string, holds: (content: Buffer) => boolean][] = [
      ['workbook.csv', content => content.subarray(0, 2).toString() === 'PK'],
      ['empty.csv', content => content.length === 0],
      ['header-only.csv', content => content.toString().trim().split('\n').length === 1],
      ['no-address.csv', content => !content.includes('@')],
      ['open-quote.csv', content => content.toString().split('"').length === 2],
      ['two-columns.csv', content => /^[^,]*mail[^,]*,[^,]*mail/i.test(content.toString())],
      ['utf16.csv', content => content[0] === 0xff && content[1] === 0xfe && content.includes(Buffer.from('Ž', 'utf16le'))],
      ['windows-1252.csv', content => content.includes(0xfc) && !content.includes(Buffer.from('ü', 'utf8'))],
      ['bare-list-without-header.csv', content => /^[^\n]+@/.test(content.toString())],
    ];
    for (const [name, holds] of table) assert.ok(holds(await bytes(name)), name);
    const listed = z.array(z.object({ name: z.string(), about: z.string().min(5) })).parse(await sandbox.api('GET', '/samples'));
    assert.deepEqual(table.map(([name]) => name).filter(name => !listed.some(one => one.name === name)), []);
  });

  it('gives a roster with the Local Administrators, and settings the bot can start with', async () => {
    const settings = z.record(z.string(), z.string()).parse(await sandbox.api('GET', '/api/settings'));
    assert.ok(Object.values(settings).every(value => value !== ''));
    const roster = parse<Row>(String(await sandbox.api('GET', '/api/roster.csv')), { columns: true });
    assert.deepEqual(roster.map(row => [row['Organisation code'], row['Email address'], row.Role]), [
      ['ZZ101', 'priya.nair@nhs.example', 'LA'], ['ZZ101', 'tom.ashworth@nhs.example', 'LA'], ['ZZ202', 'lena.brandt@nhs.example', 'LA'], ['ZZ101', 'grace.okafor@nhs.example', 'Primary LA'],
    ]);
  });
});
