// The first journey as somebody lives it who has just opened the sandbox's page: in Chromium, with a real file, as Priya and as Dan. Leaves the README's pictures in .cache/pictures/walk-*.png.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { z } from 'zod';
import { onThePage, soundOn, type Stage } from '../support/chromium.ts';
import type { TeamsPage } from '../support/teams-page.ts';
import type { World } from '../support/world.ts';

const outcomeFile = z.array(z.object({ Row: z.string(), EmailAddress: z.string(), Outcome: z.string() }));

describe('the journey in a browser', function () {
  this.timeout(60_000).bail(true);
  let world: World;
  let page: Page;
  let teams: TeamsPage;
  let phone: TeamsPage;
  let phonePage: Page;
  let complaints: string[];
  let picture: Stage['picture'];
  let file: string;
  let outcome: z.infer<typeof outcomeFile>;

  onThePage('The journey in a browser', 'walk', async (stage) => {
    ({ world, page, phonePage, phone, desk: teams, complaints, picture } = stage);
    file = join(stage.folder, 'mailbox-report.csv');
    writeFileSync(file, await world.sample('mailbox-report.csv'));
    await world.faults({ staleReadsMs: 0 });
  });

  it('begins with three steps, and a card that says what to do', async () => {
    await teams.open('priya');
    await teams.sees(/^Ready: attach a CSV/);
    assert.match(await page.getByTestId('hint').innerText(), /Attach the sample Mailbox report/);
    await soundOn(teams);
  });

  it('shows help behind a button, and the way back', async () => {
    await teams.press(/^Ready/, 'How to get the report');
    await teams.sees(/^Report: where to find/);
    await teams.press(/^Report/, 'Back to help');
    await teams.sees(/^Ready/);
  });

  it('takes a file chosen with the paperclip, and reports what would happen', async () => {
    await teams.send(file);
    await teams.card(/^Check/).waitFor({ timeout: 5_000 });
    await teams.sees(/^Checked, not submitted: 271 of 312 people would get MFA$/);
    await picture('report');
    await teams.press(/^Checked/, 'See the 24 left out');
    await teams.card(/^Checked/).getByText('24 left out, by cause. Row numbers are as in Excel.').waitFor();
    await soundOn(teams);
  });

  it('is whole in the dark on a narrow phone', async () => {
    await phone.open('priya');
    await phone.sees(/^Checked/);
    await soundOn(phone);
    for (const tab of ['clock', 'files', 'group', 'tickets', 'faults', 'log'] as const) {
      await phone.tab(tab);
      await soundOn(phone);
    }
    await phonePage.keyboard.press('Escape');
    await phonePage.setViewportSize({ width: 320, height: 860 });
    await phone.open('priya');
    await phone.sees(/^Checked/);
    await picture('dark-320', phonePage);
  });

  it('asks for the number to ring, says what is wrong with it, and loses nothing typed', async () => {
    await teams.press(/^Checked/, 'Confirm 3 application accounts');
    await teams.press(/^Checked/, 'Submit 271 people');
    await teams.sees(/^Not submitted yet: 271 people/);
    await teams.press(/^Not submitted/, 'Submit 271 people');
    await teams.card(/^Not submitted/).getByText('Enter a UK phone number, like 07700 900123').waitFor();
    await page.getByLabel('Your contact number').fill('07700');
    await page.getByLabel('Type 271 to confirm').fill('271');
    await soundOn(teams);
    await teams.press(/^Not submitted/, 'Submit 271 people');
    await teams.sees(/^Not submitted: enter a UK phone number/);
    assert.equal(await page.getByLabel('Your contact number').inputValue(), '07700');
  });

  it('is submitted by keyboard alone, and says what comes next', async () => {
    await page.getByLabel('Your contact number').focus();
    await page.keyboard.type(' 900123');
    await teams.pressByKeyboard('Submit 271 people');
    const status = await teams.sees(/^Submitted: 271 people, waiting for a resolver to start$/);
    await status.getByText('Request R-2041, ticket INC31020417.').waitFor();
    await soundOn(teams);
    assert.equal(await teams.card(/^Submitted/).locator(':focus').count(), 1, 'the keyboard has left the card');
  });

  it('shows a resolver that something is new, and what to check', async () => {
    await teams.be('dan');
    await teams.entry('Bulk MFA').getByText('New').waitFor();
    await teams.enter('Bulk MFA');
    await teams.sees(/^New: R-2041, 271 people\. Check \d points, then start$/);
    await picture('resolver');
    await soundOn(teams);
  });

  it('applies to the first 25 and then to the rest, before everybody’s eyes', async () => {
    await world.faults({ graphSlowMs: 1_500 });
    await teams.press(/^New/, 'Start R-2041');
    await phone.sees(/^In progress: MFA applied to 25 of 271 people$/);
    await teams.be('priya');
    await teams.sees(/^In progress: MFA applied to 25 of 271 people$/);
    await picture('status');
    await soundOn(teams);
    await world.faults({ graphSlowMs: 0 });
    await teams.sees(/^Confirming: MFA applied to 271 people/);
  });

  it('is resolved once a resolver has marked the Portal', async () => {
    await teams.be('dan');
    await teams.enter('Bulk MFA');
    await teams.press(/^Waiting for the Portal/, 'Marked in the Portal: 271');
    await teams.be('priya');
    const card = await teams.sees(/^Resolved: all 271 people have MFA$/);
    await card.getByText('confirmed in the policy').waitFor();
    await card.getByText('marked in the Portal').waitFor();
    await picture('resolved');
    await soundOn(teams);
    await phone.sees(/^Resolved/);
    await soundOn(phone);
  });

  it('hands over the outcome of every row, once allowed', async () => {
    await teams.press(/^Resolved/, 'Get the outcome file');
    await page.getByTestId('consent-allow').click();
    const arriving = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download R-2041 outcome.csv' }).click();
    outcome = outcomeFile.parse(parse(readFileSync(await (await arriving).path()), { columns: true, bom: true }));
    assert.equal(outcome.length, 312);
    assert.equal(outcome.filter((row) => row.Outcome === 'confirmed').length, 271);
  });

  it('makes sign-in ask for MFA, and for nobody who was left out', async () => {
    const address = (words: string) => outcome.find((row) => row.Outcome === words)?.EmailAddress ?? assert.fail(words);
    assert.match(await teams.lookUp(address('confirmed')), /^Sign-in asks for MFA: yes/);
    assert.match(await teams.lookUp('noor.aziz@nhs.example'), /^Sign-in asks for MFA: no/);
    await soundOn(teams);
  });

  it('can be re-opened, and resolved again', async () => {
    await teams.press(/^Resolved/, 'Re-open R-2041');
    await teams.sees(/^(In progress|Confirming)/);
    await teams.be('dan');
    await teams.enter('Bulk MFA');
    await teams.press(/^Waiting for the Portal/, 'Marked in the Portal: 271');
    await teams.sees(/^Resolved: R-2041, 271 confirmed$/);
  });

  it('closes after three days, wound by the page’s button', async () => {
    await teams.be('priya');
    await teams.sees(/^Resolved/);
    await teams.wind('three-days');
    await teams.sees(/^Closed on Friday 23 September 2022/);
    await soundOn(teams);
  });

  it('answers a mention in a channel, and gives nothing away there', async () => {
    await teams.enter('General');
    await teams.mention('help');
    await teams.sees(/^Ready: use LA Desk in your personal chat$/);
    await teams.mention('status R-2041');
    await teams.sees(/^Closed: R-2041$/);
    await soundOn(teams);
    assert.doesNotMatch(await page.locator('.messages').innerText(), /271|Ashdown|@nhs|07700/);
  });

  it('opens the personal chat from there, where a typed status is answered', async () => {
    await teams.card(/^Ready/).getByRole('link', { name: 'Open my chat with LA Desk' }).click();
    await page.getByTestId('compose').fill('status R-2041');
    await page.keyboard.press('Enter');
    await teams.press(/^Closed: R-2041$/, 'Open R-2041');
    await teams.card(/^Closed: R-2041$/).waitFor({ state: 'detached' });
    assert.deepEqual(complaints, []);
  });
});
