// A file in a channel as its sender and somebody else see it on the sandbox's page: in Chromium, light and dark, wide and on a phone. Leaves .cache/pictures/channel-file-*.png.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { onThePage, soundOn, type Stage } from '../support/chromium.ts';
import type { TeamsPage } from '../support/teams-page.ts';

const told = /^Everyone in this team can open the file you posted$/;
const publicWords = 'A file was checked. The person who sent it has the result in their personal chat.';

describe('a file in a channel, on the page', function () {
  this.timeout(90_000).bail(true);
  let page: Page;
  let phone: Page;
  let priya: TeamsPage;
  let tom: TeamsPage;
  let complaints: string[];
  let picture: Stage['picture'];
  let file: string;

  onThePage('A file in a channel, on the page', 'channel-file', async stage => {
    ({ page, phonePage: phone, desk: priya, phone: tom, complaints, picture } = stage);
    await stage.world.person('priya').chat();
    file = join(stage.folder, 'people.csv');
    writeFileSync(file, ['EmailAddress', ...await stage.world.makePeople(60, 'ZZ101', 'page'), ''].join('\r\n'));
  });

  it('is attached with the paperclip, and its sender alone is told who can open it', async () => {
    await tom.open('tom');
    await tom.enter('NHSmail webinar');
    await priya.open('priya');
    await priya.enter('NHSmail webinar');
    await page.getByTestId('attach').setInputFiles(file);
    await priya.mention('enable MFA');
    await priya.sees(told);
    await page.locator('.only-you').waitFor();
    await page.getByRole('paragraph').filter({ hasText: publicWords }).waitFor();
    await soundOn(priya);
    await picture('sender-light');
    await page.emulateMedia({ colorScheme: 'dark' });
    await picture('sender-dark');
    await soundOn(priya);
    await page.emulateMedia({ colorScheme: 'light' });
  });

  it('shows everybody else the file, that all can open it, and that it was checked', async () => {
    await phone.getByRole('paragraph').filter({ hasText: publicWords }).waitFor();
    await phone.getByTestId('open-to-all').getByText('Everyone in this team can open it').waitFor();
    assert.equal(await tom.card(told).count(), 0);
    assert.equal(await phone.getByTestId('more-options').count(), 0);
    await soundOn(tom);
    await picture('another-320-dark', phone);
  });

  it('has its result in the sender\'s own chat', async () => {
    await priya.enter('LA Desk');
    await priya.sees(/^Checked, not submitted: 60 of 60 people would get MFA$/);
  });

  it('is taken away by its sender, file and message', async () => {
    await priya.enter('NHSmail webinar');
    await page.getByTestId('more-options').click();
    await soundOn(priya);
    await picture('options');
    await page.getByTestId('delete-message').click();
    await phone.locator('p.gone').waitFor();
    await phone.getByText('Still under Files: everyone in this team can open it').waitFor();
    await page.getByTestId('more-options').click();
    await page.getByTestId('delete-file').click();
    await phone.getByText('File deleted').waitFor();
    assert.equal(await phone.getByText('everyone in this team can open it').count(), 0);
    await page.setViewportSize({ width: 320, height: 640 });
    await priya.open('priya');
    await priya.enter('NHSmail webinar');
    await priya.sees(told);
    await picture('sender-320');
    await soundOn(priya);
    assert.deepEqual(complaints, []);
  });
});
