// What is said of a request in lists and lines while it waits for Monday, or for its undo to be started: never that somebody is changed now, nor of others than it is about.
import assert from 'node:assert/strict';
import type { Content } from '../../src/cards.ts';
import { showIncidentForm } from '../../src/requests/incident-presses.ts';
import { showMyRequests, showStatus } from '../../src/requests/messages.ts';
import { queueNow } from '../../src/requests/queue-now.ts';
import { openRoster } from '../access/roster-stage.ts';
import { press, requestOf, resolvers, runDue, type Desk } from '../support/desk.ts';
import { openInHours, type InHours } from '../support/in-hours.ts';
import { resolved, started, turnOf } from '../support/journey.ts';
import { channel, dataOf } from '../support/requests.ts';

const monday = 'Monday 26 September 2022, 8am';

describe('lists and lines about a request', () => {
  let hours: InHours;
  let desk: Desk;
  let said: { where: string; content: Content }[];
  beforeEach(async () => {
    hours = await openInHours();
    ({ desk } = hours);
    said = [];
    desk.world.send = ({ id: where }, content) => (said.push({ where, content }), Promise.resolve({ is: 'sent', activityId: `a${said.length}` }));
  });

  const lastIn = (where: string): Content => said.findLast(one => one.where === where)?.content ?? assert.fail(`nothing was said in ${where}`);
  const textIn = (where: string): string => said.flatMap(one => (one.where === where && one.content.is === 'text' ? [one.content.text] : [])).at(-1) ?? '';
  const picker = async () => {
    const answer = await press(desk, 'dan', 'queue.pick', { id: '' });
    return 'card' in answer && answer.card.is === 'card' ? answer.card.card : assert.fail();
  };
  const choices = async () => dataOf(await picker(), 'queue-picker').choices.map(({ title }) => title);
  const queueLine = async () => dataOf(await queueNow(desk.store, desk.clock.calendar(), 'dan'), 'queue').items[0]?.line;

  describe('that waits for Monday', () => {
    beforeEach(async () => {
      hours.fridayAt('18:00');
      await started(desk, hours.list(60));
      await runDue(desk, 'run-lane', 'deliver-post');
    });

    it('say so in the queue and where one is chosen, and of one that goes on again that it is in progress', async () => {
      assert.equal(await queueLine(), `Ashdown Vale Trust. 60 people, started, waits until ${monday} (0 of 60). Owner: dan.`);
      assert.match((await choices()).join(), new RegExp(`60 people, started, waits until ${monday}, due in 24 hours`));
      hours.mondayAt('08:00');
      assert.match((await queueLine()) ?? '', /60 people, in progress \(0 of 60\)/);
    });

    it('say so in “my requests” and “status”, and in a channel no more than that it waits', async () => {
      const saving = await showMyRequests(desk.services, turnOf('priya'));
      assert.ok('save' in saving);
      await desk.store.transaction(tx => saving.save(tx));
      await runDue(desk, 'deliver-post');
      const mine = lastIn('a:priya');
      assert.equal(mine.is === 'card' && dataOf(mine.card, 'requests').items[0]?.title, `R-2041: started, waits until ${monday}`);
      const own = await showStatus(desk.services, turnOf('priya'), 2041);
      assert.ok('say' in own && own.say.is === 'card');
      assert.equal(dataOf(own.say.card, 'requests').heading, `Started, waits until ${monday}: R-2041`);
      const open = await showStatus(desk.services, turnOf('priya', { conversation: channel() }), 2041);
      assert.ok('say' in open && open.say.is === 'card');
      assert.equal(dataOf(open.say.card, 'channel-status').heading, 'Started, waits: R-2041');
    });

    it('say when it becomes late how many it is for, and when it goes on', async () => {
      desk.clock.windTo('2022-09-24T16:00:00+01:00');
      await runDue(desk, 'watch-target', 'deliver-post');
      assert.equal(textIn(resolvers(desk).id), `R-2041 is due in 2 hours, by Saturday 24 September 2022, 6pm: 60 people, started, waits until ${monday}, dan has it.`);
      desk.clock.windTo('2022-09-24T18:00:00+01:00');
      await runDue(desk, 'watch-target', 'deliver-post');
      assert.equal(textIn('a:priya'), `R-2041 is late: we aimed to finish by Saturday 24 September 2022, 6pm. 0 of 60 people have MFA so far. It goes on by itself on ${monday}. The resolvers have been told. You do not need to do anything.`);
      assert.match(textIn(resolvers(desk).id), new RegExp(`60 people, started, waits until ${monday}, dan has it`));
    });
  });

  it('whose undo waits to be started count those whom it is about', async () => {
    hours.fridayAt('10:00');
    const request = await resolved(desk, hours.list(60));
    await press(desk, 'tom', 'request.take-out', request, { inputs: { row: '2' } });
    await runDue(desk, 'run-lane', 'confirm-round');
    await press(desk, 'tom', 'request.undo', request, { inputs: { reason: 'the wrong list' } });
    assert.match((await queueLine()) ?? '', /59 people, undo asked/);
    assert.match((await choices()).join(), /59 people, undo asked/);
    desk.clock.windTo('2022-09-24T10:00:00+01:00');
    await runDue(desk, 'watch-target', 'deliver-post');
    assert.match(textIn(resolvers(desk).id), /is late, it was due by .*: 59 people, undo asked, dan has it\./);
    assert.match(JSON.stringify(await showIncidentForm(desk.services, turnOf('dan'))), /59 people, undo asked/);
    assert.equal((await requestOf(desk, request)).undo?.count, 59);
  });

});

describe('the question before all changes are stopped', () => {
  it('counts nobody as being changed whose request waits for its time', async () => {
    const stage = await openRoster();
    const { desk } = stage;
    const request = await started(desk, ['person-001@nhs.example', 'person-002@nhs.example']);
    await desk.store.rounds.waitUntil(request.id, 1, new Date('2022-09-26T08:00:00+01:00'));
    assert.equal(dataOf(await stage.say('omar', 'stop all changes'), 'stop-changes').heading, 'Not stopped yet: nobody is being changed now');
  });
});
