// A series that was planned is changed and ended: dates to come follow everywhere, past ones stay, and a second press changes nothing more.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { CardData, Content } from '../../../src/cards.ts';
import { usualAgenda } from '../../../src/notices/webinar/agenda.ts';
import { calendarFor } from '../../../src/notices/webinar/calendar-file.ts';
import { lookAt } from '../../../src/notices/webinar/look.ts';
import type { Occurrence } from '../../../src/notices/webinar/occurrence.ts';
import { watchDate } from '../../../src/notices/webinar/plan-dates.ts';
import { addDays } from '../../../src/schedule.ts';
import type { Answer } from '../../../src/services.ts';
import { openTestStore } from '../../support/database.ts';
import { openDesk, press, runDue, type Desk } from '../../support/desk.ts';
import { noRoles } from '../../support/requests.ts';
import { aDate, aSeries, escalations, joinLink } from '../../support/webinars.ts';

const series = aSeries();
const sending = ['begin-notice', 'send-notice', 'deliver-post', 'show-delivery'];
const inAWeek = ['webinar-step', ...sending];
const newLink = 'https://teams.microsoft.com/l/meetup-join/19%3ameeting_new%40thread.v2/0';
const wanted = { revision: 1, title: 'LA forum', join: newLink, escalation: 'https://support.nhs.example/escalate', agenda: usualAgenda };

describe('a webinar series, changed and ended', () => {
  let desk: Desk;
  let said: string[];
  beforeEach(async () => {
    desk = await openDesk(await openTestStore(), { COMMUNICATIONS_GROUP: '6f0e0000-0000-4000-8000-00000000a005', PUBLIC_URL: 'https://la-desk.nhs.example' });
    said = [];
    desk.world.roles.set('chloe', { ...noRoles, isCommunications: true });
    desk.services.directory.memberIds = () => Promise.resolve(['chloe']);
    const heard = ({ id }: { id: string }, content: Content) => void (id === series.channelId && said.push(whatOf(content)));
    desk.world.send = (to, content) => (heard(to, content), Promise.resolve({ is: 'sent', activityId: randomUUID() }));
    desk.world.update = (to, _activityId, content) => (heard(to, content), Promise.resolve({ is: 'updated' }));
    await desk.store.series.add(series);
    await desk.store.transaction(tx => tx.conversations.remember({ id: series.channelId, kind: 'channel', serviceUrl: 'https://smba.example', tenantId: 't', personId: null, teamsUserId: null, teamId: null, channelId: series.channelId }, at()));
  });

  const headingOf = (data: object): string => ('heading' in data ? String(data.heading) : '');
  const whatOf = (content: Content): string => ('card' in content ? headingOf(content.card.data) : 'text' in content ? content.text : content.is);
  const at = () => desk.clock.calendar();
  const wait = (days: number): void => desk.clock.windTo(addDays(at(), days).toISOString());
  const headed = (answer: Answer): string => ('message' in answer ? answer.message : 'card' in answer.card ? headingOf(answer.card.card.data) : '');
  const calendar = async (token: string): Promise<string> => ((await calendarFor(desk.store, token))?.text ?? '').replaceAll('\r\n ', '');
  const pressed = (verb: string, inputs: Record<string, unknown> = {}) => press(desk, 'chloe', verb, series, { inputs, version: 1 });
  const dateNow = async ({ id }: Occurrence): Promise<Occurrence> => (await desk.store.occurrences.find(id)) ?? assert.fail(id);
  async function dated(days: number): Promise<Occurrence> {
    const occurrence = { ...aDate(addDays(at(), days), { id: randomUUID() }), seriesId: series.id };
    await desk.store.occurrences.add(occurrence);
    await desk.store.transaction(tx => watchDate(tx, occurrence, at()));
    return occurrence;
  }

  it('the form has what is there, and not what stays', async () => {
    const answer = await pressed('webinar.change-form');
    const card = 'card' in answer && 'card' in answer.card ? answer.card.card : assert.fail('no card');
    const { typed, change, create } = card.data as CardData['webinar-series-form'];
    assert.deepEqual([typed.title, typed.join, typed.escalation, typed.agenda, change?.revision, create], [series.title, joinLink, escalations, usualAgenda, 1, undefined]);
  });

  it('dates to come follow: cards with a raised revision, calendar entries with a higher SEQUENCE; past ones stay', async () => {
    const [past, next, later] = [await dated(-7), await dated(7), await dated(21)];
    await runDue(desk, ...inAWeek);
    said = [];
    assert.equal(headed(await pressed('webinar.change', wanted)), 'Changed: LA forum, 2 dates to come');
    await runDue(desk, ...inAWeek);
    assert.equal(said.length, 1, said.join('; '));
    assert.match(said[0] ?? '', /^Next LA forum: /);
    assert.equal((await desk.store.notices.find(next.id))?.revision, 2);
    for (const date of [next, later]) assert.match(await calendar(date.calendarToken), /SEQUENCE:1\r\n[^]*SUMMARY:LA forum\r\n[^]*meeting_new/);
    assert.match(await calendar(past.calendarToken), /SEQUENCE:0\r\n[^]*SUMMARY:LA webinar\r\n[^]*meeting_webinar/);
    assert.match(await calendar(series.calendarToken), /SEQUENCE:0\r\n[^]*SUMMARY:LA webinar\r\n[^]*SEQUENCE:1\r\n[^]*SUMMARY:LA forum\r\n/);
    const { series: then } = await lookAt(desk.store, await dateNow(past));
    assert.deepEqual([then?.title, then?.joinLink, then?.escalationLink], [series.title, joinLink, escalations]);
  });

  it('what is over keeps what was said of it then, through every later change', async () => {
    const date = await dated(7);
    await pressed('webinar.change', wanted);
    wait(8);
    for (const [revision, title] of [[2, 'LA hour'], [3, 'LA talk']] as const) await pressed('webinar.change', { ...wanted, revision, title });
    assert.equal((await lookAt(desk.store, await dateNow(date))).series?.title, 'LA forum');
  });

  it('pressed twice or at once it is changed once; on an older form nothing is, until it is pressed again', async () => {
    const date = await dated(21);
    const answers = await Promise.all([pressed('webinar.change', wanted), pressed('webinar.change', wanted)]);
    assert.deepEqual(answers.map(headed).toSorted(), ['Changed: LA forum, 1 date to come', 'Planned: 1 date of LA forum']);
    assert.equal((await dateNow(date)).sequence, 1);
    const theirs = await pressed('webinar.change', { ...wanted, title: 'LA hour' });
    assert.equal(headed(theirs), 'Not changed yet: LA forum');
    assert.match(JSON.stringify(theirs), /somebody else changed this series.*"title":"LA hour".*"revision":2/);
    assert.equal((await dateNow(date)).sequence, 1);
  });

  it('something to mend is said, with what was typed', async () => {
    for (const wrong of [{ title: ' ' }, { join: 'http://teams.example' }, { escalation: '' }, { agenda: ' \n' }]) {
      assert.match(JSON.stringify(await pressed('webinar.change', { ...wanted, ...wrong })), /Not changed: enter a name, links that begin with https, and an agenda\./);
    }
    assert.deepEqual((await desk.store.series.find(series.id))?.title, series.title);
  });

  it('nobody loses a slot they have', async () => {
    const { id } = await dated(21);
    const ask = { id: randomUUID(), occurrenceId: id, slot: 'guest' as const, title: 'TLS', speaker: 'Jo', link: null, askedBy: 'priya', askedByName: 'Priya Nair', askedAt: at() };
    await desk.store.slotAsks.add(ask);
    await desk.store.slotAsks.decide(ask.id, 'accepted', null);
    assert.match(JSON.stringify(await pressed('webinar.change', { ...wanted, agenda: 'General updates' })), /Not changed: somebody has a slot/);
    assert.equal(headed(await pressed('webinar.change', { ...wanted, agenda: 'Guest speaker (20 minutes)\nPanel' })), 'Changed: LA forum, 1 date to come');
  });

  it('a date that is just being announced is sent as it is now', async () => {
    await dated(7);
    await runDue(desk, 'webinar-step');
    await pressed('webinar.change', wanted);
    await runDue(desk, ...inAWeek);
    assert.equal(said.length, 1, said.join('; '));
    assert.match(said[0] ?? '', /^Next LA forum: /);
  });

  it('ended: dates to come are cancelled everywhere, once, and nothing is due about them any more', async () => {
    const [past, live, known, quiet] = [await dated(-7), await dated(-0.01), await dated(7), await dated(21)];
    await runDue(desk, ...inAWeek);
    said = [];
    for (let times = 0; times < 2; times += 1) assert.equal(headed(await pressed('webinar.end', { endReason: 'A new format' })), 'Ended: LA webinar');
    await runDue(desk, ...inAWeek);
    assert.equal(said.length, 2, said.join('; '));
    for (const one of said) assert.match(one, /^Cancelled: LA webinar on /);
    for (const date of [known, quiet]) assert.match(await calendar(date.calendarToken), /SEQUENCE:1\r\n[^]*STATUS:CANCELLED/);
    assert.deepEqual(await Promise.all([past, live].map(async date => { const { isCancelled, sequence } = await dateNow(date); return [isCancelled, sequence]; })), [[false, 0], [false, 0]]);
    wait(30);
    said = [];
    await runDue(desk, ...inAWeek);
    assert.deepEqual(said.filter(one => !one.startsWith('Over')), []);
  });

  it('once ended it plans, adds and changes nothing, and its older cards show that', async () => {
    await desk.store.jobs.add({ name: 'plan-webinars', key: series.id, payload: { seriesId: series.id } });
    await pressed('webinar.end');
    const day = addDays(at(), 40).toISOString().slice(0, 10);
    for (const [verb, inputs] of [['webinar.add', { addDay: day, addTime: '12:30' }], ['webinar.change', wanted], ['webinar.change-form', {}], ['webinar.create', {}]] as const) assert.equal(headed(await pressed(verb, inputs)), 'Ended: LA webinar', verb);
    wait(8);
    await runDue(desk, 'plan-webinars');
    assert.deepEqual(await desk.store.occurrences.ofSeries(series.id), []);
    assert.deepEqual(await desk.store.series.latest(5), []);
  });
});
