// An incident over HTTP, over the night the clocks go back: opened, updated, overdue, resolved; and requests that waited behind it go on.
import assert from 'node:assert/strict';
import { factsOf, headingOf, pressable, saidOn } from '../support/card-reading.ts';
import type { Chat, Message } from '../support/chat.ts';
import { sendNotice } from '../support/composing.ts';
import { typed } from '../support/notice-kinds.ts';
import { sendList, submit } from '../support/requesting.ts';
import { startWorld, type World } from '../support/world.ts';

const webinars = '19:5aeb0a1d00004000800000000000c002@thread.tacv2';
const shown = (seen: { card: unknown }, name: string): string | undefined => factsOf(seen.card).find(([title]) => title === name)?.[1];

describe('an incident, opened to resolved', function () {
  this.timeout(120_000).bail(true);
  let world: World;
  let [chloe, priya, dan]: Chat[] = [];
  let channel: Chat;
  let [request, card, delivery]: Message[] = [];
  const people = () => ({ chloe: chloe ?? assert.fail(), priya: priya ?? assert.fail(), dan: dan ?? assert.fail() });
  const known = (message: Message | undefined): Message => message ?? assert.fail();
  const reminders = async () => (await people().chloe.messages()).filter(one => headingOf(one.card) === 'To do: INC31020388');

  before(async () => {
    world = await startWorld({ bot: false });
    await world.wind({ to: '2022-10-29T20:00:00Z' });
    await world.startBot();
    [chloe, priya, dan] = [await world.person('chloe').chat(), await world.person('priya').chat(), await world.person('dan').chat()];
    channel = await world.person('priya').channel('NHSmail webinar');
    request = await sendList(people().priya, await world.makePeople(60, 'ZZ101', 'waiting'));
    await submit(people().priya, known(request));
  });
  after(() => world.stop());

  it('is opened by a resolver, who holds requests, and announced by communications, whose card says that they wait', async () => {
    await people().dan.say('open incident');
    const form = await people().dan.card(/^Not open yet: 1 request could wait behind it$/);
    await people().dan.press(form, 'incident.open', { kind: 'incident', reference: 'INC31020388', title: 'slow sign-in', link: '', scope: 'all' });
    await people().priya.card(/^On hold because of incident INC31020388$/, { of: known(request) });
    delivery = await sendNotice(people().chloe, 'incident', { ...typed.incident, sinceDay: '2022-10-29', sinceTime: '20:30', dueDay: '2022-10-29', dueTime: '23:00' }, { toPeople: 'las', toChannels: webinars, wantsAck: 'true' });
    card = await people().priya.card(/^Open, high severity: slow sign\\-in for some people$/);
    assert.equal(shown(card, 'Bulk MFA'), 'On hold. It resumes by itself.');
    assert.match(saidOn(card.card), /Next update due by Saturday 29 October 2022, 11pm\./);
    assert.doesNotMatch(JSON.stringify((await channel.card(/^Open, high severity/)).card), /Ashdown|ZZ101|R-\d|Dan Ferris|Chloe|\b60\b/);
  });

  it('is updated by a resolver, in the same card, and alerts nobody', async () => {
    await people().dan.say('update inc31020388');
    const list = await people().dan.card(/^What has changed: INC31020388$/);
    assert.deepEqual(pressable(list.card).map(({ title }) => title), ['Add an update to INC31020388', 'Resolve INC31020388, and resume bulk MFA']);
    const form = await people().dan.press(list, 'notice.change-form', { change: 'update' });
    const saved = await people().dan.press(form, 'notice.change', { text: 'the cause is found, a fix is being tested.', dueDay: '2022-10-30', dueTime: '01:30' });
    assert.match(saved.heading, /^Saved: every card of INC31020388/);
    const updated = await people().priya.cardOf(known(card), shownNow => shown({ card: shownNow }, 'Latest') !== undefined);
    assert.match(shown(updated, 'Latest') ?? '', /^\d+(?::\d\d)?pm: the cause is found, a fix is being tested\.$/);
    assert.match(saidOn(updated.card), /Next update due by Sunday 30 October 2022, 1:30am\./);
    assert.deepEqual((await people().priya.messages()).filter(({ card: one, text }) => one === null && text.includes('INC31020388') && !text.startsWith('On hold')), []);
  });

  it('admits that the next update is late, at the first 1:30am of that night, and reminds its owner once', async () => {
    await world.wind({ to: '2022-10-30T00:29:00Z' });
    assert.deepEqual(await reminders(), []);
    await world.wind({ to: '2022-10-30T00:30:00Z' });
    const late = await people().priya.card(/^Open, high severity, update late: slow sign/, { of: known(card) });
    assert.match(saidOn(late.card), /It was due by Sunday 30 October 2022, 1:30am\. We have reminded its owner\./);
    await world.wind({ to: '2022-10-30T02:00:00Z' });
    assert.equal((await reminders()).length, 1);
  });

  it('is resolved by a press that says that requests resume; they do, once, and who asked is told after their quiet hours', async () => {
    assert.match((await people().priya.press(known(card), 'notice.follow')).message ?? '', /^You will be told/);
    const [reminder] = await reminders();
    const form = await people().chloe.press(known(reminder), 'notice.change-form', { change: 'resolve' });
    assert.match(saidOn(form.card), /Bulk requests that wait behind it start again by themselves, oldest first\./);
    const filled = { text: 'Signing in is back to normal. You do not need to do anything.', overDay: '2022-10-30', overTime: '01:45' };
    const answers = await Promise.all([people().chloe.press(form, 'notice.change', filled), people().chloe.press(form, 'notice.change', filled)]);
    assert.deepEqual(answers.map(({ heading }) => heading.slice(0, 6)).toSorted(), ['Change', 'Saved:']);
    const resolved = await people().priya.card(/^Resolved: slow sign\\-in for some people, at 1:45am on Sunday 30 October 2022$/, { of: known(card) });
    assert.deepEqual([shown(resolved, 'Lasted'), shown(resolved, 'Bulk MFA')], ['5 hours 15 minutes, from Saturday 29 October 2022, 8:30pm', 'Starting again, oldest first']);
    await people().priya.card(/^Submitted: 60 people/, { of: known(request) });
    await world.wind({ to: '2022-10-30T07:59:00Z' });
    assert.ok(!(await people().priya.messages()).some(({ text }) => text.startsWith('INC31020388 is resolved')));
    await world.wind({ to: '2022-10-30T08:00:00Z' });
    await people().priya.find(({ text }) => text.startsWith('INC31020388 is resolved'));
    await (await world.resolvers()).card(/^Ended: incident INC31020388$/);
    await people().chloe.card(/^Sent: /, { of: known(delivery) });
  });
});
