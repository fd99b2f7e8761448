// What goes wrong with a file gets a clear answer and nothing is lost: each card says what is the matter and what to do now.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { headingOf, saidOn, verbsOn } from '../support/card-reading.ts';
import type { Chat, Message } from '../support/chat.ts';
import { isWhole } from '../support/environment.ts';
import { assertNothingPrivate } from '../support/private.ts';
import { sendFile } from '../support/requesting.ts';
import { startWorld, type World } from '../support/world.ts';

const fixture = (name: string) => readFileSync(new URL(`../fixtures/csv/${name}`, import.meta.url));

describe('bad input', function () {
  this.timeout(120_000);
  let world: World;
  let priya: Chat;
  let others: Chat[];
  let whileDown: Message;

  before(async () => {
    world = await startWorld();
    priya = await world.person('priya').chat();
    others = [priya, await world.person('grace').chat(), await world.person('lena').chat()];
    await priya.card(/^Ready/);
  });
  after(() => world.stop());
  // A test that fails must not leave its fault to the next.
  afterEach(() => world.faults({ graphDown: false }));

  // First, because it tries again by itself after half a minute of machine time; the last test reads what became of it.
  it('says on the card that the directory is away, and keeps the rows', async () => {
    await world.faults({ graphDown: true });
    const tom = await world.person('tom').chat();
    await tom.card(/^Ready/);
    const bytes = await world.sample('bare-list.csv');
    const sentAt = performance.now();
    whileDown = await sendFile(tom, 'bare-list.csv', bytes);
    // How fast is measured elsewhere: here, that the turn did not wait for the directory, which takes half a minute to be given up.
    assert.ok(performance.now() - sentAt < 5_000, `${Math.round(performance.now() - sentAt)} ms`);
    const waiting = await tom.card(/^Still checking: 0 of 60 rows, the directory is slow$/, { of: whileDown, withinMs: 40_000 });
    assert.match(saidOn(waiting.card), /Your rows are kept\. We try again by ourselves at 9(:\d\d)?am, and you do not need to send the file again\./);
    await world.faults({ graphDown: false });
  });

  const sampleOf = (name: string) => () => world.sample(name);
  const ofFixture = (name: string) => () => Promise.resolve(fixture(name));
  const unreadable: [what: string, file: () => Promise<Uint8Array | string>, heading: RegExp, todo: RegExp][] = [
    ['an Excel workbook', ofFixture('workbook.csv'), /^We could not read .*: it is an Excel workbook$/, /Save As[^]*CSV UTF-8/],
    ['an older Excel workbook', ofFixture('old-workbook.csv'), /: it is an older Excel workbook$/, /CSV UTF-8/],
    ['a zip file', ofFixture('zip.csv'), /: it is a zip file$/, /copy the CSV out of it/],
    ['a PDF', ofFixture('pdf.csv'), /: it is a PDF$/, /Find the Mailbox report/],
    ['a picture', ofFixture('picture.csv'), /: it is a picture$/, /Find the Mailbox report/],
    ['nothing at all', sampleOf('empty.csv'), /: it is empty$/, /Find the Mailbox report/],
    ['a header and no rows', sampleOf('header-only.csv'), /: it has only a header$/, /There are no rows under the column names/],
    ['no column of addresses', sampleOf('no-address.csv'), /: no column holds email addresses$/, /We looked at the columns FirstName, LastName, Department\.[^]*Name the column with the addresses EmailAddress/],
    ['a quote that is never closed', sampleOf('open-quote.csv'), /: the quote that opens in row 5 is never closed$/, /look at row 5/],
    ['more than 200,000 rows', () => Promise.resolve(`EmailAddress\n${'a@nhs.example\n'.repeat(200_001)}`), /: it has more than 200,000 rows$/, /Split it/],
  ];
  for (const [index, [what, file, heading, todo]] of unreadable.entries()) {
    if (!isWhole && what.startsWith('more than')) continue;
    it(`says what to do with a file that is, or has, ${what}`, async () => {
      // In turns: a conversation takes about one post a second.
      const chat = others[index % others.length] ?? priya;
      const answer = await chat.card(heading, { of: await sendFile(chat, 'people.csv', await file()), withinMs: 100_000 });
      assert.match(saidOn(answer.card), todo);
      assert.match(saidOn(answer.card), /Nothing was checked and nothing was kept\./);
      assert.match(headingOf(answer.card).replaceAll('\\', ''), /people\.csv/);
    });
  }

  // What is over a limit takes seconds to read: by itself npm test sends one such file, in a channel.
  if (isWhole) it('says that a file is larger than 100 MB, however few its rows', async () => {
    const row = `a@nhs.example,${'x'.repeat(60_000)}\n`;
    const answer = await sendFile(priya, 'large.csv', `EmailAddress,Notes\n${row.repeat(1_800)}`);
    const card = await priya.card(/^We could not read large/, { of: answer, withinMs: 40_000 });
    assert.match(saidOn(card.card), /larger than 100 MB/);
  });

  it('asks which of two columns it is, and goes on from there', async () => {
    const asked = await priya.card(/^Not checked yet: 2 columns could be the addresses$/, { of: await sendFile(priya, 'two.csv', await world.sample('two-columns.csv')) });
    assert.deepEqual(verbsOn(asked.card), ['check.use-column', 'check.delete']);
    const unsaid = await priya.press(asked, 'check.use-column');
    assert.match(`${unsaid.message ?? ''}${unsaid.heading}`, /Choose one of the columns|not filled in/);
    await priya.press(asked, 'check.use-column', { column: '0' });
    await priya.card(/^Checked, not submitted: 60 of 60 people would get MFA$/, { of: asked });
  });

  it('asks for the file again where its link has run out', async () => {
    await world.faults({ downloadExpired: true });
    const expired = await priya.card(/^We could not read/, { of: await sendFile(priya, 'late.csv', await world.sample('small-list.csv')) });
    await world.faults({ downloadExpired: false });
    assert.match(saidOn(expired.card), /The link to this file has run out\. Attach the file again\./);
  });

  it('comes through a throttled directory to the report', async () => {
    await world.faults({ graph429: 6, graphRetryAfter: 1 });
    await priya.card(/^Checked, not submitted: 60 of 60 people would get MFA$/, { of: await sendFile(priya, 'throttled.csv', await world.sample('bare-list.csv')) });
  });

  it('tells somebody whose role it cannot look up to try again', async () => {
    await world.faults({ graphDown: true });
    const omar = await world.person('omar').chat();
    await omar.find(one => one.text.startsWith('The directory does not answer, so we cannot see what you may do.'));
    await world.faults({ graphDown: false });
  });

  it('says whom to ask to somebody on no roster, and reads nothing of theirs', async () => {
    const noor = await world.person('noor').chat();
    const answer = await noor.card(/^We do not know you as a Local Administrator yet$/);
    assert.match(saidOn(answer.card), /Ask your Primary Local Administrator to add you\. If you do not know who that is, ask your helpdesk\./);
    const said = await noor.say('', { file: { name: 'list.csv', bytes: await world.sample('small-list.csv') } });
    await noor.card(/^We do not know you as a Local Administrator yet$/, { newerThan: said });
  });

  it('ends in the report by itself, when the directory is back', async () => {
    const tom = await world.person('tom').chat();
    await tom.card(/^Checked, not submitted: 60 of 60 people would get MFA$/, { of: whileDown, withinMs: 40_000 });
  });

  it('logs nothing private about any of it', () => assertNothingPrivate(world.log()));
});
