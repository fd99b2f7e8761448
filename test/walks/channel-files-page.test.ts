// A file in a channel as its sender and somebody else see it on the sandbox's page: in Chromium, light and dark, wide and on a phone. Leaves .cache/pictures/channel-file-*.png.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { onThePage, soundOn, type Stage } from '../support/chromium.ts';
import type { TeamsPage } from '../support/teams-page.ts';

const told = /^Everyone in the team can open the file you posted$/;
const publicWords = 'A file was checked. The person who sent it has the result in their personal chat.';
/** Whether the last of these can be seen from top to bottom. */
const wholeIn = (selector: string) => `(() => {
  const [box, window] = [[...document.querySelectorAll('${selector}')].at(-1), document.querySelector('.scroller')].map((one) => one?.getBoundingClientRect());
  return box !== undefined && box.top >= window.top && box.bottom <= window.bottom;
})()`;

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
    // The thread from its first line to its last, for docs/pictures.
    await page.setViewportSize({ width: 1280, height: 860 });
    await picture('sender-light');
    await page.setViewportSize({ width: 1280, height: 800 });
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

  it('is sent in a thread by keyboard alone, and its answer is in sight', async () => {
    await phone.getByTestId('compose').fill('Send your lists here');
    await phone.keyboard.press('Enter');
    await priya.enter('NHSmail webinar');
    await page.getByRole('button', { name: 'Reply to Tom Ashworth' }).focus();
    await page.keyboard.press('Enter');
    await page.getByTestId('reply-attach').setInputFiles(file);
    await page.waitForFunction(wholeIn('.thread-foot .compose-box'));
    await page.getByTestId('reply-compose').focus();
    await page.keyboard.type('@LA');
    await page.keyboard.press('Enter');
    await page.keyboard.type('enable MFA');
    await page.keyboard.press('Enter');
    await page.getByRole('paragraph').filter({ hasText: publicWords }).nth(1).waitFor();
    await page.waitForFunction(wholeIn('.thread:last-child .message:last-child'));
    await soundOn(priya);
    await picture('thread');
  });

  it('is taken away by its sender by keyboard, who stays where they were', async () => {
    const own = page.getByTestId('message').filter({ has: page.getByTestId('more-options') }).last();
    await own.getByTestId('more-options').focus();
    await page.keyboard.press('Enter');
    await priya.pressByKeyboard('Delete message');
    await own.locator('p.gone').waitFor();
    assert.equal(await own.locator('summary:focus').count(), 1);
    await page.keyboard.press('Enter');
    await priya.pressByKeyboard('Files: delete people 1.csv');
    const left = page.getByTestId('message').filter({ hasText: 'people 1.csv' });
    await left.getByText('File deleted').waitFor();
    assert.equal(await page.evaluate('document.activeElement.textContent.includes("people 1.csv")'), true);
  });

  it('is taken away by its sender, file and message', async () => {
    await priya.enter('NHSmail webinar');
    const seen = phone.getByRole('group', { name: 'Post by Priya Nair' });
    await page.getByTestId('more-options').click();
    await soundOn(priya);
    await picture('options');
    await page.getByTestId('delete-message').click();
    await seen.locator('p.gone').waitFor();
    await seen.getByText('Still under Files: everyone in this team can open it').waitFor();
    await page.getByTestId('more-options').click();
    await page.getByTestId('delete-file').click();
    await seen.getByText('File deleted').waitFor();
    assert.equal(await seen.getByText('everyone in this team can open it').count(), 0);
    await page.setViewportSize({ width: 320, height: 640 });
    await priya.open('priya');
    await priya.enter('NHSmail webinar');
    await priya.sees(told);
    await picture('sender-320');
    await soundOn(priya);
    assert.deepEqual(complaints, []);
  });
});
