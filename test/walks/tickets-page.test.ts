// ServiceNow's tickets on the sandbox's page, worked by its people: in Chromium, light and dark, wide and on a phone. Leaves .cache/pictures/tickets-*.png.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { onThePage, soundOn, type Stage } from '../support/chromium.ts';
import { serviceNowSide } from '../support/servicenow.ts';
import { sendList, submit } from '../support/requesting.ts';
import type { TeamsPage } from '../support/teams-page.ts';

describe('tickets of ServiceNow, on the page', function () {
  this.timeout(90_000).bail(true);
  let stage: Stage;
  let page: Page;
  let desk: TeamsPage;
  let reference = '';
  let number = '';
  onThePage('Tickets of ServiceNow, on the page', 'tickets', async all => {
    stage = all;
    ({ page, desk } = all);
    await stage.world.faults({ staleReadsMs: 0 });
  }, { helpdesk: 'servicenow' });

  const inTicket = (words: string | RegExp) => page.getByTestId('ticket').getByText(words).first().waitFor({ timeout: 15_000 });
  const act = async (what: string, fields: Record<string, string> = {}) => {
    await page.getByTestId('ticket-act').selectOption(what);
    for (const [field, value] of Object.entries(fields)) await (field === 'reason' ? page.getByTestId('ticket-reason').selectOption(value) : page.getByTestId(`ticket-${field}`).fill(value));
    await page.getByTestId('ticket-go').click();
  };

  it('are none at first, and then the request\'s, with what the helpdesk needs', async () => {
    await desk.open('priya');
    await desk.tab('tickets');
    const chat = await stage.world.person('priya').chat();
    const report = await sendList(chat, await stage.world.makePeople(60, 'ZZ101', 'page'));
    ({ reference } = await submit(chat, report));
    await inTicket(`Organisation ZZ101. Sent with LA Desk as ${reference}.`);
    await inTicket(`${reference}-list.csv`);
    number = (await serviceNowSide(stage.world.sandbox).tickets())[0]?.number ?? '';
    await page.getByTestId('ticket-go').filter({ hasText: `Comment on ${number}` }).waitFor();
    await soundOn(desk);
  });

  it('take a comment, which is read in the chat', async () => {
    await act('comment', { text: 'Is row 3 still with you?' });
    await inTicket('Is row 3 still with you?');
    await desk.sees(new RegExp(`^The helpdesk wrote on ${reference}, ticket ${number}$`));
  });

  it('are held with a question, which the card asks, and taken up again', async () => {
    await act('hold', { reason: '1', text: 'Who is row 7?' });
    await desk.sees(/^On hold: we need an answer from you$/);
    await desk.card(/^On hold/).getByText('Who is row 7?').waitFor();
    await act('start');
    await desk.sees(/^Submitted: 60 people/);
  });

  it('say what ServiceNow asks for', async () => {
    await act('resolve', { code: 'Solution provided' });
    await page.getByTestId('ticket-status').getByText(/The following fields are mandatory/).waitFor();
    await soundOn(desk);
  });

  it('are put back by LA Desk with a note, where it does not agree', async () => {
    await act('resolve', { code: 'Solution provided', notes: 'Done by hand' });
    await inTicket(/LA Desk put this ticket back from Resolved to New/);
    await stage.picture('light');
    await soundOn(desk);
  });

  it('are whole in the dark on a narrow phone', async () => {
    await stage.phone.open('dan');
    await stage.phone.tab('tickets');
    await stage.phonePage.getByTestId(`ticket-${number}`).waitFor();
    await soundOn(stage.phone);
    await stage.picture('dark-320', stage.phonePage);
    assert.deepEqual(stage.complaints, []);
  });
});
