// Composing on the sandbox's page: the form with its preview, the last look, a second officer's, the counting and the correction. Leaves .cache/pictures/notice-*.png.
import type { Page } from 'playwright-core';
import { onThePage, soundOn, type Stage } from '../support/chromium.ts';
import { sendNotice } from '../support/composing.ts';
import type { TeamsPage } from '../support/teams-page.ts';

const webinars = '19:5aeb0a1d00004000800000000000c002@thread.tacv2';
const text = 'Search finds people by their job title too.';

describe('a notice, on the page', function () {
  this.timeout(90_000).bail(true);
  let page: Page;
  let phonePage: Page;
  let chloe: TeamsPage;
  let mina: TeamsPage;
  let world: Stage['world'];
  let picture: Stage['picture'];

  onThePage('Composing a notice, on the page', 'notice', async stage => {
    ({ page, phonePage, desk: chloe, phone: mina, world, picture } = stage);
    for (const slug of ['mina', 'priya', 'tom', 'lena', 'grace'] as const) await world.person(slug).chat();
  }, { settings: { NOTICE_APPROVAL: 'on' } });

  const saying = async (words: string) => {
    await page.getByTestId('compose').fill(words);
    await page.keyboard.press('Enter');
  };

  it('is composed by a form that shows what is missing, then the card below what was typed', async () => {
    await chloe.open('chloe');
    await saying('notice');
    await chloe.press(/^Nothing composed yet/, 'Compose news notice');
    const form = await chloe.sees(/^Not sent yet: compose news notice$/);
    await form.getByLabel('Heading').fill('Directory search is quicker');
    await chloe.press(/^Not sent yet: compose/, 'Show preview');
    await form.getByText('Fill in: What it says').waitFor();
    await soundOn(chloe);
    await form.getByLabel('What it says').fill(text);
    await form.getByLabel('Link, https (optional)').fill('https://support.nhs.example/search');
    await chloe.press(/^Not sent yet: compose/, 'Show preview');
    const shown = await chloe.sees(/^Not sent yet: look at the news notice below the boxes$/);
    await shown.getByText('As readers will see it').waitFor();
    await soundOn(chloe);
    await picture('form-light');
  });

  it('names who would get it, and asks a second officer', async () => {
    await chloe.press(/^Not sent yet: look at/, 'Choose who gets it');
    const who = await chloe.sees(/^Not sent yet: choose who gets it, and when$/);
    await who.getByLabel('NHSmail webinar').check();
    await who.getByLabel('In their own chat', { exact: true }).selectOption('las');
    await who.getByLabel('Ask readers to press Got it').check();
    await soundOn(chloe);
    await picture('who-light');
    await chloe.press(/^Not sent yet: choose who/, 'Check who gets it');
    await chloe.sees(/^Not sent yet: 4 people and 1 channel would get it$/);
    await soundOn(chloe);
    await picture('last-look-light');
    await chloe.press(/^Not sent yet: 4 people/, 'Ask for approval to send it to 4 people and 1 channel');
    await chloe.sees(/^Waiting for somebody else to approve it$/);
  });

  it('is approved on a phone in the dark, as it will be read', async () => {
    await mina.open('mina');
    const asked = await mina.sees(/^Waiting for your approval: 4 people and 1 channel would get it$/);
    await asked.getByText(text).waitFor();
    await soundOn(mina);
    await picture('approve-320-dark', phonePage);
    await mina.press(/^Waiting for your approval/, 'Approve for 4 people and 1 channel');
    await mina.sees(/^Approved by Mina Rowe: Directory search is quicker$/);
  });

  it('is counted, and what can be done with it stands below the counts', async () => {
    const sent = await chloe.sees(/^Sent: 5 of 5 delivered$/);
    await sent.getByText('Mina Rowe').waitFor();
    await soundOn(chloe);
    await picture('sent-light');
    await chloe.press(/^Sent: 5 of 5/, 'Withdraw this notice');
    await sent.getByText('All 5 cards of it will say that it was withdrawn').waitFor();
    await soundOn(chloe);
  });

  it('is corrected by the same form, and shown as it is now to whoever has it', async () => {
    await chloe.press(/^Sent: 5 of 5/, 'Correct this notice');
    const form = await chloe.sees(/^Not corrected yet: Directory search is quicker$/);
    await form.getByLabel('Heading').fill('Directory search is slow');
    await chloe.press(/^Not corrected yet/, 'Show preview');
    await chloe.press(/^Not corrected yet: look at the card/, 'Correct this notice everywhere');
    await chloe.sees(/^Corrected: Directory search is slow$/);
    await mina.open('priya');
    await mina.sees(/^Directory search is slow$/);
    await soundOn(mina);
    await picture('reader-320-dark', phonePage);
  });

  it('pauses in the middle, and goes on', async () => {
    const chat = await world.person('chloe').chat();
    await world.faults({ connector429: 1_000, connectorRetryAfter: 1, connectorIn: (await world.person('lena').chat()).id });
    await sendNotice(chat, 'news', { title: 'TLS 1.1 ends', text: 'Old mail clients stop.', link: '', pictureUrl: '', pictureWords: '' }, { toPeople: 'las', toChannels: webinars });
    await mina.open('mina');
    await mina.press(/^Waiting for your approval/, 'Approve for 4 people and 1 channel');
    await chloe.press(/^Sending: 4 of 5 so far$/, 'Pause sending');
    await chloe.sees(/^Paused: 4 of 5 sent, nothing is being sent$/);
    await soundOn(chloe);
    await picture('paused-light');
    await world.faults({ connector429: 0, connectorIn: '' });
    await chloe.press(/^Paused: /, 'Resume sending');
    await chloe.sees(/^Sent: 5 of 5 delivered$/);
  });
});
