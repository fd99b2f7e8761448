// What has changed after a notice was sent: by a press, by a resolver's incident, by the calendar; each once, whatever is pressed or run twice.
import assert from 'node:assert/strict';
import type { Content } from '../../src/cards.ts';
import { noticeKinds } from '../../src/notices/grid.ts';
import { showChangesOf } from '../../src/notices/change-presses.ts';
import { stampOf } from '../../src/notices/change-cards.ts';
import { incidentFacts } from '../../src/notices/kinds/incident.ts';
import type { Notice, NoticeKindName } from '../../src/notices/notice.ts';
import { saveNotice } from '../../src/notices/save-notice.ts';
import { startingFacts } from '../../src/notices/starting-facts.ts';
import { onEachEngine } from '../support/database.ts';
import { openDesk, press, runDue, type Desk } from '../support/desk.ts';
import { factsOf, releases, typed } from '../support/notice-kinds.ts';
import { aNotice, audienceOf, noticeId } from '../support/notices.ts';
import { channel, noRoles, personal } from '../support/requests.ts';

const headingOf = (content: Content): string => (content.is === 'card' && 'heading' in content.card.data ? content.card.data.heading : '');
const words = (content: Content): string => (content.is === 'card' ? headingOf(content) : content.is === 'text' ? content.text : content.is);
const updates = '19:updates@thread.tacv2';

onEachEngine('what has changed in a notice', open => {
  let desk: Desk;
  let calls: string[];
  beforeEach(async () => {
    desk = await openDesk(await open());
    calls = [];
    desk.world.roles.set('chloe', { ...noRoles, isCommunications: true });
    desk.world.send = (to, content) => (calls.push(`${to.id}: ${words(content)}`), Promise.resolve({ is: 'sent', activityId: `message to ${to.id}` }));
    desk.world.update = (to, _id, content) => (calls.push(`${to.id} shows: ${words(content)}`), Promise.resolve({ is: 'updated' }));
    await desk.store.transaction(async tx => {
      for (const conversation of [channel(updates), personal('chloe')]) await tx.conversations.remember(conversation, desk.clock.calendar());
      await tx.roster.save([], [{ personId: 'priya', organisation: 'ZZ101', role: 'la', expiresOn: null }]);
    });
  });

  async function run(): Promise<string[]> {
    calls = [];
    await runDue(desk, 'begin-notice', 'notice-due', 'link-incident', 'send-notice', 'deliver-post');
    return calls.filter(call => !/: (?:Sent|Sending|Scheduled)/.test(call)).toSorted();
  }
  const windTo = async (when: string): Promise<string[]> => (desk.clock.windTo(when), run());

  async function sent(kind: NoticeKindName, facts: unknown, more: Partial<Notice> = {}): Promise<string[]> {
    const notice = aNotice('scheduled', { kind, facts, audience: audienceOf({ channels: [updates], people: 'las' }), ...more });
    await desk.store.transaction(async tx => {
      await tx.notices.insert(notice);
      await saveNotice(tx, desk.services, notice, { actorId: 'chloe', action: 'notice-scheduled' });
    });
    return run();
  }
  const now = async (): Promise<Notice> => (await desk.store.notices.find(noticeId)) ?? assert.fail();

  /** The form as it is filled in, with what is typed over it; as it was made for `stamp`. */
  async function change(who: string, id: string, over: Record<string, string>, stamp?: string): Promise<string> {
    const notice = await now();
    const offered = noticeKinds[notice.kind].changes(notice.facts, desk.clock.calendar()).find(one => one.id === id);
    const boxes = Object.fromEntries((offered?.fields ?? []).map(field => [field.id, field.value]));
    const answer = await press(desk, who, 'notice.change', { id: noticeId }, { version: 1, inputs: { ...boxes, ...over, change: id, stamp: stamp ?? stampOf(notice) } });
    return 'card' in answer ? headingOf(answer.card) : answer.message;
  }

  it('moves a release once, everywhere, with one short message, however often it is pressed', async () => {
    desk.clock.windTo('2022-09-23T09:00:00Z');
    await sent('release', releases.planned);
    desk.clock.windTo('2022-10-31T10:15:00Z');
    const stamp = stampOf(await now());
    const presses = await Promise.all([1, 2].map(() => change('chloe', 'move', { day: '2022-11-17' }, stamp)));
    assert.deepEqual(presses.toSorted(), ['Changed already: Linden 1\\.0', 'Saved: every card of Linden 1\\.0 is being changed']);
    const [shows, says] = ['Moved: Linden 1\\.0 release is now on Thursday 17 November 2022', 'Linden 1\\.0 has moved to Thursday 17 November 2022. It was Thursday 10 November.'];
    assert.deepEqual(await run(), [`${updates} shows: ${shows}`, `${updates}: ${says}`, `a:priya shows: ${shows}`, `a:priya: ${says}`]);
    assert.deepEqual(await run(), []);
    assert.equal((await now()).revision, 2);
  });

  it('says of a change while it is paused that nothing is sent yet', async () => {
    desk.clock.windTo('2022-10-31T10:15:00Z');
    await sent('release', releases.planned);
    await desk.store.notices.save({ ...(await now()), state: 'paused' });
    const answer = await press(desk, 'chloe', 'notice.change', { id: noticeId }, { version: 1, inputs: { change: 'move', stamp: '', certainty: 'planned', day: '2022-11-17' } });
    assert.match(JSON.stringify(answer), /It is paused: nothing of this is sent before somebody resumes it\./);
    assert.deepEqual(await run(), []);
  });

  it('says that it is deployed to those alone who asked, after their quiet hours', async () => {
    desk.clock.windTo('2022-11-10T09:00:00Z');
    await sent('release', releases.planned);
    await desk.store.notices.follow(noticeId, 'tom', desk.clock.calendar());
    desk.clock.windTo('2022-11-10T20:30:00Z');
    await change('chloe', 'deployed', { day: '2022-11-10' });
    assert.deepEqual(await run(), [`${updates} shows: Deployed: Linden 1\\.0 release on Thursday 10 November 2022`, 'a:priya shows: Deployed: Linden 1\\.0 release on Thursday 10 November 2022']);
    assert.deepEqual(await windTo('2022-11-11T08:00:00Z'), ['a:tom: Linden 1\\.0 was deployed on Thursday 10 November 2022.']);
  });

  it('asks again for what cannot be taken, and keeps what was typed', async () => {
    desk.clock.windTo('2022-10-31T10:15:00Z');
    await sent('release', releases.planned);
    const answer = await press(desk, 'chloe', 'notice.change', { id: noticeId }, { version: 1, inputs: { change: 'move', stamp: '', certainty: 'planned', day: '2022-10-30', note: 'a reason' } });
    assert.ok('card' in answer && answer.card.is === 'card');
    assert.match(JSON.stringify(answer.card.card.data), /Not moved: choose a day that is still to come.*"value":"2022-10-30".*"value":"a reason"/s);
    assert.equal((await now()).revision, 1);
  });

  it('lets resolvers change incidents and nothing else, and nobody a notice that is not out', async () => {
    await sent('release', releases.planned);
    assert.match(await change('dan', 'move', { day: '2022-11-17' }), /^This card is for somebody else/);
    const notice = await now();
    await desk.store.notices.save({ ...notice, state: 'withdrawn' });
    assert.match(await change('chloe', 'move', { day: '2022-11-17' }), /^It is not out any more/);
  });

  it('asks the author of a release the morning after, and changes no card', async () => {
    desk.clock.windTo('2022-11-01T09:00:00Z');
    await sent('release', releases.planned);
    assert.deepEqual(await windTo('2022-11-11T08:59:00Z'), []);
    assert.deepEqual(await windTo('2022-11-11T09:00:00Z'), ['a:chloe: To do: Linden 1\\.0']);
    assert.deepEqual(await windTo('2022-11-14T09:00:00Z'), []);
  });

  const incidentTyped = { ...typed.incident, dueDay: '2022-09-23', dueTime: '16:30' };
  const openFor = (requestIds: string[]) => desk.store.incidents.open({ id: '5aeb0a1d-0000-4000-8000-00000000f001', kind: 'incident', reference: 'inc31020388', title: 'slow', link: null, requestIds, openedByName: 'Dan', openedAt: desk.clock.calendar(), endedAt: null });
  const bulk = async () => incidentFacts.parse((await now()).facts).bulk;

  it('admits that an update is late and reminds its owner, once for each due time', async () => {
    desk.clock.windTo('2022-09-23T13:45:00Z');
    await sent('incident', factsOf('incident', incidentTyped, '2022-09-23T13:45:00Z'));
    const shows = 'Open, high severity, update late: slow sign\\-in for some people';
    assert.deepEqual(await windTo('2022-09-23T15:30:00Z'), [`${updates} shows: ${shows}`, 'a:chloe: To do: INC31020388', `a:priya shows: ${shows}`]);
    assert.deepEqual(await windTo('2022-09-23T15:45:00Z'), []);
    await change('dan', 'update', { text: 'a fix is being tested', dueDay: '2022-09-23', dueTime: '18:00' });
    assert.deepEqual(await run(), [`${updates} shows: Open, high severity: slow sign\\-in for some people`, 'a:priya shows: Open, high severity: slow sign\\-in for some people']);
    assert.deepEqual((await windTo('2022-09-23T17:00:00Z')).filter(call => call.startsWith('a:chloe')), ['a:chloe: To do: INC31020388']);
  });

  it('takes a form that stood open while the update became late, and never one that somebody else overtook', async () => {
    desk.clock.windTo('2022-09-23T13:45:00Z');
    await sent('incident', factsOf('incident', incidentTyped, '2022-09-23T13:45:00Z'));
    const opened = stampOf(await now());
    await windTo('2022-09-23T15:30:00Z');
    assert.match(await change('chloe', 'update', { text: 'a fix is being tested' }, opened), /^Saved/);
    assert.match(await change('dan', 'update', { text: 'the same again' }, opened), /^Changed already/);
    assert.equal(incidentFacts.parse((await now()).facts).latest?.text, 'a fix is being tested');
  });

  it('reminds nobody where its author has no chat with us, and goes on', async () => {
    desk.clock.windTo('2022-09-23T13:45:00Z');
    await sent('incident', factsOf('incident', incidentTyped, '2022-09-23T13:45:00Z'), { composedBy: 'gone' });
    assert.deepEqual((await windTo('2022-09-23T15:30:00Z')).filter(call => call.includes('To do')), []);
    assert.equal((await now()).revision, 2);
  });

  it('is found by its reference, by those who may change it', async () => {
    desk.clock.windTo('2022-09-23T13:45:00Z');
    await sent('incident', factsOf('incident', incidentTyped, '2022-09-23T13:45:00Z'));
    const asked = async (personId: string, about: string) => {
      const reaction = await showChangesOf(desk.services, { conversation: personal(personId), personId, personName: personId, teamsUserId: `29:${personId}`, activityId: 'a', text: `update ${about}`, file: null, otherFiles: 0, channelMessage: null }, about);
      return 'say' in reaction ? headingOf(reaction.say) : '';
    };
    assert.deepEqual([await asked('dan', 'inc31020388'), await asked('chloe', 'INC31020388'), await asked('dan', 'INC1'), await asked('priya', 'INC31020388')], ['What has changed: INC31020388', 'What has changed: INC31020388', 'Not found: INC1', 'Not yours to change: notices are for communications']);
  });

  it('says at once that requests wait behind it, and resolving it ends the incident', async () => {
    desk.clock.windTo('2022-09-23T13:45:00Z');
    await openFor(['00000000-0000-4000-8000-000000002041']);
    await sent('incident', factsOf('incident', incidentTyped, '2022-09-23T13:45:00Z'));
    assert.deepEqual([await bulk(), (await now()).revision], ['held', 1]);
    desk.clock.windTo('2022-09-23T16:20:00Z');
    await change('dan', 'resolve', {});
    assert.deepEqual([await bulk(), (await desk.store.incidents.allOpen()).length, await runDue(desk, 'resume-behind')], ['resuming', 0, 1]);
    assert.deepEqual((await run()).map(call => call.split(' shows')[0]), [updates, 'a:priya']);
    assert.equal((await now()).revision, 2);
  });

  it('follows a resolver who opens the incident after it was sent, and ends it before', async () => {
    desk.clock.windTo('2022-09-23T13:45:00Z');
    await sent('incident', factsOf('incident', incidentTyped, '2022-09-23T13:45:00Z'));
    await openFor(['00000000-0000-4000-8000-000000002041']);
    const link = () => desk.store.jobs.add({ name: 'link-incident', key: 'INC31020388', payload: { reference: 'INC31020388' } });
    await link();
    await run();
    assert.equal(await bulk(), 'held');
    const inChannel = { version: 1, in: channel(desk.settings.RESOLVER_CHANNEL) };
    await press(desk, 'dan', 'incident.end', { id: '5aeb0a1d-0000-4000-8000-00000000f001' }, inChannel);
    assert.ok((await run()).includes('a:chloe: To do: INC31020388'));
    assert.deepEqual([await bulk(), (await now()).revision], ['resuming', 3]);
    await link();
    assert.deepEqual(await run(), []);
  });

  it('says nothing of bulk requests where none waited', async () => {
    desk.clock.windTo('2022-09-23T13:45:00Z');
    await openFor([]);
    await sent('incident', factsOf('incident', incidentTyped, '2022-09-23T13:45:00Z'));
    assert.equal(await bulk(), 'none');
  });

  it('counts down once a morning; missed while nobody ran it, the latest alone is said', async () => {
    desk.clock.windTo('2022-09-20T09:00:00Z');
    await sent('deadline', factsOf('deadline', typed.retirement, '2022-09-20T09:00:00Z'));
    const says = (days: string) => `Teams Cloud Video Interoperability: retires in ${days}, after 7pm on Friday 28 October 2022.`;
    const told = async (when: string) => (await windTo(when)).filter(call => call.startsWith('a:priya:'));
    assert.deepEqual(await told('2022-09-28T08:00:00Z'), [`a:priya: ${says('30 days')}`]);
    assert.deepEqual(await told('2022-10-27T10:00:00Z'), [`a:priya: ${says('1 day')}`]);
    assert.deepEqual(await windTo('2022-10-28T18:00:00Z'), [`${updates} shows: Retired on Friday 28 October 2022: Teams Cloud Video Interoperability`, 'a:priya shows: Retired on Friday 28 October 2022: Teams Cloud Video Interoperability']);
    assert.deepEqual(await windTo('2022-12-01T08:00:00Z'), []);
  });

  it('is kept as long as something of it is still to come, however long ago it was sent', async () => {
    desk.clock.windTo('2022-09-20T09:00:00Z');
    await sent('deadline', factsOf('deadline', { ...typed.retirement, day: '2023-12-01', countdown: '7' }, '2022-09-20T09:00:00Z'));
    desk.clock.windTo('2023-11-01T09:00:00Z');
    await desk.store.notices.forgetOld(desk.clock.calendar());
    assert.equal((await windTo('2023-11-24T09:00:00Z')).filter(call => call.startsWith('a:priya:')).length, 1);
    await windTo('2023-12-02T09:00:00Z');
    await desk.store.notices.forgetOld(new Date('2025-01-01T09:00:00Z'));
    assert.equal(await desk.store.notices.find(noticeId), null);
  });

  it('gathers for the bulletin what was said since the last one', async () => {
    desk.clock.windTo('2022-09-23T13:45:00Z');
    const id = (n: number) => `5aeb0a1d-0000-4000-8000-00000000e10${n}`;
    const out = (n: number, kind: NoticeKindName, facts: unknown, beganAt: string, more: Partial<Notice> = {}) => desk.store.notices.insert(aNotice('sent', { id: id(n), kind, facts, beganAt: new Date(beganAt), ...more }));
    await out(1, 'release', releases.planned, '2022-09-20T09:00:00Z');
    await out(2, 'release', releases.deployed, '2022-08-01T09:00:00Z');
    await out(3, 'deadline', factsOf('deadline', typed.deadline, '2022-09-20T09:00:00Z'), '2022-09-20T09:00:00Z');
    await out(4, 'release', releases.planned, '2022-09-20T09:00:00Z', { state: 'withdrawn' });
    await out(5, 'bulletin', factsOf('bulletin', typed.bulletin, '2022-09-16T08:00:00Z'), '2022-09-16T08:00:00Z');
    await out(6, 'release', releases.planned, '2022-09-15T09:00:00Z');
    await out(7, 'bulletin', factsOf('bulletin', typed.bulletin, '2022-09-22T08:00:00Z'), '2022-09-22T08:00:00Z', { state: 'withdrawn', createdAt: new Date('2022-09-23T13:00:00Z') });
    const gathered = () => startingFacts(desk.store, 'bulletin', desk.clock.calendar());
    const soon = ['Planned: Linden 1.0 release on Thursday 10 November 2022'];
    const expected = { day: '2022-09-23', intro: '', actioned: ['To do by Friday 28 October 2022: accept the Acceptable Use Policy'], soon, live: [] as string[], link: '' };
    assert.deepEqual(await gathered(), expected);
    await desk.store.notices.addAlert(id(2), 'It was deployed.', desk.clock.calendar());
    assert.deepEqual(await gathered(), { ...expected, live: ['Deployed: Linden 1.0 release on Thursday 17 November 2022'] });
    assert.equal(await startingFacts(desk.store, 'news', desk.clock.calendar()), null);
  });
});
