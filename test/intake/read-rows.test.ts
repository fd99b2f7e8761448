// Whole files in, rows out: the samples in test/fixtures/csv, limits, row numbers and long files.
import assert from 'node:assert/strict';
import { inShort, readAll, sample } from './csv-files.ts';
import { readRows, type FileProblem } from '../../src/intake/read-rows.ts';

describe('readRows', () => {
  it('reads the Mailbox report as it is, and says of each row what the file says', async () => {
    const result = await readAll(sample('mailbox-report.csv'));
    assert.deepEqual(inShort(result), [
      '2 sam.okoro@nhs.example',
      '3 ashdown.reception@nhs.example shared',
      '4 ashdown.room4@nhs.example resource',
      '5 ann.lister@nhs.example deleted',
      '6 ben.lister@nhs.example deleted',
      '7 cat.lister@nhs.example deleted',
      '8 deb.lister@nhs.example deleted',
      '9 eve.marsh@nhs.example disabled',
      '10 fay.marsh@nhs.example locked',
      '11 guy.marsh@nhs.example pending',
      '12 hal.marsh@nhs.example leaver',
      '13 appointment.reminder@nhs.example application',
      '14 ward7.ashdown@nhs.example looks-shared',
      '15 ivy.hart@@nhs.example bad-address',
      '16 no-address',
      "17 siobhan.o'neil@nhs.example",
      '18 unreadable-row',
    ]);
    assert.deepEqual(result.columns, [
      { address: ['EmailAddress'], read: ['Status', 'MailboxType', 'AccountType'], ignoredCount: 39, hasMailboxType: true, encoding: 'UTF-8' },
    ]);
  });

  const problems: [string, FileProblem][] = [
    ['workbook.csv', { problem: 'workbook' }],
    ['old-workbook.csv', { problem: 'old-workbook' }],
    ['zip.csv', { problem: 'zip' }],
    ['gzip.csv', { problem: 'zip' }],
    ['pdf.csv', { problem: 'pdf' }],
    ['picture.csv', { problem: 'picture' }],
    ['not-text.csv', { problem: 'not-text' }],
    ['empty.csv', { problem: 'empty' }],
    ['blank-lines.csv', { problem: 'empty' }],
    ['header-only.csv', { problem: 'header-only' }],
    ['no-address-column.csv', { problem: 'no-address-column', columns: ['Payroll number', 'First name', 'Surname', 'Ward', 'Band'] }],
    ['open-quote.csv', { problem: 'open-quote', row: 3 }],
    ['open-quote-at-end.csv', { problem: 'open-quote', row: 4 }],
  ];
  for (const [name, problem] of problems) {
    it(`says what ${name} is, and gives no row of it`, async () => {
      const result = await readAll(sample(name), { chunk: 3 });
      assert.deepEqual([result.problem, result.rows], [problem, []]);
    });
  }

  const encodings: [string, string][] = [
    ['utf-8.csv', 'UTF-8'],
    ['utf-8-marked.csv', 'UTF-8'],
    ['utf-16le-marked.csv', 'UTF-16'],
    ['utf-16be-marked.csv', 'UTF-16'],
    ['utf-16le.csv', 'UTF-16'],
    ['utf-16be.csv', 'UTF-16'],
    ['windows-1252.csv', 'Windows-1252'],
    ['semicolons.csv', 'UTF-8'],
    ['tabs.csv', 'UTF-8'],
    ['sep-line.csv', 'UTF-8'],
  ];
  for (const [name, encoding] of encodings) {
    it(`reads ${name} as ${encoding}, the same two people with the same row numbers`, async () => {
      const result = await readAll(sample(name));
      assert.equal(result.problem, null);
      assert.deepEqual(inShort(result), ['2 siobhan.oneill@nhs.example', '3 zoe.hart@nhs.example']);
      assert.deepEqual([result.columns[0]?.address, result.columns.at(-1)?.encoding], [['EmailAddress'], encoding]);
    });
  }

  it('takes a bare list from its first line, blank lines counted but not given', async () => {
    const result = await readAll(sample('bare-list.csv'));
    assert.deepEqual(inShort(result), ['1 sam.okoro@nhs.example', '2 jo.whitlock@nhs.example', '4 not an address bad-address']);
    assert.deepEqual(result.columns[0], { address: ['column A'], read: [], ignoredCount: 0, hasMailboxType: false, encoding: 'UTF-8' });
  });

  it('asks which of two columns holds the addresses, with both values in every row', async () => {
    const { rows, columns } = await readAll(sample('two-columns.csv'));
    assert.deepEqual(columns[0]?.address, ['Work email', 'Personal email']);
    assert.deepEqual(rows.map(({ address, alternatives }) => [address, alternatives]), [
      ['', ['sam.okoro@nhs.example', 'sam@home.example']],
      ['', ['jo.whitlock@nhs.example', '']],
    ]);
  });

  it('reads the MFA Status report, which does not say what kind of mailbox each is', async () => {
    const { rows, columns } = await readAll(sample('mfa-status-report.csv'));
    assert.equal(rows[0]?.fileCause, null);
    assert.deepEqual(columns[0], { address: ['EmailAddress'], read: [], ignoredCount: 10, hasMailboxType: false, encoding: 'UTF-8' });
  });

  it('counts rows as Excel does: a line end inside quotes is no new row, a blank line is one', async () => {
    const text = 'Name,Email\n\n"two\nlines",a.b@nhs.example\r\n,,\n \nx,c.d@nhs.example';
    assert.deepEqual(inShort(await readAll(text)), ['3 a.b@nhs.example', '6 c.d@nhs.example']);
  });

  it('finds the header under a title and a type line', async () => {
    const text = '#TYPE Selected.System.Object\nStaff in March\n\nName,Mail\nSam,sam.okoro@nhs.example\n';
    assert.deepEqual(inShort(await readAll(text)), ['5 sam.okoro@nhs.example']);
  });

  it('keeps a first line that is meant as an address but is none', async () => {
    const text = 'sam.okoro@nhs\njo.whitlock@nhs.example\nkim.hart@nhs.example\n';
    assert.deepEqual(inShort(await readAll(text)), ['1 sam.okoro@nhs bad-address', '2 jo.whitlock@nhs.example', '3 kim.hart@nhs.example']);
  });

  it('takes the delimiter from the header, not from what is in a list of one column', async () => {
    const text = 'Email\nOkoro; Sam; Dr <sam.okoro@nhs.example>\n';
    assert.deepEqual(inShort(await readAll(text)), ['2 sam.okoro@nhs.example']);
  });

  it('lets timers run through megabytes of blank lines', async () => {
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 1);
    await readAll(Buffer.alloc(2_000_000, '\n'), { chunk: 2_000_000 });
    clearInterval(timer);
    assert.ok(ticks > 3, `only ${ticks} ticks`);
  });

  it('treats stray quotes in a cell as text, as Excel does', async () => {
    const text = 'Name,Email\n6" wide,a.b@nhs.example\n"Sam "PJ" Okoro",c.d@nhs.example\nx, "e.f@nhs.example"\n';
    assert.deepEqual(inShort(await readAll(text)), ['2 a.b@nhs.example', '3 c.d@nhs.example', '4 e.f@nhs.example']);
  });

  it('believes nothing in a row whose cells are shifted', async () => {
    const text = 'Name,Email,Status\nHart, Ivy,ivy.hart@nhs.example,Active\nKim,kim.hart@nhs.example\nJo,jo.hart@nhs.example,Active,,\n';
    const { rows } = await readAll(text);
    assert.deepEqual(rows.map(({ number, fileCause }) => [number, fileCause]), [[2, 'unreadable-row'], [3, 'unreadable-row'], [4, null]]);
  });

  it('says that it is Windows-1252 when only the last line shows it, and loses nothing before', async () => {
    const many = Array.from({ length: 20_000 }, (_, n) => `Person ${n},person.${n}@nhs.example\n`).join('');
    const text = Buffer.concat([Buffer.from(`Name,Email\n${many}`), Buffer.from('Zoë,zoe.hart@nhs.example\n', 'latin1')]);
    const { rows, columns } = await readAll(text);
    assert.equal(rows.length, 20_001);
    assert.deepEqual(columns.map(({ encoding }) => encoding), ['UTF-8', 'Windows-1252']);
  });

  it('gives batches of at most 500 and lets timers run while reading', async () => {
    const text = Buffer.from(`Email\n${'a.b@nhs.example\n'.repeat(30_000)}`);
    let ticks = 0;
    const timer = setInterval(() => (ticks += 1), 1);
    const { batches, rows } = await readAll(text, { chunk: text.length });
    clearInterval(timer);
    assert.equal(rows.length, 30_000);
    assert.ok(Math.max(...batches) <= 500);
    assert.ok(ticks > 3, `only ${ticks} ticks`);
  });

  it('stops at one row too many, and at one byte too many', async () => {
    const text = `Email\n${'a.b@nhs.example\n'.repeat(10)}`;
    assert.equal((await readAll(text, { limits: { maxBytes: 1000, maxRows: 10 } })).problem, null);
    assert.deepEqual((await readAll(text, { limits: { maxBytes: 1000, maxRows: 9 } })).problem, { problem: 'too-many-rows' });
    assert.deepEqual((await readAll(text, { limits: { maxBytes: text.length - 1, maxRows: 10 } })).problem, { problem: 'too-large' });
  });

  it('refuses a line without end, and a quote that swallows more than a row can hold, without reading on', async () => {
    let given = 0;
    const endless = async function* (start: string, filler: string) {
      yield Buffer.from(start);
      for (; given < 5_000_000; given += filler.length) yield await Promise.resolve(Buffer.from(filler));
    };
    const problemOf = async (start: string, filler: string): Promise<unknown> => {
      given = 0;
      try {
        for await (const _ of readRows(endless(start, filler), () => undefined));
      } catch (error) {
        return error instanceof Error && 'problem' in error ? error.problem : error;
      }
      return null;
    };
    assert.deepEqual(await problemOf('Name,Email\nx,a.b@nhs.example\n', ','.repeat(1000)), { problem: 'not-text', row: 3 });
    assert.ok(given < 1_000_000);
    assert.deepEqual(await problemOf('Name,Email\n"x,a.b@nhs.example\n', 'more,text\n'.repeat(100)), { problem: 'open-quote', row: 2 });
    assert.ok(given < 1_000_000);
  });

  it('closes its source when the reader stops early', async () => {
    let isClosed = false;
    const source = async function* () {
      try {
        for (;;) yield await Promise.resolve(Buffer.from('a.b@nhs.example\n'.repeat(10_000)));
      } finally {
        isClosed = true;
      }
    };
    for await (const batch of readRows(source(), () => undefined)) if (batch.length > 0) break;
    assert.ok(isClosed);
  });

  it('reads hundreds of cells a row and thousands of blank lines', async () => {
    const wide = `${'x,'.repeat(400)}Email\n${'\n'.repeat(5000)}${'y,'.repeat(400)}a.b@nhs.example\n`;
    assert.deepEqual(inShort(await readAll(wide)), ['5002 a.b@nhs.example']);
  });
});
