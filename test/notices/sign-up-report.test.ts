// What communications officers see of the answers to a sign-up while they come: counted on its card.
import assert from 'node:assert/strict';
import { advanceNotice } from '../../src/notices/notice.ts';
import { saveNotice } from '../../src/notices/save-notice.ts';
import { onEachEngine } from '../support/database.ts';
import { aSignUp } from '../support/notices.ts';
import { runDue } from '../support/desk.ts';
import { openOfficers, type Officers } from '../support/officers.ts';
import { dataOf } from '../support/requests.ts';

const typed = { title: 'Digital Heroes, second group', text: 'Help colleagues.', closesOn: '2022-10-07', places: '1', options: 'Tuesday\nThursday', link: '' };

onEachEngine('the answers to a sign-up', open => {
  let stage: Officers;
  beforeEach(async () => {
    stage = await openOfficers(await open());
    const form = await stage.pressed('chloe', await stage.say('chloe', 'notice'), 'notice.compose', { kind: 'sign-up' });
    const preview = await stage.pressed('chloe', form, 'notice.preview', typed);
    const ready = await stage.pressed('chloe', await stage.pressed('chloe', preview, 'notice.next', typed), 'notice.who', { toPeople: 'las', toChannels: '', toOrganisations: '', sendDate: '', sendTime: '' });
    await stage.press('chloe', ready, 'notice.send');
    await stage.run();
    await runDue(stage.desk, 'tend-sign-up');
  });

  const own = () => stage.sees('chloe', /^Sent: /);
  const counted = async () => dataOf(await own(), 'delivery').counts.slice(1).map(({ title, value }) => `${title} ${value}`);
  const answer = async (personId: string, choice: string) => stage.press(personId, await stage.sees(personId, /^Open: /), 'notice.sign-up', { choice });
  const takeBack = async (personId: string) => stage.press(personId, await stage.sees(personId, /^Open: /), 'notice.take-back');

  it('are counted on the card of whoever composed it, after each of them', async () => {
    assert.deepEqual(await counted(), ['0 of 1 places taken', '0 chose Tuesday', '0 chose Thursday']);
    await answer('priya', 'Tuesday');
    assert.deepEqual(await counted(), ['1 of 1 places taken', '1 chose Tuesday', '0 chose Thursday']);
    await answer('tom', 'Thursday');
    assert.deepEqual(await counted(), ['1 of 1 places taken', '1 chose Tuesday', '0 chose Thursday', '1 on the waiting list']);
    await takeBack('priya');
    assert.deepEqual(await counted(), ['1 of 1 places taken', '0 chose Tuesday', '1 chose Thursday', '1 took it back']);
  });

  it('are counted anew when a correction adds places', async () => {
    for (const who of ['priya', 'tom']) await answer(who, 'Tuesday');
    await own();
    const { store, services, clock } = stage.desk;
    const { id } = await stage.latest();
    await store.transaction(async tx => {
      const more = advanceNotice((await tx.notices.lock(id)) ?? assert.fail(), { is: 'changed', facts: aSignUp({ places: 2 }) }, clock.calendar());
      await saveNotice(tx, services, more ?? assert.fail(), { actorId: 'chloe', action: 'notice-corrected' });
    });
    await stage.run();
    assert.deepEqual((await counted()).slice(0, 1), ['1 of 2 places taken']);
    await runDue(stage.desk, 'tend-sign-up');
    assert.deepEqual(await counted(), ['2 of 2 places taken']);
  });
});
