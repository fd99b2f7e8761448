// "Not before": asked for when submitting, never gone before; and the message for colleagues that says it.
import assert from 'node:assert/strict';
import { UserError } from '../../src/errors.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import { press, requestOf, resolvers, runDue, type Desk } from '../support/desk.ts';
import { openInHours, type InHours } from '../support/in-hours.ts';
import { checked, started } from '../support/journey.ts';
import { at, dataOf, saidBy } from '../support/requests.ts';

describe('a request that is not to start before a time', () => {
  let hours: InHours;
  let desk: Desk;
  beforeEach(async () => {
    hours = await openInHours();
    ({ desk } = hours);
  });

  describe('a time to wait for', () => {
    it('is kept with the request, moves the target, and is never gone before', async () => {
      hours.fridayAt('17:00');
      const request = await hours.submittedFor('2022-09-26', '09:30');
      assert.deepEqual([request.notBefore, request.targetAt], [at('2022-09-26T09:30:00+01:00'), at('2022-09-27T09:30:00+01:00')]);
      await hours.byResolver('request.start', request);
      assert.equal(await hours.cardOf(request), 'Started: 60 people, applying from Monday 26 September 2022, 9:30am');
      for (const time of ['08:00', '09:29']) {
        hours.mondayAt(time);
        await runDue(desk, 'run-lane');
      }
      assert.deepEqual(hours.called, []);
      hours.mondayAt('09:30');
      await runDue(desk, 'run-lane');
      assert.equal((await requestOf(desk, request)).status, 'confirming');
    });

    it('is watched from then: nobody is told that it is late while it waits', async () => {
      hours.fridayAt('17:00');
      const request = await hours.submittedFor('2022-09-26', '07:00');
      hours.mondayAt('07:00');
      await runDue(desk, 'watch-target');
      assert.equal((await requestOf(desk, request)).lateAt, null);
      desk.clock.windTo('2022-09-27T07:00:00+01:00');
      await runDue(desk, 'watch-target');
      assert.deepEqual((await requestOf(desk, request)).lateAt, at('2022-09-27T07:00:00+01:00'));
    });

    it('lets the other requests of its lane by', async () => {
      hours.fridayAt('09:00');
      const waiting = await hours.submittedFor('2022-09-26', '07:00');
      await hours.byResolver('request.start', waiting);
      await runDue(desk, 'run-lane');
      const other = await started(desk, hours.list(60, 'other'));
      await runDue(desk, 'run-lane');
      assert.deepEqual([(await requestOf(desk, other)).status, (await requestOf(desk, waiting)).status], ['confirming', 'in-progress']);
      assert.deepEqual(await hours.due(), at('2022-09-26T08:00:00+01:00'));
      hours.mondayAt('08:00');
      await runDue(desk, 'run-lane');
      assert.equal((await requestOf(desk, waiting)).status, 'confirming');
    });

    it('is given up by its Local Administrators, and by nobody else', async () => {
      hours.fridayAt('09:00');
      const request = await hours.submittedFor('2022-09-26', '07:00');
      await hours.byResolver('request.start', request);
      for (const who of ['dan', 'lena', 'noor']) await press(desk, who, 'request.start-sooner', request);
      assert.deepEqual((await requestOf(desk, request)).notBefore, at('2022-09-26T07:00:00+01:00'));
      await press(desk, 'tom', 'request.start-sooner', request);
      await runDue(desk, 'run-lane');
      const now = await requestOf(desk, request);
      assert.deepEqual([now.status, now.notBefore, now.targetAt], ['confirming', null, at('2022-09-24T09:00:00+01:00')]);
    });
  });

  describe('in the submit form', () => {
    it('is kept with the request, and said on both cards', async () => {
      hours.fridayAt('17:00');
      const request = await hours.submittedFor('2022-09-26', '07:00');
      assert.match(JSON.stringify(await press(desk, 'priya', 'request.show', request)), /It will not start before Monday 26 September 2022, 7am\./);
      assert.match(JSON.stringify(await press(desk, 'dan', 'request.show', request, { in: resolvers(desk) })), /It will not start before Monday 26 September 2022, 7am\. Start it now, and it waits by itself\./);
      const entry = (await hours.audited(request)).find(({ action }) => action === 'submitted') ?? assert.fail();
      assert.equal(entry.detail['notBefore'], '2022-09-26T06:00:00.000Z');
    });

    for (const [what, inputs, heading] of [
      ['in the past', { notBeforeDate: '2022-09-22', notBeforeTime: '' }, /^Not submitted: the date in "Not before" is in the past/],
      ['a time without a date', { notBeforeDate: '', notBeforeTime: '07:00' }, /^Not submitted: the time in "Not before" has no date/],
      ['later than a check is good for', { notBeforeDate: '2022-10-26', notBeforeTime: '' }, /^Not submitted: the date in "Not before" is too far ahead/],
    ] as const) {
      it(`is asked for again where it is ${what}, and everything typed is still there`, async () => {
        hours.fridayAt('09:00');
        const request = await checked(desk, hours.list(60));
        const answer = await hours.submit(request, { ...inputs, message: 'false' });
        assert.match(saidBy(answer), heading);
        const { contactNumber, timing } = dataOf('card' in answer && answer.card.is === 'card' ? answer.card.card : assert.fail(), 'submit-form');
        assert.deepEqual([contactNumber, timing?.date, timing?.time, timing?.message], ['07700 900123', inputs.notBeforeDate, inputs.notBeforeTime, 'false']);
        assert.equal((await requestOf(desk, request)).status, 'checked');
        assert.match(saidBy(await hours.submit(request)), /^Submitted/);
      });
    }

    it('is not taken in another shape than a card sends', async () => {
      const request = await checked(desk, hours.list(60));
      for (const inputs of [{ notBeforeDate: '2'.repeat(41) }, { message: 'yes' }]) await assert.rejects(hours.submit(request, inputs), UserError);
    });
  });

  describe('the message for colleagues', () => {
    const texts = async ({ id }: ServiceRequest) => (await desk.connection.db.selectFrom('post').select('content').where('request_id', '=', id).where('subject', '=', 'text').execute()).map(({ content }) => JSON.stringify(content));

    it('comes once, to the chat of whoever asked, with the day that was asked for', async () => {
      hours.fridayAt('09:00');
      const request = await checked(desk, hours.list(60));
      const inputs = { notBeforeDate: '2022-09-27', notBeforeTime: '', message: 'true' };
      for (let times = 0; times < 2; times += 1) await press(desk, 'priya', 'request.submit', request, { version: request.version, inputs: { contactNumber: '07700 900123', ...inputs } });
      const [text = '', ...more] = await texts(request);
      assert.match(text, /Your IT team is turning on extra sign-in security.*Priya Nair, Local Administrator at Ashdown Vale Trust, has asked for this\. From Tuesday 27 September 2022 you will be asked/);
      assert.deepEqual(more, []);
      const [post] = await desk.connection.db.selectFrom('post').select('conversation_id').where('request_id', '=', request.id).where('subject', '=', 'text').execute();
      assert.equal(post?.conversation_id, 'a:priya');
    });

    it('says the next working day where hours are over', async () => {
      hours.fridayAt('18:30');
      const request = await checked(desk, hours.list(60));
      await hours.submit(request, { message: 'true' });
      assert.match((await texts(request)).join(), /From Monday 26 September 2022 you will be asked/);
    });

    it('does not come where it is not wanted, and goes with its request', async () => {
      const [unasked, asked] = [await checked(desk, hours.list(60)), await checked(desk, hours.list(60, 'other'))];
      await hours.submit(unasked, { message: 'false' });
      await hours.submit(asked, { message: 'true' });
      assert.deepEqual([(await texts(unasked)).length, (await texts(asked)).length], [0, 1]);
      await desk.store.requests.forget(asked.id);
      assert.deepEqual(await texts(asked), []);
    });
  });
});
