// What communications officers see of the answers to a sign-up while they come: counted on its card, and one row for each person in a CSV.
import assert from 'node:assert/strict';
import { advanceNotice } from '../../src/notices/notice.ts';
import { saveNotice } from '../../src/notices/save-notice.ts';
import { handleFileConsent } from '../../src/requests/offer-file.ts';
import { onEachEngine } from '../support/database.ts';
import { aNotice, aSignUp } from '../support/notices.ts';
import { runDue } from '../support/desk.ts';
import { openOfficers, type Officers } from '../support/officers.ts';
import { dataOf, noRoles, personal, saidBy } from '../support/requests.ts';

const typed = { title: 'Digital Heroes, second group', text: 'Help colleagues.', closesOn: '2022-10-07', places: '1', options: 'Tuesday\nThursday', link: '' };
const csv = 'Get the sign-up CSV';

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

  it('are no file before the first of them', async () => {
    assert.ok(!stage.titlesOn(await own()).includes(csv));
    await answer('priya', 'Tuesday');
    assert.deepEqual(stage.titlesOn(await own()), ['Get the delivery CSV', csv, 'Correct this notice', 'Withdraw this notice now']);
  });

  it('are a CSV, one row for each person, for officers alone, also when it is accepted', async () => {
    const { world, services } = stage.desk;
    for (const [id, displayName] of [['priya', '=Priya Nair'], ['tom', 'Tom Ashworth']] as const) world.people.set(id, { id, displayName, address: `${id}@nhs.example`, isEnabled: true, isGuest: false, organisation: 'ZZ101' });
    await answer('priya', 'Tuesday');
    assert.equal(saidBy(await stage.press('chloe', await own(), 'notice.sign-ups-csv')), 'The file is offered below.');
    await runDue(stage.desk, 'deliver-post');
    const offer = stage.said.map(({ content }) => content).find(content => content.is === 'file-consent') ?? assert.fail('nothing was offered');
    assert.deepEqual([offer.name, offer.description], ['Digital Heroes second group sign-ups.csv', '1 row: who answered, what, and who has a place.']);
    for (const [who, choice] of [['tom', 'Thursday'], ['lena', 'Thursday']] as const) await answer(who, choice);
    await takeBack('priya');
    await answer('priya', 'Tuesday');
    await takeBack('lena');
    const accepted = (personId: string) => handleFileConsent(services, { activityId: `consent ${personId}`, conversation: personal(personId), personId, isAccepted: true, context: offer.context, upload: { uploadUrl: 'https://nhs.example/put', contentUrl: 'https://nhs.example/file', name: offer.name, uniqueId: 'u', fileType: 'csv' } });
    await accepted('priya');
    world.roles.set('mina', noRoles);
    await accepted('mina');
    assert.deepEqual(world.delivered, []);
    await accepted('chloe');
    const when = 'Tuesday 20 September 2022, 9am';
    assert.deepEqual(new TextDecoder().decode(world.delivered[0]).split('\r\n').filter(Boolean), [
      '"Name","EmailAddress","Organisation","Answer","Place","When"',
      `"Tom Ashworth","tom@nhs.example","ZZ101","Thursday","has a place","${when}"`,
      `"'=Priya Nair","priya@nhs.example","ZZ101","Tuesday","waiting list 1","${when}"`,
      `"not in the directory",,"ZZ202",,"took it back","${when}"`,
    ]);
  });

  it('are no file of another kind of notice, whatever comes back', async () => {
    const { world, services, store } = stage.desk;
    const news = aNotice('sent');
    await store.notices.insert(news);
    await handleFileConsent(services, { activityId: 'consent', conversation: personal('chloe'), personId: 'chloe', isAccepted: true, context: { noticeId: news.id, file: 'sign-ups' }, upload: { uploadUrl: 'https://nhs.example/put', contentUrl: 'https://nhs.example/file', name: 'a.csv', uniqueId: 'u', fileType: 'csv' } });
    await runDue(stage.desk, 'deliver-post');
    assert.deepEqual([world.delivered.length, stage.textsIn('a:chloe').at(-1)], [0, 'This file is no longer kept, or no longer yours to see. Type **notices** to see the latest.']);
  });
});
