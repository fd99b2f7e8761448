// A week after a request: who hears how many still have no sign-in method, when, and once.
import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { tellWeekLater } from '../../src/requests/tell-week-later.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import { onEachEngine } from '../support/database.ts';
import { press, requestOf, resolvers, runDue, runJob, type Desk } from '../support/desk.ts';
import { noRoles, personal } from '../support/requests.ts';
import { openWeekStage, weekDue, type WeekStage } from '../support/week-later.ts';

const day = 86_400_000;

onEachEngine('a week later', open => {
  let stage: WeekStage;
  let desk: Desk;
  let people: string[];
  beforeEach(async () => {
    stage = await openWeekStage(await open());
    ({ desk, people } = stage);
  });

  describe('the card', () => {
    it('comes seven days after it was resolved, not before, and says the report’s date', async () => {
      await stage.list();
      await stage.report('2022-09-27T06:00:00+01:00', people.slice(0, 12));
      desk.clock.windTo('2022-09-27T08:59:00+01:00');
      assert.deepEqual(await stage.headings(), []);
      desk.clock.windTo(weekDue);
      const data = await stage.card();
      assert.equal(data.heading, 'A week after R-2041: 12 of 60 people still have no sign-in method');
      assert.deepEqual(data.counts.map(({ title }) => title), ['12', '48']);
      assert.match(data.subtle, /^As of Tuesday 27 September 2022, 6am\./);
      assert.deepEqual([data.list?.title, data.stop?.title, data.again], ['Get the list of 12', 'Do not tell me a week later', undefined]);
    });

    it('is said once, however often its job runs, and also where the request is closed', async () => {
      const request = await stage.list();
      await stage.report('2022-09-27T06:00:00+01:00', people.slice(0, 1));
      desk.clock.windTo(weekDue);
      await runDue(desk, 'close-request');
      assert.equal((await requestOf(desk, request)).status, 'closed');
      await Promise.all([1, 2, 3].map(() => tellWeekLater(desk.services, { requestId: request.id })));
      assert.deepEqual(await stage.headings(), ['A week after R-2041: 1 of 60 people still has no sign-in method']);
      await tellWeekLater(desk.services, { requestId: request.id });
      assert.deepEqual(await stage.headings(), []);
    });

    it('run early by mistake comes back at its time', async () => {
      const request = await stage.list();
      assert.deepEqual(await tellWeekLater(desk.services, { requestId: request.id }), { againAt: new Date(weekDue) });
    });

    it('leaves out who was taken out or refused, and says who is not known', async () => {
      const request = await stage.list();
      await desk.store.conversations.remember(personal('tom'), desk.clock.calendar());
      await press(desk, 'tom', 'request.take-out', request, { inputs: { row: '2' } });
      await runDue(desk, 'run-lane', 'confirm-round');
      await sql`update effect set state = 'refused', reason = 'gone' where request_id = ${request.id} and person_id = 'person-002'`.execute(desk.connection.db);
      await stage.report('2022-09-27T06:00:00+01:00', people.slice(0, 5), ['person-060']);
      desk.clock.windTo(weekDue);
      const data = await stage.card();
      assert.equal(data.heading, 'A week after R-2041: 3 of 58 people still have no sign-in method');
      assert.deepEqual(data.counts.map(({ title }) => title), ['3', '54', '1']);
    });

    it('is one good line where nobody is left', async () => {
      await stage.list();
      await stage.report('2022-09-27T06:00:00+01:00', []);
      desk.clock.windTo(weekDue);
      assert.deepEqual(await stage.said(), ['A week after R-2041: all 60 people have a sign-in method. As of Tuesday 27 September 2022, 6am.']);
    });

    it('goes with its request', async () => {
      const request = await stage.list();
      await stage.report('2022-09-27T06:00:00+01:00', people);
      desk.clock.windTo(weekDue);
      await runDue(desk, 'close-request');
      assert.equal((await stage.said()).length, 1);
      desk.clock.windTo('2022-11-01T09:00:00Z');
      await runDue(desk, 'forget-request');
      const { rows } = await sql`select 1 from post where request_id = ${request.id} or subject = 'week-later'`.execute(desk.connection.db);
      assert.equal(rows.length, 0);
      assert.equal(await tellWeekLater(desk.services, { requestId: request.id }), undefined);
    });
  });

  describe('a report from before it was resolved', () => {
    it('is not counted: the next morning is waited for', async () => {
      await stage.list();
      await stage.report('2022-09-19T06:00:00+01:00', people);
      desk.clock.windTo(weekDue);
      assert.deepEqual(await stage.headings(), []);
      await stage.report('2022-09-28T06:00:00+01:00', people);
      desk.clock.windTo('2022-09-28T06:59:00+01:00');
      assert.deepEqual(await stage.headings(), []);
      desk.clock.windTo('2022-09-28T07:00:00+01:00');
      assert.deepEqual(await stage.headings(), ['A week after R-2041: 60 of 60 people still have no sign-in method']);
    });

    it('is waited for on three mornings, and nothing is said in the end', async () => {
      await stage.list();
      for (const date of [27, 28, 29, 30]) {
        desk.clock.windTo(`2022-09-${date}T09:00:00+01:00`);
        assert.deepEqual(await stage.headings(), []);
      }
      await stage.report('2022-10-01T06:00:00+01:00', people);
      desk.clock.windTo('2022-10-05T09:00:00+01:00');
      assert.deepEqual(await stage.headings(), []);
      assert.equal(await runJob(desk, 'tell-week-later'), null);
    });

    it('counts for as little as one that knows none of them', async () => {
      await stage.list();
      await stage.report('2022-09-27T06:00:00+01:00', [], people);
      desk.clock.windTo(weekDue);
      assert.deepEqual(await stage.headings(), []);
    });
  });

  describe('is not said', () => {
    const afterwards = async (change: (request: ServiceRequest) => Promise<unknown>): Promise<string[]> => {
      const request = await stage.list();
      await change(request);
      await stage.report('2022-09-27T06:00:00+01:00', people.slice(0, 3));
      desk.clock.windTo(weekDue);
      return stage.headings();
    };

    it('to somebody who has left the organisation since', async () => assert.deepEqual(await afterwards(() => Promise.resolve(desk.world.roles.set('priya', noRoles))), []));

    it('of a request that was undone, or is to be', async () => {
      const ask = (request: ServiceRequest) => press(desk, 'priya', 'request.undo', request, { inputs: { reason: 'the wrong list' } });
      assert.deepEqual(await afterwards(ask), []);
      assert.equal((await desk.store.jobs.stats()).buried, 0);
      const { rows } = await sql`select 1 from job where name = 'tell-week-later'`.execute(desk.connection.db);
      assert.equal(rows.length, 0);
    });

    it('of one that was re-opened, until a week after it is resolved again', async () => {
      const reopened = await afterwards(async request => {
        desk.clock.pass(2 * day);
        await press(desk, 'priya', 'request.reopen', request);
        await runDue(desk, 'run-lane', 'confirm-round');
        await press(desk, 'dan', 'request.portal-marked', await requestOf(desk, request), { in: resolvers(desk) });
        assert.equal((await requestOf(desk, request)).status, 'resolved');
      });
      assert.deepEqual(reopened, []);
      desk.clock.windTo('2022-09-29T09:00:00+01:00');
      assert.deepEqual(await stage.headings(), ['A week after R-2041: 3 of 60 people still have no sign-in method']);
    });

    it('and is planned anew where an undo was withdrawn', async () => {
      const withdrawn = await afterwards(async request => {
        await press(desk, 'priya', 'request.undo', request, { inputs: { reason: 'the wrong list' } });
        desk.clock.pass(day);
        await press(desk, 'priya', 'request.withdraw', await requestOf(desk, request));
      });
      assert.deepEqual(withdrawn, []);
      desk.clock.windTo('2022-09-28T09:00:00+01:00');
      assert.equal((await stage.headings()).length, 1);
    });
  });
});
