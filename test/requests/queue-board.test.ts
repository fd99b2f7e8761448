// The queue card of the resolver channel follows the queue: by itself, paced, only the newest, and at no cost where there is none.
import assert from 'node:assert/strict';
import type { Content } from '../../src/cards.ts';
import { background, react } from '../../src/dispatch.ts';
import { messages, verbs } from '../../src/routes.ts';
import type { Answer, Conversation } from '../../src/services.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, press, resolvers, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, checked, submitted, turnOf } from '../support/journey.ts';
import { channel, dataOf, laOf, personal, saidBy } from '../support/requests.ts';

describe('the queue card in the resolver channel', () => {
  let desk: Desk;
  /** What stands in each message now, by its id. */
  let shown: Map<string, Content>;
  let updates: number;
  let [typed, sent] = [0, 0];
  beforeEach(async () => {
    desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit', RESOLVER_MENTION: 'off' });
    shown = new Map();
    updates = 0;
    desk.world.send = (_in, content) => {
      const activityId = `message-${(sent += 1)}`;
      shown.set(activityId, content);
      return Promise.resolve({ is: 'sent', activityId });
    };
    desk.world.update = (_in, activityId, content) => {
      if (!shown.has(activityId)) return Promise.resolve({ is: 'missing' });
      updates += 1;
      shown.set(activityId, content);
      return Promise.resolve({ is: 'updated' });
    };
  });

  async function type(personId: string, conversation: Conversation): Promise<void> {
    const turn = turnOf(personId, { conversation, text: 'queue', activityId: `typed ${(typed += 1)}` });
    const route = messages.find(({ when }) => when(turn) !== null) ?? assert.fail();
    await react(desk.services, turn, await route.handle(desk.services, turn, []), background(desk.services.log));
    await runDue(desk, 'deliver-post');
  }
  const submit = (prefix: string) => submitted(desk, addressesOf(addPeople(desk, 60, {}, prefix)));
  const work = () => runDue(desk, 'redraw-queue', 'deliver-post');
  const headings = () => [...shown.values()].flatMap(content => (content.is === 'card' && (content.card.name === 'queue' || content.card.name === 'plain') ? [content.card.data.heading] : []));
  const board = () => [...shown.values()].flatMap(content => (content.is === 'card' && content.card.name === 'queue' ? [dataOf(content.card, 'queue')] : [])).at(-1) ?? assert.fail('no board');

  it('shows what changes: new, taken, started, on hold', async () => {
    await type('dan', resolvers(desk));
    assert.equal(board().heading, 'No requests are open');
    const request = await submit('a');
    const seen: string[] = [];
    for (const [verb, inputs] of [[null, {}], ['request.take', {}], ['request.start', {}], ['request.hold', { why: 'answer' }]] as const) {
      if (verb !== null) await press(desk, 'dan', verb, request, { in: resolvers(desk), inputs });
      desk.clock.pass(30_000);
      await work();
      seen.push(board().items[0]?.line ?? '');
    }
    assert.deepEqual(seen, ['Ashdown Vale Trust. 60 people, submitted. Owner: nobody yet.', 'Ashdown Vale Trust. 60 people, submitted. Owner: dan.', 'Ashdown Vale Trust. 60 people, in progress (0 of 60). Owner: dan.', 'Ashdown Vale Trust. 60 people, on hold (0 of 60). Owner: dan.']);
    assert.equal(board().subtle, 'Oldest first. As of Tuesday 20 September 2022, 9:02am.');
  });

  it('is redrawn once in half a minute at most, and ends with the last state', async () => {
    await type('dan', resolvers(desk));
    desk.clock.pass(60_000);
    await submit('a');
    await work();
    assert.deepEqual([updates > 0, board().heading], [true, '1 request open']);
    for (const prefix of ['b', 'c', 'd']) await submit(prefix);
    const before = updates;
    await runDue(desk, 'redraw-queue');
    assert.equal(board().heading, '1 request open');
    desk.clock.pass(29_000);
    await runDue(desk, 'redraw-queue');
    assert.equal(board().heading, '1 request open');
    desk.clock.pass(1_000);
    await work();
    assert.equal(board().heading, '4 requests open');
    assert.ok(updates > before);
  });

  it('says so when one becomes due soon, and when it is late', async () => {
    await submit('a');
    await type('dan', resolvers(desk));
    for (const [windTo, heading] of [['2022-09-21T07:00:00+01:00', '1 request open, 1 due within 2 hours'], ['2022-09-21T09:00:00+01:00', '1 request open, 1 late']] as const) {
      desk.clock.windTo(windTo);
      await runDue(desk, 'watch-target', 'redraw-queue', 'deliver-post');
      assert.equal(board().heading, heading);
    }
  });

  it('stands at the end when it is asked for again, and the older one says so and stays', async () => {
    await type('dan', resolvers(desk));
    await type('amara', { ...channel(), id: `${desk.settings.RESOLVER_CHANNEL};messageid=7` });
    assert.deepEqual(headings(), ['Out of date: a newer queue card was asked for at 9am', 'No requests are open']);
    await submit('a');
    desk.clock.pass(30_000);
    await work();
    assert.deepEqual(headings(), ['Out of date: a newer queue card was asked for at 9am', '1 request open']);
  });

  it('is not brought back where somebody deleted it, and asking again makes a new one', async () => {
    await type('dan', resolvers(desk));
    shown.clear();
    for (const prefix of ['a', 'b']) {
      await submit(prefix);
      desk.clock.pass(30_000);
      await work();
    }
    assert.deepEqual([headings(), await desk.store.queueBoards.find(desk.settings.RESOLVER_CHANNEL)], [[], null]);
    await type('dan', resolvers(desk));
    assert.equal(board().heading, '2 requests open');
  });

  it('costs nothing where nobody asked for it, and in a quiet channel', async () => {
    const request = await submit('a');
    assert.equal(await desk.store.queueBoards.concerns(request.id), false);
    assert.equal(await runDue(desk, 'redraw-queue'), 0);
    await type('dan', resolvers(desk));
    desk.clock.pass(3_600_000);
    assert.equal(await runDue(desk, 'redraw-queue'), 0);
  });

  it('is not redrawn for a check that nobody submitted', async () => {
    await type('dan', resolvers(desk));
    desk.clock.pass(60_000);
    await desk.store.transaction(async tx => tx.jobs.remove({ name: 'redraw-queue', key: 'all' }));
    addPeople(desk, 60, {}, 'z');
    await checked(desk, ['z-001@nhs.example']);
    assert.equal(await runDue(desk, 'redraw-queue'), 0);
  });

  it('is for resolvers, there and in their own chat, where it stays as it was', async () => {
    await submit('a');
    for (const [personId, conversation] of [['priya', personal('priya')], ['noor', resolvers(desk)], ['dan', channel('19:other@thread.tacv2')]] as const) {
      await desk.store.conversations.remember(conversation, desk.clock.calendar());
      await type(personId, conversation);
      assert.equal(headings().at(-1), 'Not shown here: the queue is for resolvers');
    }
    await type('dan', personal('dan'));
    assert.deepEqual([headings().at(-1), await desk.store.queueBoards.find(desk.settings.RESOLVER_CHANNEL)], ['1 request open', null]);
  });

  it('is not refused to a Local Administrator while the directory cannot say whether they are a resolver too', async () => {
    desk.world.roles.set('dan', { ...laOf('ZZ303'), isUncertain: true });
    await assert.rejects(type('dan', personal('dan')), /directory does not answer/);
    assert.deepEqual(headings(), []);
  });

  describe('has buttons', () => {
    const pressed = (verb: string, conversation: Conversation, inputs: object = {}, personId = 'dan'): Promise<Answer> =>
      verbs[verb]?.(desk.services, { activityId: `p${(typed += 1)}`, conversation, personId, personName: personId, teamsUserId: `29:${personId}`, verb, inputs: { ...inputs } }) ?? assert.fail(verb);
    const toOne = () => [...shown.values()].flatMap(content => (content.is === 'targeted' ? [`${content.to} ${'heading' in content.card.data ? content.card.data.heading : ''}`] : []));

    it('that show the oldest and the picker beside it in the channel, to whoever pressed', async () => {
      const request = await submit('a');
      await type('dan', resolvers(desk));
      const { open } = board();
      assert.equal(open?.title, 'Open R-2041, the oldest');
      await press(desk, 'amara', 'request.take', request, { in: resolvers(desk) });
      assert.equal(saidBy(await pressed('queue.open', resolvers(desk), open)), 'R-2041 is in the card below. Only you see it.');
      assert.equal(saidBy(await pressed('queue.pick', resolvers(desk))), 'Choose in the card below. Only you see it.');
      await runDue(desk, 'deliver-post');
      assert.deepEqual(toOne().toSorted(), ['29:dan New: R-2041, 60 people. Ready to start', '29:dan Nothing chosen yet: choose requests to work on']);
    });

    it('that show them in its place in one’s own chat', async () => {
      await submit('a');
      await type('dan', personal('dan'));
      assert.match(saidBy(await pressed('queue.open', personal('dan'), board().open)), /^New: R-2041/);
      assert.match(saidBy(await pressed('queue.pick', personal('dan'))), /^Nothing chosen yet/);
    });

    it('that open nothing where the button is forged, or is another one’s', async () => {
      const request = await submit('a');
      await type('dan', resolvers(desk));
      for (const [conversation, inputs, personId] of [[resolvers(desk), { ...board().open, nonce: 'A'.repeat(22) }, 'dan'], [personal('dan'), board().open, 'dan'], [resolvers(desk), board().open, 'priya'], [resolvers(desk), { id: request.id }, 'dan'], [resolvers(desk), {}, 'dan']] as const) {
        assert.equal(saidBy(await pressed('queue.open', conversation, inputs ?? {}, personId)), 'This card is for somebody else. Nothing was changed.');
      }
    });
  });
});
