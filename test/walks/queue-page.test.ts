// The queue on the sandbox's page: who is called, the card that follows, and several chosen in a form that only one sees. Leaves .cache/pictures/queue-*.png.
import type { Page } from 'playwright-core';
import { onThePage, soundOn, type Stage } from '../support/chromium.ts';
import { sendList, submit } from '../support/requesting.ts';
import type { TeamsPage } from '../support/teams-page.ts';

describe('the queue, on the page', function () {
  this.timeout(90_000).bail(true);
  let page: Page;
  let phone: Page;
  let dan: TeamsPage;
  let amara: TeamsPage;
  let picture: Stage['picture'];
  let reference: string;

  onThePage('The queue, on the page', 'queue', async stage => {
    ({ page, phonePage: phone, desk: dan, phone: amara, picture } = stage);
    const priya = await stage.world.person('priya').chat();
    ({ reference } = await submit(priya, await sendList(priya, await stage.world.makePeople(60, 'ZZ101', 'page'))));
    await stage.world.wind({ by: 30_000 });
  });

  it('marks who is called to a new request, for those who are', async () => {
    await dan.open('dan');
    await dan.enter('Bulk MFA');
    await page.getByTestId('mentions-you').waitFor();
    await page.locator('.mention').filter({ hasText: 'Dan Ferris' }).waitFor();
    await soundOn(dan);
    await picture('mention-light');
  });

  it('opens several to choose from, for one alone, and what is ticked goes with every button', async () => {
    await dan.mention('queue');
    await dan.sees(/^1 request open$/);
    await dan.press(/^1 request open$/, 'Choose requests to work on');
    const picker = await dan.sees(/^Nothing chosen yet: choose requests to work on$/);
    await picker.getByText(`${reference}, Ashdown Vale Trust: 60 people, submitted`).waitFor();
    await picker.locator('input[type=checkbox]').check();
    await picker.getByRole('button', { name: 'Hold chosen requests', exact: true }).click();
    await picture('picker-light');
    await soundOn(dan);
    await picker.getByRole('button', { name: 'Waiting for the LA to answer', exact: true }).click();
    await dan.sees(/^Put 1 request on hold$/);
  });

  it('is the same card for the other, without what was for one alone', async () => {
    await amara.open('amara');
    await amara.enter('Bulk MFA');
    await amara.sees(/^1 request open$/);
    await phone.getByTestId('mentions-you').waitFor();
    if ((await amara.card(/^Put 1 request on hold$/).count()) > 0) throw new Error('The form is not hers.');
    await soundOn(amara);
    await picture('board-320-dark', phone);
  });
});
