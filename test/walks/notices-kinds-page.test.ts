// Releases, incidents and the bulletin as people read them on the page: moved, late, resolved, at 320 px in light and in the dark. Leaves .cache/pictures/notices-*.png.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { onThePage, soundOn, type Stage } from '../support/chromium.ts';
import type { Chat } from '../support/chat.ts';
import { sendNotice } from '../support/composing.ts';
import { typed } from '../support/notice-kinds.ts';
import type { TeamsPage } from '../support/teams-page.ts';

const toEverybody = { toPeople: 'las', wantsAck: 'true' } as const;

describe('kinds of notices, on the page', function () {
  this.timeout(120_000).bail(true);
  let world: Stage['world'];
  let page: Page;
  let phone: Page;
  let chloe: TeamsPage;
  let priya: TeamsPage;
  let officer: Chat;
  let picture: Stage['picture'];

  onThePage('Kinds of notices, on the page', 'notices', async stage => {
    ({ world, page, phonePage: phone, desk: chloe, phone: priya, picture } = stage);
    officer = await world.person('chloe').chat();
    await world.person('priya').chat();
    await chloe.open('chloe');
    await chloe.enter('LA Desk');
    await phone.setViewportSize({ width: 320, height: 1_000 });
    await priya.open('priya');
    await priya.enter('LA Desk');
  });

  /** The card as it is on the phone, whole and sound, in both colour schemes. */
  async function onThePhone(heading: RegExp, name: string): Promise<void> {
    await priya.sees(heading);
    for (const colorScheme of ['light', 'dark'] as const) {
      await phone.emulateMedia({ colorScheme });
      await soundOn(priya);
      await priya.card(heading).screenshot({ path: new URL(`../../.cache/pictures/notices-${name}-320-${colorScheme}.png`, import.meta.url).pathname });
    }
  }

  it('moves a release by its form', async () => {
    await sendNotice(officer, 'release', typed.release, toEverybody);
    await onThePhone(/^Planned: Linden 1\.0/, 'release-planned');
    await chloe.press(/^Sent: /, 'Say what changed: Linden 1.0');
    await chloe.press(/^What has changed: Linden 1\.0/, 'Move Linden 1.0');
    const form = await chloe.sees(/^Not saved yet: Move Linden 1\.0/);
    await form.getByLabel('Day, or a day of that week').fill('2022-11-17');
    await form.getByLabel('Why it moves (optional)').fill('More testing is needed on MFA status.');
    await soundOn(chloe);
    await picture('release-form-light');
    await form.getByRole('button', { name: 'Move Linden 1.0', exact: true }).click();
    await chloe.sees(/^Saved: every card of Linden 1\.0/);
    await picture('release-saved-light');
    await onThePhone(/^Moved: Linden 1\.0 release is now on Thursday 17 November 2022/, 'release-moved');
    await phone.getByText('Linden 1.0 has moved to Thursday 17 November 2022. It was Thursday 10 November.').waitFor();
  });

  it('shows an incident open, late and resolved', async () => {
    const delivery = await sendNotice(officer, 'incident', { ...typed.incident, sinceDay: '2022-09-20', sinceTime: '09:00', dueDay: '2022-09-20', dueTime: '23:00' }, toEverybody);
    await onThePhone(/^Open, high severity: slow sign-in for some people/, 'incident-open');
    await world.wind({ to: '2022-09-20T22:00:00Z' });
    await onThePhone(/^Open, high severity, update late/, 'incident-late');
    const reminder = await officer.card(/^To do: INC31020388$/, { newerThan: delivery });
    await chloe.sees(/^To do: INC31020388/);
    await soundOn(chloe);
    await picture('incident-reminder-light');
    const form = await officer.press(reminder, 'notice.change-form', { change: 'resolve' });
    await officer.press(form, 'notice.change', { text: 'Signing in is back to normal. You do not need to do anything.', overDay: '2022-09-20', overTime: '22:30' });
    await onThePhone(/^Resolved: slow sign-in for some people, at 10:30pm on Tuesday 20 September 2022/, 'incident-resolved');
  });

  it('shows a retirement and the bulletin', async () => {
    await world.wind({ to: '2022-09-21T08:00:00Z' });
    await sendNotice(officer, 'deadline', typed.retirement, toEverybody);
    await onThePhone(/^Retiring after 7pm on Friday 28 October 2022/, 'retirement');
    await chloe.sees(/^Sent: /);
    await officer.say('notice');
    await chloe.press(/^Nothing composed yet/, 'Compose bulletin notice');
    const form = await chloe.sees(/^Not sent yet: compose bulletin notice/);
    assert.equal(await form.getByLabel('Coming soon, one per line').inputValue(), 'Moved: Linden 1.0 release is now on Thursday 17 November 2022');
    await picture('bulletin-form-light', page);
    await sendNotice(officer, 'bulletin', typed.bulletin, toEverybody);
    await onThePhone(/^LA bulletin, Friday 30 September 2022: 1 thing to be actioned/, 'bulletin');
  });
});
