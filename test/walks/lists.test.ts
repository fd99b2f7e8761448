// Lists of other kinds: small ones for the Portal, pasted ones, bare ones, other people's; two organisations at once; and the files that come back.
import assert from 'node:assert/strict';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { factsOf, headingOf, saidOn, verbsOn } from '../support/card-reading.ts';
import type { Chat, Message } from '../support/chat.ts';
import { enableInPortal } from '../support/portal.ts';
import { assertNothingPrivate } from '../support/private.ts';
import { sendFile, sendList, submit } from '../support/requesting.ts';
import { startWorld, type World } from '../support/world.ts';

const cells = z.array(z.array(z.string()));
const read = (csv: string) => cells.parse(parse(csv, { bom: true })).slice(1);

describe('lists of every kind', function () {
  this.timeout(60_000);
  let world: World;
  let priya: Chat;
  let lena: Chat;
  // A conversation takes about one post a second, so the stories take turns in three.
  let tom: Chat;
  let grace: Chat;

  before(async () => {
    world = await startWorld();
    await world.faults({ staleReadsMs: 0 });
    const chats = await Promise.all((['priya', 'lena', 'tom', 'grace'] as const).map(async slug => world.person(slug).chat()));
    for (const chat of chats) await chat.card(/^Ready/);
    const [first, second, third, fourth] = chats;
    assert.ok(first && second && third && fourth);
    [priya, lena, tom, grace] = [first, second, third, fourth];
  });
  after(() => world.stop());

  it('sends fewer than 50 to the Portal, and sees on checking again what was done there', async () => {
    const small = await world.sample('small-list.csv');
    const report = await priya.card(/^Checked: 20 of 20 people would get MFA\. The Portal is quicker$/, { of: await sendFile(priya, 'small-list.csv', small) });
    assert.match(saidOn(report.card), /1\. Open the \[Portal\]\(https:\/\/portal\.nhs\.net\)[^]*4\. Come back and press \*\*Check these 20 again\*\*/);
    assert.ok(!verbsOn(report.card).includes('request.form'));
    const addresses = small.trim().split(/\r?\n/).slice(1);
    await enableInPortal(world, addresses.slice(0, 15));
    await priya.press(report, 'check.again');
    const some = await priya.card(/^Checked: 5 of 20 people would get MFA\. The Portal is quicker$/, { of: report });
    await enableInPortal(world, addresses.slice(15));
    await priya.press(some, 'check.again');
    const all = await priya.card(/^Checked: all 20 already have MFA$/, { of: report });
    assert.deepEqual(factsOf(all.card), [['0', 'would get MFA'], ['20', 'already have MFA']]);
  });

  it('offers both ways at exactly 50', async () => {
    const report = await sendList(tom, await world.makePeople(50, 'ZZ101', 'fifty'));
    assert.match(saidOn(report.card), /You can also do 50 in the Portal\./);
    await tom.press(report, 'check.confirm');
    await tom.cardOf(report, card => verbsOn(card).includes('request.form'));
  });

  it('takes a list of addresses pasted into a message', async () => {
    const said = await grace.say((await world.makePeople(60, 'ZZ101', 'pasted')).join('; '));
    await grace.card(/^Checked, not submitted: 60 of 60 people would get MFA$/, { newerThan: said });
  });

  it('asks of a bare list whether none is shared, before it can be submitted', async () => {
    const report = await priya.card(/^Checked/, { of: await sendFile(priya, 'bare-list.csv', await world.sample('bare-list-without-header.csv')) });
    assert.match(saidOn(report.card), /This list does not say what kind of mailbox each is, so shared mailboxes cannot be ruled out\. Send the Mailbox report, or confirm that none is shared\./);
    assert.ok(!verbsOn(report.card).includes('request.form'));
    await submit(priya, report);
  });

  it('leaves out everybody of another organisation, and offers nothing to submit', async () => {
    const report = await tom.card(/^Checked: nobody on this list would get MFA$/, { of: await sendFile(tom, 'other.csv', await world.sample('other-organisation.csv')) });
    assert.deepEqual(factsOf(report.card).map(([count, what]) => [count, what]), [['0', 'would get MFA'], ['5', 'left out: not in your organisations']]);
    assert.ok(!verbsOn(report.card).some(verb => ['request.form', 'check.confirm'].includes(verb)));
    assert.doesNotMatch(saidOn(report.card), /Harbour|ZZ202/);
  });

  it('gives back what was left out as cells that no spreadsheet runs', async () => {
    const trap = '=HYPERLINK(""http://example.invalid"",""click"")';
    const list = [...await world.makePeople(60, 'ZZ101', 'formula'), '@SUM(1+1)*cmd|calc', '+447700900123', 'nobody.here@nhs.example'];
    const report = await grace.card(/^Checked/, { of: await sendFile(grace, 'traps.csv', `EmailAddress\r\n"${trap}"\r\n${list.join('\r\n')}\r\n`) });
    await grace.press(report, 'check.files');
    const leftOut = read(await grace.acceptFile(/not included\.csv$/));
    assert.deepEqual(leftOut.map(([row, , reason]) => [row, reason]), [['2', 'not an email address'], ['63', 'not an email address'], ['64', 'not an email address'], ['65', 'not found']]);
    assert.deepEqual(leftOut.slice(0, 3).map(([, cell = '']) => cell.slice(0, 2)), ['\'=', '\'@', '\'+']);
    assert.equal(read(await grace.acceptFile(/ready to send\.csv$/)).length, 60);
  });

  it('offers no file of a check that is no longer kept', async () => {
    const report = await sendList(tom, [...await world.makePeople(60, 'ZZ101', 'dropped')]);
    const files = await tom.press(report, 'check.files');
    const offer = await tom.find(one => one.fileConsent !== null && one.fileConsent.answered === null && Number(one.id) > Number(report.id));
    assert.equal(files.status, 200);
    await tom.press(report, 'check.delete');
    await tom.consent(offer, true);
    await tom.find(one => one.text.startsWith('This file is no longer kept') && Number(one.id) > Number(offer.id));
  });

  describe('of two organisations at once', () => {
    let people: Record<'ZZ101' | 'ZZ202', string[]>;
    let cards: Record<'ZZ101' | 'ZZ202', Message>;
    let references: Record<'ZZ101' | 'ZZ202', string>;

    before(async () => {
      people = { ZZ101: await world.makePeople(120, 'ZZ101', 'both-a'), ZZ202: await world.makePeople(90, 'ZZ202', 'both-b') };
    });

    it('checks for each only their own, though both send the same list', async () => {
      const everybody = [...people.ZZ101, ...people.ZZ202];
      const [ofPriya, ofLena] = await Promise.all([sendList(priya, everybody), sendList(lena, everybody)]);
      assert.equal(headingOf(ofPriya.card), 'Checked, not submitted: 120 of 210 people would get MFA');
      assert.equal(headingOf(ofLena.card), 'Checked, not submitted: 90 of 210 people would get MFA');
      cards = { ZZ101: ofPriya, ZZ202: ofLena };
    });

    it('applies both, and each sees only their own', async () => {
      const [ofPriya, ofLena] = await Promise.all([submit(priya, cards.ZZ101), submit(lena, cards.ZZ202)]);
      references = { ZZ101: ofPriya.reference, ZZ202: ofLena.reference };
      const resolvers = await world.resolvers();
      for (const reference of Object.values(references)) await resolvers.press(await resolvers.card(new RegExp(`^New: ${reference}`)), 'request.start');
      for (const reference of Object.values(references)) await resolvers.press(await resolvers.card(new RegExp(`^Waiting for the Portal: ${reference}`)), 'request.portal-marked');
      await priya.card(/^Resolved: all 120 people have MFA$/, { of: cards.ZZ101 });
      await lena.card(/^Resolved: all 90 people have MFA$/, { of: cards.ZZ202 });
      const asked = await lena.say('my requests');
      assert.doesNotMatch(saidOn((await lena.card(/newest first$/, { newerThan: asked })).card), new RegExp(references.ZZ101));
    });

    it('gives the outcome to a colleague of the same organisation too', async () => {
      const asked = await tom.say(`status ${references.ZZ101}`);
      await tom.press(await tom.card(/^Resolved: all 120/, { newerThan: asked }), 'request.outcome');
      const outcome = read(await tom.acceptFile(/outcome\.csv$/));
      assert.equal(outcome.filter(([, , what]) => what === 'confirmed').length, 120);
      assert.equal(outcome.filter(([, , what, why]) => what === 'left out' && why === 'not in your organisations').length, 90);
    });
  });

  it('logs nothing private about any of it', () => assertNothingPrivate(world.log()));
});
