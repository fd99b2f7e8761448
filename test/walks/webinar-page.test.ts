// A webinar on the sandbox's page: planned by communications, read and asked about on a phone, live, written up, found again. Leaves .cache/pictures/webinar-*.png.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { windAsleep } from '../support/asleep.ts';
import { onThePage, soundOn, type Stage } from '../support/chromium.ts';
import type { TeamsPage } from '../support/teams-page.ts';
import { filledSeries } from '../support/webinars.ts';
import type { World } from '../support/world.ts';

const next = /^Next LA webinar: Friday 21 October 2022, 12:30pm to 1:30pm$/;
const slow = { timeout: 40_000 };

describe('a webinar, on the page', function () {
  this.timeout(150_000).bail(true);
  let world: World;
  let page: Page;
  let phone: Page;
  let chloe: TeamsPage;
  let priya: TeamsPage;
  let complaints: string[];
  let picture: Stage['picture'];
  let channelId: string;

  onThePage('A webinar, on the page', 'webinar', async stage => {
    ({ world, page, phonePage: phone, desk: chloe, phone: priya, complaints, picture } = stage);
    for (const slug of ['priya', 'chloe'] as const) await world.person(slug).chat();
    channelId = (await world.person('priya').channel('NHSmail webinar')).id;
  });

  const say = async (on: Page, text: string): Promise<void> => {
    await on.getByTestId('compose').last().fill(text);
    await on.keyboard.press('Enter');
  };
  async function inBothLights(name: string, of: TeamsPage): Promise<void> {
    await picture(`${name}-light`);
    await page.emulateMedia({ colorScheme: 'dark' });
    await soundOn(of);
    await picture(`${name}-dark`);
    await page.emulateMedia({ colorScheme: 'light' });
  }

  it('is planned in a form, with the dates it has', async () => {
    await chloe.open('chloe');
    await say(page, 'webinar series');
    const form = await chloe.sees(/^Not planned yet: a webinar series$/);
    const filled = filledSeries(channelId, '2022-10-21');
    for (const [label, value] of [['Link to its channel', filled.channel], ['Link to join it', filled.join], ['Link for escalations', filled.escalation], ['First date', filled.firstDay]] as const) await form.getByLabel(label).fill(value);
    await soundOn(chloe);
    await picture('series-form-light');
    await form.getByRole('button', { name: 'Plan the webinar series' }).click();
    const dates = await chloe.sees(/^Planned: 4 dates of LA webinar$/);
    await dates.getByRole('button', { name: 'Skip a date' }).click();
    await soundOn(chloe);
    await inBothLights('dates', chloe);
  });

  it('is announced in the channel, and read on a phone', async () => {
    await windAsleep(world, '2022-10-14T11:00:00Z');
    await world.wind({ by: 30 * 60_000 });
    await priya.open('priya');
    await priya.enter('NHSmail webinar');
    await priya.sees(next);
    await soundOn(priya);
    await picture('announced-320-dark', phone);
    await chloe.open('chloe');
    await chloe.enter('NHSmail webinar');
    await chloe.sees(next);
    await soundOn(chloe);
    await inBothLights('announced', chloe);
  });

  it('takes a question, and meets one about one case with the way to go', async () => {
    await priya.press(next, 'Ask a question');
    await priya.enter('LA Desk');
    const form = await priya.sees(/^Not asked yet: a question for Friday 21 October 2022$/);
    await form.getByLabel('Your question').fill('Why can sam.okoro@nhs.example not sign in since INC31020388?');
    await form.getByRole('button', { name: 'Ask the panel' }).click();
    const met = await priya.sees(/^Not asked yet: this looks like one case$/);
    await met.getByRole('button', { name: 'Ask without the case' }).scrollIntoViewIfNeeded();
    await soundOn(priya);
    await picture('case-320-dark', phone);
    await met.getByRole('button', { name: 'Ask without the case' }).click();
    await priya.sees(/^Asked: the panel has your question/);
  });

  it('gives a slot that was asked for, and the calendar entry', async () => {
    await priya.enter('NHSmail webinar');
    await (await priya.sees(next)).getByRole('button', { name: 'More options' }).click();
    await phone.getByText('Ask for a slot', { exact: true }).click();
    await priya.enter('LA Desk');
    const form = await priya.sees(/^Not asked yet: a slot on Friday 21 October 2022$/);
    await form.getByLabel('What it is about').fill('TLS 1.2 in practice');
    await form.getByLabel('Who speaks').fill('Jo Whitlock');
    await form.getByRole('button', { name: 'Ask for this slot' }).click();
    await priya.sees(/^Asked: Guest speaker/);
    await chloe.enter('LA Desk');
    await chloe.sees(/^Decide: Guest speaker on Friday 21 October 2022$/);
    await soundOn(chloe);
    await inBothLights('slot', chloe);
    await chloe.press(/^Decide: Guest speaker/, 'Accept Guest speaker');
    await chloe.sees(/^Accepted: Guest speaker/);
    await say(page, 'questions');
    await chloe.sees(/^1 question for the panel on Friday 21 October 2022$/);
    await soundOn(chloe);
    await picture('questions-light');
    await priya.enter('NHSmail webinar');
    await phone.getByText('Guest speaker: TLS 1.2 in practice').waitFor();
    await priya.press(next, 'Add to calendar (.ics)');
    await priya.enter('LA Desk');
    await priya.sees(/^Ready: the calendar entry of LA webinar$/);
    await soundOn(priya);
    await picture('calendar-320-dark', phone);
  });

  it('is live on the same card, and its recording is ready after it', async () => {
    await windAsleep(world, '2022-10-21T11:29:00Z');
    await world.wind({ by: 2 * 60_000 });
    await chloe.enter('NHSmail webinar');
    await chloe.card(/^Live now, until 1:30pm: LA webinar$/).waitFor(slow);
    await inBothLights('live', chloe);
    await world.wind({ by: 3_600_000 });
    await chloe.enter('LA Desk');
    const form = await chloe.sees(/^Not written yet: LA webinar, Friday 21 October 2022$/);
    await form.getByLabel('Link to the recording').fill('https://video.nhs.example/la-webinar-2022-10-21');
    await form.getByLabel('Topic').fill('TLS 1.0 and 1.1');
    await form.getByLabel('What was said').fill('They are switched off on 31 October 2022. Use TLS 1.2.');
    await soundOn(chloe);
    await inBothLights('updates-form', chloe);
    await form.getByRole('button', { name: 'Add this key update' }).click();
    await chloe.sees(/^Not posted yet, 1 key update/);
    await chloe.press(/^Not posted yet, 1 key update/, 'Post the key updates');
    await chloe.sees(/^Posted: 1 key update of Friday 21 October 2022$/);
    await priya.enter('NHSmail webinar');
    await (await priya.sees(/^Recording ready: LA webinar, Friday 21 October 2022$/)).scrollIntoViewIfNeeded();
    await soundOn(priya);
    await picture('recording-320-dark', phone);
  });

  it('is found again by its date and by what was said', async () => {
    await priya.enter('LA Desk');
    await say(phone, 'what was said about TLS');
    await priya.sees(/^Found: 1 key update about TLS$/);
    await soundOn(priya);
    await picture('found-320-dark', phone);
    await chloe.enter('LA Desk');
    await say(page, 'webinars');
    await chloe.sees(/^Next webinar: Friday 4 November 2022$/);
    await soundOn(chloe);
    await inBothLights('webinars', chloe);
    assert.deepEqual(complaints, []);
  });
});
