// The card of a week later: the list to chase, the message for them, and whether its reader hears of it again.
import assert from 'node:assert/strict';
import { background, react } from '../../src/dispatch.ts';
import { handleFileConsent } from '../../src/requests/offer-file.ts';
import { messages, verbs } from '../../src/routes.ts';
import type { Answer } from '../../src/services.ts';
import { openTestStore } from '../support/database.ts';
import { resolvers, runDue, type Desk } from '../support/desk.ts';
import { turnOf } from '../support/journey.ts';
import { dataOf, noRoles, personal, saidBy } from '../support/requests.ts';
import { openWeekStage, weekDue, type WeekStage } from '../support/week-later.ts';

describe('the card of a week later', () => {
  let stage: WeekStage;
  let desk: Desk;
  let people: string[];
  beforeEach(async () => {
    stage = await openWeekStage(await openTestStore());
    ({ desk, people } = stage);
  });

  async function on(verb: string, data: { id: string; nonce: string } | undefined, personId = 'priya', where = personal(personId)): Promise<Answer> {
    const handle = verbs[verb] ?? assert.fail();
    return handle(desk.services, { activityId: 'a', conversation: where, personId, personName: personId, teamsUserId: `29:${personId}`, verb, inputs: { ...(data ?? assert.fail()) } });
  }
  const cardIn = (answer: Answer) => dataOf('card' in answer && answer.card.is === 'card' ? answer.card.card : assert.fail(saidBy(answer)), 'week-later');
  const typed = async (text: string, personId = 'priya') => {
    const turn = turnOf(personId, { text, activityId: text });
    const route = messages.find(({ when }) => when(turn) !== null) ?? assert.fail();
    await react(desk.services, turn, await route.handle(desk.services, turn, []), background(desk.services.log));
  };

  describe('its buttons', () => {
    const told = async () => {
      const request = await stage.list();
      await stage.report('2022-09-27T06:00:00+01:00', people.slice(0, 3));
      desk.clock.windTo(weekDue);
      await runDue(desk, 'close-request');
      return { request, data: await stage.card() };
    };
    const accept = async (context: Record<string, string>, personId = 'priya') => {
      await handleFileConsent(desk.services, { activityId: 'consent-1', conversation: personal(personId), personId, isAccepted: true, context, upload: { uploadUrl: 'https://nhs.example/put', contentUrl: 'https://nhs.example/file', name: 'f.csv', uniqueId: 'u', fileType: 'csv' } });
      await runDue(desk, 'deliver-post');
      return desk.world.delivered.splice(0).map(bytes => new TextDecoder().decode(bytes));
    };
    const offered = async () => {
      await runDue(desk, 'deliver-post');
      return stage.sent.splice(0).flatMap(content => (content.is === 'file-consent' ? [content] : []));
    };

    it('give the list, as the report is when it is accepted', async () => {
      const { data } = await told();
      assert.equal(saidBy(await on('week.list', data.list)), 'The list is offered below.');
      const [offer] = await offered();
      assert.deepEqual([offer?.name, offer?.description], ['R-2041 no sign-in method.csv', '3 rows: no sign-in method of R-2041 (MFA).']);
      await stage.report('2022-09-28T06:00:00+01:00', people.slice(1, 3));
      assert.deepEqual(await accept(offer?.context ?? {}), ['"Row","EmailAddress"\r\n"3","person-002@nhs.example"\r\n"4","person-003@nhs.example"\r\n']);
    });

    it('say that nobody is left by then, rather than give an empty list', async () => {
      const { data } = await told();
      await on('week.list', data.list);
      const [offer] = await offered();
      await stage.report('2022-09-28T06:00:00+01:00', []);
      assert.deepEqual(await accept(offer?.context ?? {}), []);
      assert.match(JSON.stringify(stage.sent), /Nobody is left on this list/);
      assert.equal(saidBy(await on('week.list', data.list)), 'Nobody of R-2041 is without a sign-in method by now.');
    });

    it('send the message to forward, without a link', async () => {
      const { data } = await told();
      assert.equal(saidBy(await on('week.message', data.message)), 'The message is below, ready to forward.');
      await runDue(desk, 'deliver-post');
      const text = stage.sent.flatMap(content => (content.is === 'text' ? [content.text] : [])).at(-1) ?? '';
      assert.equal(text, data.message?.lines.join('\n\n'));
      assert.match(text, /Priya Nair, Local Administrator at Ashdown Vale Trust, asked for this on Tuesday 20 September 2022\./);
      assert.doesNotMatch(text, /https?:|www\.|\]\(/);
    });

    it('switch it off by one press and on by another, for every request of this person, and the list stays at hand', async () => {
      const { data } = await told();
      const off = cardIn(await on('week.stop', data.stop));
      assert.deepEqual([off.heading, off.list?.title, off.stop], ['Off: you will not hear a week after your requests', 'Get the list of 3', undefined]);
      assert.equal(saidBy(await on('week.list', off.list)), 'The list is offered below.');
      await on('week.stop', data.stop);
      assert.equal(await desk.store.optOuts.has('priya', 'week-later'), true);
      const on1 = cardIn(await on('week.again', off.again));
      assert.match(on1.heading, /^On:/);
      assert.equal(await desk.store.optOuts.has('priya', 'week-later'), false);
    });

    it('are nobody else’s, and do nothing in a channel', async () => {
      const { data } = await told();
      const unknown = 'This card is for somebody else. Nothing was changed.';
      for (const [verb, button] of [['week.list', data.list], ['week.message', data.message], ['week.stop', data.stop]] as const) {
        assert.deepEqual([saidBy(await on(verb, button, 'tom')), saidBy(await on(verb, button, 'priya', resolvers(desk)))], [unknown, unknown], verb);
      }
      desk.world.roles.set('priya', noRoles);
      for (const [verb, button] of [['week.list', data.list], ['week.message', data.message], ['week.stop', data.stop]] as const) assert.equal(saidBy(await on(verb, button)), unknown, verb);
    });

    it('say so where the request is forgotten; what is preferred still counts', async () => {
      const { request, data } = await told();
      desk.clock.windTo('2022-11-01T09:00:00Z');
      await runDue(desk, 'forget-request');
      assert.equal(await desk.store.requests.find(request.id), null);
      assert.match(saidBy(await on('week.list', data.list)), /^This request was removed/);
      const off = cardIn(await on('week.stop', data.stop));
      assert.deepEqual([off.list, off.counts, off.again?.title], [undefined, [], 'Tell me a week later again']);
    });
  });

  describe('a preference', () => {
    it('is kept: nothing is said while it is off, and it is on again as it was typed', async () => {
      await typed('Do not tell me a week later');
      await stage.list();
      await stage.report('2022-09-27T06:00:00+01:00', people);
      desk.clock.windTo(weekDue);
      assert.deepEqual(await stage.headings(), []);
      await typed('tell me a week later');
      await runDue(desk, 'deliver-post');
      assert.equal(await desk.store.optOuts.has('priya', 'week-later'), false);
      assert.match(JSON.stringify(stage.sent), /On: you will hear a week after each of your requests/);
    });

    it('is nobody’s who looks after no organisation', async () => {
      await typed('do not tell me a week later', 'noor');
      assert.equal(await desk.store.optOuts.has('noor', 'week-later'), false);
    });
  });
});
