// The first journey, over HTTP through gate, adapter and Graph client: a CSV sent in Teams becomes MFA, confirmed person by person, until the request closes.
import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { inDatabase } from '../support/bot-database.ts';
import { factsOf, headingOf, pressable, saidOn, verbsOn } from '../support/card-reading.ts';
import type { Answer, Chat, Message } from '../support/chat.ts';
import { assertNothingPrivate } from '../support/private.ts';
import { openForm } from '../support/requesting.ts';
import { startWorld, type World } from '../support/world.ts';

const outcomeFile = z.array(z.object({ Row: z.string(), EmailAddress: z.string(), Outcome: z.string(), Reason: z.string() }));
const threeDays = 3 * 86_400_000;

describe('the journey of one Mailbox report', function () {
  this.timeout(60_000).bail(true);
  let world: World;
  let chat: Chat;
  let resolvers: Chat;
  let report: Message;
  let form: Answer;
  let outcome: z.infer<typeof outcomeFile>;

  before(async () => {
    world = await startWorld({ isFirst: true });
    chat = await world.person('priya').chat();
    resolvers = await world.resolvers('dan');
  });
  after(() => world.stop());

  it('begins with help, and says who one is', async () => {
    const help = await chat.card(/^Ready: attach a CSV/);
    assert.match(saidOn(help.card), /Local Administrator for Ashdown Vale Trust \(ZZ101\)/);
    assert.deepEqual(verbsOn(help.card), ['help.example', 'help.mailbox-report', 'requests.mine']);
  });

  it('answers an attached report within two seconds', async () => {
    const bytes = await world.sample('mailbox-report.csv');
    const sentAt = performance.now();
    await chat.say('', { file: { name: 'mailbox-report.csv', bytes } });
    report = await chat.card(/^Check/);
    assert.ok(performance.now() - sentAt < 2_000, `${Math.round(performance.now() - sentAt)} ms`);
  });

  it('reports what would happen to each of the 312', async () => {
    report = await chat.card(/^Checked, not submitted: 271 of 312 people would get MFA$/, { of: report });
    const [, counts] = [factsOf(report.card).slice(0, 3), factsOf(report.card).slice(3)];
    assert.match(counts[0]?.[1] ?? '', /^would get MFA/);
    assert.deepEqual(counts.map(([count, what], index) => [Number(count), index === 0 ? 'would get MFA' : what]), [
      [271, 'would get MFA'], [17, 'already have MFA'], [5, 'left out: not in your organisations'], [4, 'left out: not found'],
      [6, 'left out: deleted'], [8, 'left out: shared mailboxes'], [1, 'left out: room or equipment'],
    ]);
    assert.deepEqual(factsOf(report.card).slice(0, 3), [['Confirm', '3 application accounts: MFA can stop unattended sign-in'], ['Note', '2 disabled accounts'], ['Note', '4 mailboxes look shared']]);
    assert.match(saidOn(report.card), /We read the columns EmailAddress, Status, MailboxType and AccountType\. The other 39 were ignored\./);
  });

  it('offers Submit only when the application accounts are confirmed', async () => {
    assert.ok(!verbsOn(report.card).includes('request.form'));
    const confirmed = await chat.press(report, 'check.confirm');
    assert.equal(pressable(confirmed.card)[0]?.title, 'Submit 271 people');
    report = await chat.cardOf(report, card => verbsOn(card).includes('request.form'));
  });

  it('asks for a number that can be rung', async () => {
    form = await openForm(chat, report);
    assert.equal(form.heading, 'Not submitted yet: 271 people, one step left');
    const refused = await chat.press(form, 'request.submit', { contactNumber: '12345' });
    assert.equal(refused.heading, 'Not submitted: enter a UK phone number, like 07700 900123');
  });

  it('is submitted once, however often Submit is pressed, with a reference and a ticket number', async () => {
    const [first, second] = await Promise.all([1, 2].map(() => chat.press(form, 'request.submit', { contactNumber: '07700 900123' })));
    assert.equal(first?.heading, 'Submitted: 271 people, waiting for a resolver to start');
    assert.equal(second?.heading, first.heading);
    assert.equal((await chat.press(form, 'request.submit', { contactNumber: '07700 900999' })).heading, first.heading);
    const status = await chat.cardOf(report, card => /Request R-\d+, ticket INC\d{8}\./.test(saidOn(card)), 'the ticket number');
    assert.match(saidOn(status.card), /We aim to finish by Wednesday 21 September 2022, 9(:\d\d)?am\./);
    const listed = await chat.press(await chat.card(/^Ready/), 'requests.mine');
    assert.equal(listed.heading, '1 request, newest first');
  });

  it('tells resolvers what to check, and nothing about anybody', async () => {
    // A point more where the nightly report of sign-in methods had been read before the check.
    const card = await resolvers.card(/^New: R-\d+, 271 people\. Check [45] points, then start$/);
    const said = saidOn(card.card);
    assert.match(said, /Ashdown Vale Trust \(ZZ101\)/);
    assert.doesNotMatch(said, /@|07700|\+44/);
    assert.equal((await resolvers.messages()).filter(one => headingOf(one.card).startsWith('New:')).length, 1);
  });

  it('sends the list and the number to the resolver who asks, in their own chat', async () => {
    const card = await resolvers.card(/^New: R-\d+/);
    const early = await resolvers.press(card, 'request.details-to-me');
    assert.equal(early.message, 'To get files, add LA Desk under Apps and send it hello. Then press again.');
    const own = await world.person('dan').chat();
    await own.card(/^Ready/);
    const sent = await resolvers.press(card, 'request.details-to-me');
    assert.equal(sent.message, 'It is in your personal chat with LA Desk.');
    await own.find(one => /^R-\d+: Priya Nair can be rung on \+447700900123\.$/.test(one.text));
    assert.equal((await own.acceptFile(/^R-\d+ list\.csv$/)).trim().split('\r\n').length, 272);
  });

  it('applies to the first 25, then to the rest, and the card follows', async () => {
    const card = await resolvers.card(/^New: R-\d+/);
    const before = (await world.group()).count;
    await world.faults({ graphSlowMs: 1_000 });
    const started = await resolvers.press(card, 'request.start');
    assert.match(started.heading, /^In progress: R-\d+, applied to 0 of 271 people$/);
    const first = await chat.card(/^In progress: MFA applied to 25 of 271 people$/, { of: report });
    assert.match(saidOn(first.card), /Just started\./);
    await world.faults({ graphSlowMs: 0 });
    await chat.card(/^Confirming: MFA applied to 271 people/, { of: report });
    assert.equal((await world.group()).count, before + 271);
    const patches = (await world.graphLog()).requests.filter(one => one.method === 'PATCH');
    assert.deepEqual(patches.map(one => one.status), Array(15).fill(204), 'at most 20 people a PATCH: 2 for the first 25, 13 for the other 246');
  });

  it('waits for the Portal with 271 confirmed, none of them marked', async () => {
    await world.wind({ by: 15_000 });
    const done = await chat.cardOf(report, card => headingOf(card) === 'Confirming: MFA applied to 271 people, 271 confirmed');
    assert.deepEqual(factsOf(done.card), [['271', 'confirmed in the policy'], ['0', 'marked in the Portal so far']]);
    await resolvers.card(/^Waiting for the Portal: R-\d+, mark 271 people$/);
  });

  it('is resolved when the Portal is marked, with both counts', async () => {
    await resolvers.press(await resolvers.card(/^Waiting for the Portal/), 'request.portal-marked');
    const resolved = await chat.card(/^Resolved: all 271 people have MFA$/, { of: report });
    assert.deepEqual(factsOf(resolved.card), [['271', 'confirmed in the policy'], ['271', 'marked in the Portal']]);
  });

  it('gives an outcome for every row, and it is the truth of the group', async () => {
    await chat.press(await chat.card(/^Resolved/, { of: report }), 'request.outcome');
    outcome = outcomeFile.parse(parse(await chat.acceptFile(/^R-\d+ outcome\.csv$/), { columns: true, bom: true }));
    assert.deepEqual(tally(outcome.map(row => row.Outcome)), { 'confirmed': 271, 'was so already': 17, 'left out': 24 });
    assert.deepEqual(outcome.map(row => Number(row.Row)).sort((a, b) => a - b).filter((row, index, all) => row === all[index - 1]), [], 'no row twice');
    const inGroup = outcome.filter(row => row.Outcome !== 'left out').map(row => row.EmailAddress);
    const ids = await Promise.all(inGroup.map(async address => (await world.directoryPerson(address)).id));
    assert.deepEqual(ids.sort(), (await world.group()).members.sort());
  });

  it('makes the next sign-in ask for MFA, of those and nobody else', async () => {
    const of = (word: string) => outcome.find(row => row.Outcome === word && row.Reason !== 'not found' && row.Reason !== 'deleted')?.EmailAddress ?? '';
    assert.equal((await world.signIn(of('confirmed'))).asksForMfa, true);
    assert.equal((await world.signIn(of('left out'))).asksForMfa, false);
  });

  it('goes on as a second round when it is re-opened, and is resolved again', async () => {
    const answer = await chat.press(await chat.card(/^Resolved/, { of: report }), 'request.reopen');
    assert.match(answer.heading, /^In progress: MFA applied to 0 of 271 people$/);
    const marking = await resolvers.card(/^Waiting for the Portal: R-\d+, mark 271 people$/);
    await resolvers.press(marking, 'request.portal-marked');
    await chat.card(/^Resolved: all 271 people have MFA$/, { of: report });
  });

  it('closes three days later, and by nobody', async () => {
    await world.wind({ by: threeDays - 60_000 });
    await chat.card(/^Resolved/, { of: report });
    await world.wind({ by: 120_000 });
    const reminders = (await chat.messages()).filter(({ from, text }) => from === 'bot' && / closes on /.test(text)).map(({ text }) => text.replace(/R-\d+/, 'R'));
    assert.deepEqual(reminders, ['R closes on Friday 23 September 2022, 9am. If something is not right, re-open it on its card before then.']);
    const closed = await chat.card(/^Closed on Friday 23 September 2022, 9(:\d\d)?am$/, { of: report });
    assert.deepEqual(verbsOn(closed.card), ['request.outcome', 'request.follow-up']);
  });

  it('leaves a closed ticket, a number only there, and nothing private in the log', async () => {
    await world.bot().stop();
    await inDatabase(world.dataDir, async ({ rows }) => {
      const tickets = await rows('ticket');
      assert.deepEqual(tickets.map(ticket => [ticket['state'], ticket['affected_count'], ticket['contact_number']]), [['closed', 271, '+447700900123']]);
      const applied = (await rows('audit')).filter(entry => entry['action'] === 'applied' && JSON.stringify(entry['detail']).includes('"round":1'));
      assert.equal(new Set(applied.map(entry => entry['person_id'])).size, 271);
      assert.equal(applied.length, 271);
    });
    assert.equal((await world.graphLog()).bearerTokensSentToFileLinks, 0);
    assertNothingPrivate(world.log());
  });
});

const tally = (words: string[]): Record<string, number> => Object.fromEntries([...new Set(words)].map(word => [word, words.filter(one => one === word).length]));
