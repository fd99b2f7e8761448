// Working hours over HTTP, with the wound clock, over the weekend the clocks go back: not before Monday 7am begins on Monday at 8am; a list in hand on Friday at 6pm goes on then too.
import assert from 'node:assert/strict';
import { saidOn, verbsOn } from '../support/card-reading.ts';
import type { Chat, Message } from '../support/chat.ts';
import { openForm, sendList, submit } from '../support/requesting.ts';
import { startWorld, type World } from '../support/world.ts';

const minute = 60_000;

describe('working hours', function () {
  this.timeout(60_000).bail(true);
  let world: World;
  let chat: Chat;
  let resolvers: Chat;
  let waiting: { of: Message; reference: string };
  let midway: { of: Message; reference: string };

  before(async () => {
    world = await startWorld({ bot: false, settings: { WORKING_HOURS: 'Mon-Fri 08:00-18:00' } });
    await world.faults({ staleReadsMs: 0 });
    await world.wind({ to: '2022-10-28T16:00:00Z' });
    await world.startBot();
    chat = await world.person('priya').chat();
    resolvers = await world.resolvers();
  });
  after(() => world.stop());

  const atResolvers = (state: string, { reference }: { reference: string }) => resolvers.card(new RegExp(`^${state}: ${reference}\\b`));

  it('a form with a time that is over says so, and keeps what was typed', async () => {
    const of = await sendList(chat, await world.makePeople(60, 'ZZ101', 'monday'));
    await chat.press(of, 'check.confirm');
    const wrong = await chat.press(await openForm(chat, of), 'request.submit', { contactNumber: '07700 900123', notBeforeDate: '2022-10-28', notBeforeTime: '16:59', message: 'true' });
    assert.equal(wrong.heading, 'Not submitted: the date in "Not before" is in the past. Choose a later one, or empty both boxes');
    assert.ok(JSON.stringify(wrong.card).includes('"value":"2022-10-28"'));
    const status = await chat.press(wrong, 'request.submit', { contactNumber: '07700 900123', notBeforeDate: '2022-10-31', notBeforeTime: '07:00', message: 'true' });
    assert.match(saidOn(status.card), /It will not start before Monday 31 October 2022, 7am\..*We aim to finish by Tuesday 1 November 2022, 7am\./s);
    waiting = { of, reference: /Request (R-\d+)/.exec(saidOn(status.card))?.[1] ?? '' };
  });

  it('the message for colleagues is in the chat, with Monday’s date and no link', async () => {
    const said = await chat.find(one => one.from === 'bot' && one.text.includes('extra sign-in security'), { what: 'the message for colleagues' });
    assert.match(said.text, /has asked for this\. From Monday 31 October 2022 you will be asked for a second step/);
    assert.doesNotMatch(said.text, /https?:|www\.|\]\(/);
  });

  it('started at once, it says from when it is applied, and changes nobody', async () => {
    await resolvers.press(await atResolvers('New', waiting), 'request.start');
    await chat.card(/^Started: 60 people, applying from Monday 31 October 2022, 8am$/, { of: waiting.of });
    assert.ok(verbsOn((await atResolvers('Started', waiting)).card).includes('request.outside-hours'));
  });

  it('one that is in hand as hours end goes no further', async () => {
    const of = await sendList(chat, await world.makePeople(450, 'ZZ101', 'midway'), 'midway.csv');
    midway = { of, reference: (await submit(chat, of)).reference };
    const before = (await world.group()).count;
    await world.wind({ to: '2022-10-28T16:59:00Z' });
    await world.faults({ graphSlowMs: 400 });
    await resolvers.press(await atResolvers('New', midway), 'request.start');
    // A winding waits for work in hand, so the minute passes while it is paused.
    await resolvers.press(await atResolvers('In progress', midway), 'request.pause');
    const paused = await atResolvers('Paused', midway);
    await world.faults({ graphSlowMs: 0 });
    await world.wind({ by: minute });
    await resolvers.press(paused, 'request.continue');
    const own = await chat.cardOf(midway.of, card => saidOn(card).includes('It goes on by itself on Monday 31 October 2022, 8am'));
    assert.match(saidOn(own.card), /That is later than we aimed for, Saturday 29 October 2022, 5pm\./);
    const applied = (await world.group()).count - before;
    assert.ok(applied > 0 && applied < 450, `${applied} of 450`);
    await world.wind({ to: '2022-10-31T07:59:00Z' });
    assert.equal((await world.group()).count - before, applied, 'nobody over the weekend');
  });

  it('both go on by themselves on Monday at 8am', async () => {
    await world.wind({ by: minute });
    await chat.card(/^Confirming: MFA applied to 60 people/, { of: waiting.of });
    await chat.card(/^Confirming, late: MFA applied to 450 people/, { of: midway.of });
  });
});
