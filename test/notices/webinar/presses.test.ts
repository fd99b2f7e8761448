// Webinars pressed twice, at once and too late, and jobs that run twice: each thing comes to pass once, and nobody hears it twice.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Content } from '../../../src/cards.ts';
import type { Occurrence } from '../../../src/notices/webinar/occurrence.ts';
import { watchDate } from '../../../src/notices/webinar/plan-dates.ts';
import { nonceKey } from '../../../src/requests/gather.ts';
import { everybody, nonceFor } from '../../../src/requests/nonce.ts';
import { addDays } from '../../../src/schedule.ts';
import type { Answer, Conversation } from '../../../src/services.ts';
import { openTestStore } from '../../support/database.ts';
import { openDesk, press, runDue, type Desk } from '../../support/desk.ts';
import { laOf, noRoles } from '../../support/requests.ts';
import { aDate, aSeries, filledSeries } from '../../support/webinars.ts';

const communications = '6f0e0000-0000-4000-8000-00000000a005';
const series = aSeries();
const inAWeek = ['webinar-step', 'begin-notice', 'send-notice', 'deliver-post', 'show-delivery'];

describe('webinars, pressed and due', () => {
  let desk: Desk;
  let said: { to: string; what: string }[];
  beforeEach(async () => {
    desk = await openDesk(await openTestStore(), { COMMUNICATIONS_GROUP: communications, PUBLIC_URL: 'https://la-desk.nhs.example' });
    said = [];
    desk.world.roles.set('chloe', { ...noRoles, isCommunications: true }).set('priya', laOf('ZZ101'));
    desk.services.directory.memberIds = () => Promise.resolve(['chloe', 'ben']);
    desk.world.send = (conversation, content) => (said.push({ to: conversation.id, what: whatOf(content) }), Promise.resolve({ is: 'sent', activityId: randomUUID() }));
    await desk.store.series.add(series);
    await desk.store.transaction(tx => tx.conversations.remember({ id: series.channelId, kind: 'channel', serviceUrl: 'https://smba.example', tenantId: 't', personId: null, teamsUserId: null, teamId: null, channelId: series.channelId }, desk.clock.calendar()));
  });

  const whatOf = (content: Content): string => ('card' in content ? content.card.name : 'text' in content ? content.text : content.is);
  const at = () => desk.clock.calendar();
  const headed = (answer: Answer): string => ('message' in answer ? answer.message : 'card' in answer.card ? (answer.card.card.data as { heading?: string }).heading ?? '' : '');
  const inChannel = () => said.filter(({ to }) => to === series.channelId).map(({ what }) => what);
  async function dated(days: number, more: Partial<Occurrence> = {}): Promise<Occurrence> {
    const occurrence = { ...aDate(addDays(at(), days), { id: randomUUID(), ...more }), seriesId: series.id };
    await desk.store.occurrences.add(occurrence);
    await desk.store.transaction(tx => watchDate(tx, occurrence, at()));
    return occurrence;
  }
  const pressed = (who: string, verb: string, id: string, inputs: Record<string, unknown> = {}, more: { in?: Conversation } = {}) => press(desk, who, verb, { id }, { inputs, version: 1, ...more });

  it('a series planned by two presses at once is one, with each date once', async () => {
    const id = randomUUID();
    const inputs = filledSeries('19:webinars@thread.tacv2', '2022-09-23');
    const answers = await Promise.all([pressed('chloe', 'webinar.create', id, inputs), pressed('chloe', 'webinar.create', id, inputs)]);
    assert.deepEqual(answers.map(headed), Array(2).fill('Planned: 6 dates of LA webinar'));
    assert.equal((await desk.store.occurrences.ofSeries(id)).length, 6);
  });

  it('a live event is a series of one', async () => {
    const id = randomUUID();
    await pressed('chloe', 'webinar.create', id, { ...filledSeries('19:webinars@thread.tacv2', '2023-06-14'), rhythm: 'once', begins: '14:00', ends: '15:00' });
    assert.deepEqual((await desk.store.occurrences.ofSeries(id)).map(({ startsAt }) => startsAt.toISOString()), ['2023-06-14T13:00:00.000Z']);
    assert.match(headed(await pressed('chloe', 'webinar.create', randomUUID(), { ...filledSeries('19:webinars@thread.tacv2', '2022-09-01'), rhythm: 'once' })), /^Not planned yet/);
  });

  it('a day is added once, and moved to once, by whoever presses at once', async () => {
    const day = addDays(at(), 40).toISOString().slice(0, 10);
    const add = () => pressed('chloe', 'webinar.add', series.id, { addDay: day, addTime: '12:30' });
    const other = await dated(50);
    const move = () => pressed('chloe', 'webinar.move', series.id, { occurrenceId: other.id, toDay: day, toTime: '09:00', moveReason: '' });
    await Promise.all([add(), add(), move(), add()]);
    const held = (await desk.store.occurrences.ofSeries(series.id)).filter(({ startsAt }) => startsAt.toISOString().startsWith(day));
    assert.equal(held.length, 1);
  });

  it('is announced once where its job runs twice, and each officer hears of it once', async () => {
    const date = await dated(7);
    await runDue(desk, ...inAWeek);
    await desk.store.transaction(tx => watchDate(tx, date, at()));
    await runDue(desk, ...inAWeek);
    assert.deepEqual(inChannel(), ['webinar']);
    for (let times = 0; times < 2; times += 1) {
      await desk.store.jobs.add({ name: 'webinar-officers', key: `over ${date.id}`, payload: { about: 'over', id: date.id, sequence: 0 } });
      await runDue(desk, 'webinar-officers', 'deliver-post');
    }
    assert.deepEqual(said.filter(({ what }) => what === 'webinar-updates-form').map(({ to }) => to).toSorted(), ['a:ben', 'a:chloe']);
  });

  it('a cancelled date that nobody heard of is not spoken of; one that was announced is, once', async () => {
    const [quiet, known] = [await dated(30), await dated(7)];
    await runDue(desk, ...inAWeek);
    for (const { id } of [quiet, known, known]) await pressed('chloe', 'webinar.skip', series.id, { occurrenceId: id, skipReason: '' });
    await runDue(desk, ...inAWeek);
    assert.deepEqual(inChannel().filter(what => what.startsWith('Cancelled')).length, 1);
    assert.equal(headed(await pressed('chloe', 'webinar.skip', series.id, { occurrenceId: known.id, skipReason: '' })), 'This date has begun, or is cancelled. Nothing was changed.');
    assert.equal(headed(await pressed('chloe', 'webinar.skip', series.id, { occurrenceId: randomUUID(), skipReason: '' })), 'Choose a date of this series.');
  });

  it('a question sent twice is one, and one in a forged form about a case is met as well', async () => {
    const { id } = await dated(7);
    const question = { questionId: randomUUID(), words: 'When is TLS 1.0 switched off?' };
    for (let times = 0; times < 2; times += 1) assert.match(headed(await pressed('priya', 'webinar.ask', id, question)), /^Asked/);
    assert.equal(headed(await pressed('priya', 'webinar.ask', id, { questionId: randomUUID(), words: 'Why has Ashdown Vale Trust no licences?' })), 'Not asked yet: this looks like one case');
    assert.equal(headed(await pressed('priya', 'webinar.ask-anyway', id, { questionId: randomUUID(), words: 'Ring 07700 900123' })), 'Not asked yet: this looks like one case');
    assert.deepEqual((await desk.store.questions.of(id)).map(({ words }) => words), ['When is TLS 1.0 switched off?']);
  });

  it('nothing is asked or asked for once it is over', async () => {
    const { id } = await dated(-1);
    assert.equal(headed(await pressed('priya', 'webinar.ask', id, { questionId: randomUUID(), words: 'When?' })), 'Not asked: this webinar is over, or is not held');
    assert.equal(headed(await pressed('priya', 'webinar.ask-slot', id, { askId: randomUUID(), slot: 'guest', title: 'TLS', speaker: 'Jo', link: '' })), 'Not asked: no slot is free on this date any more');
    assert.equal(headed(await pressed('priya', 'webinar.remind', id)), 'This webinar has begun, or is not held.');
    assert.match(headed(await pressed('priya', 'webinar.slot-form', id)), /^No slot is free/);
    assert.match(headed(await pressed('priya', 'webinar.question-form', id)), /^This webinar is over/);
  });

  it('is told how to get what is said in a chat of their own where LA Desk is not installed', async () => {
    const { id } = await dated(7);
    desk.world.startPersonal = () => Promise.resolve(null);
    const channel = { id: `${series.channelId};messageid=1`, kind: 'channel' as const, serviceUrl: 'https://smba.example', tenantId: 't', personId: null, teamsUserId: null, teamId: null, channelId: series.channelId };
    const nonce = nonceFor(await nonceKey(desk.store), { requestId: id, version: 1, verb: 'webinar.ics', personId: everybody });
    assert.equal(headed(await press(desk, 'lena', 'webinar.ics', { id }, { in: channel, nonce })), 'To get files, add LA Desk under Apps and send it hello. Then press again.');
  });
});
