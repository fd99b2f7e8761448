// An activity is handled once, saved whole, and what was answered first stays the answer.
import assert from 'node:assert/strict';
import { pino } from 'pino';
import type { Content } from '../src/cards.ts';
import { background, react, type Background } from '../src/dispatch.ts';
import { WorldError } from '../src/errors.ts';
import { handlersFor } from '../src/handlers.ts';
import type { Handlers } from '../src/teams/bot.ts';
import { nonceKey } from '../src/requests/gather.ts';
import { nonceFor } from '../src/requests/nonce.ts';
import { say } from '../src/requests/save-move.ts';
import { openTestStore } from './support/database.ts';
import { accessBy, addPeople, openDesk, requestOf, resolvers, runDue, type Desk } from './support/desk.ts';
import { addressesOf, checked, submitted, turnOf } from './support/journey.ts';
import { channel, personal, saidBy } from './support/requests.ts';

describe('activities', () => {
  let desk: Desk;
  let handlers: Handlers;
  let sent: { to: string; content: Content }[];
  let pending: Promise<void>[];
  const after: Background = { run: work => void pending.push(work(new AbortController().signal)), stop: () => Promise.resolve() };
  beforeEach(async () => {
    desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' });
    [sent, pending] = [[], []];
    desk.world.send = (to, content) => (sent.push({ to: to.id, content }), Promise.resolve({ is: 'sent', activityId: String(sent.length) }));
    handlers = handlersFor(desk.services, after);
  });

  /** What was said since the last time: where, and the name of the card or the text. */
  async function said(): Promise<string[]> {
    await Promise.all(pending);
    await runDue(desk, 'deliver-post');
    return sent.splice(0).map(({ to, content }) => `${to} ${content.is === 'card' ? content.card.name : content.is === 'text' ? content.text : content.is}`);
  }

  describe('the same activity four times', () => {
    it('has one effect, and its work afterwards runs once', async () => {
      let saved = 0;
      let worked = 0;
      const reaction = { save: async (tx: Parameters<Parameters<Desk['store']['transaction']>[0]>[0]) => (saved += 1, await say(tx, 'a:priya', { is: 'text', text: 'Hello.' }, desk.clock.calendar())), afterwards: () => ((worked += 1), Promise.resolve()) };
      for (let i = 0; i < 4; i += 1) await react(desk.services, turnOf('priya'), reaction, after);
      assert.deepEqual([saved, worked, await said()], [1, 1, ['a:priya Hello.']]);
    });

    it('at once has one effect too', async () => {
      await Promise.all(Array.from({ length: 4 }, () => handlers.message(turnOf('priya', { text: 'help' }))));
      assert.deepEqual(await said(), ['a:priya help']);
    });

    it('in two conversations is two activities', async () => {
      await handlers.message(turnOf('priya', { text: 'help' }));
      await handlers.message(turnOf('tom', { text: 'help' }));
      assert.equal((await said()).length, 2);
    });

    it('that failed the first time has its effect the second time', async () => {
      const failing = { save: () => Promise.reject(new Error('the database went away')) };
      await assert.rejects(react(desk.services, turnOf('priya'), failing, after));
      await handlers.message(turnOf('priya', { text: 'help' }));
      assert.deepEqual(await said(), ['a:priya help']);
    });
  });

  describe('a turn that failed', () => {
    it('is answered once, however often Teams repeats it, by a post that waits for its moment', async () => {
      for (let i = 0; i < 4; i += 1) await handlers.failed({ activityId: 'x', conversation: turnOf('priya').conversation }, 'Try again.');
      assert.deepEqual(await said(), ['a:priya Try again.']);
    });
  });

  describe('work after a turn', () => {
    it('that fails is logged, and harms nobody', async () => {
      const lines: string[] = [];
      const work = background(pino({ base: null }, { write: (line: string) => void lines.push(line) }));
      work.run(() => Promise.reject(new Error('it broke')));
      await work.stop();
      assert.match(lines.join(), /work after a turn failed/);
    });

    it('is told to stop and waited for', async () => {
      const work = background(desk.services.log);
      let ended = false;
      work.run(signal => new Promise(resolve => signal.addEventListener('abort', () => ((ended = true), resolve()))));
      await work.stop();
      assert.equal(ended, true);
    });
  });

  describe('what people type', () => {
    const answers: [string, string, string[]][] = [
      ['priya', 'help', ['a:priya help']],
      ['priya', 'anything else', ['a:priya help']],
      ['noor', 'help', ['a:noor not-on-roster']],
      ['noor', 'jo.whitlock@nhs.example', ['a:noor not-on-roster']],
      ['noor', 'revoke sessions jo.whitlock@nhs.example', ['a:noor not-on-roster']],
      ['priya', 'MY REQUESTS', ['a:priya requests']],
      ['priya', 'status R-9999', ['a:priya plain']],
      ['priya', 'revoke sessions not-an-address', ['a:priya plain']],
    ];
    for (const [who, text, expected] of answers) {
      it(`${who}: ${text}`, async () => {
        await handlers.message(turnOf(who, { text }));
        assert.deepEqual(await said(), expected);
      });
    }

    it('a picture alone is answered with how to attach a list, and not to somebody on no list', async () => {
      for (const who of ['priya', 'noor']) await handlers.message(turnOf(who, { otherFiles: 1 }));
      await Promise.all(pending);
      await runDue(desk, 'deliver-post');
      assert.deepEqual(sent.map(({ to, content }) => [to, content.is === 'card' && 'heading' in content.card.data ? content.card.data.heading : content.is]).toSorted(), [
        ['a:noor', 'We do not know you as a Local Administrator yet'], ['a:priya', 'Not read: attach the list as a CSV file'],
      ]);
    });

    it('arriving in a personal chat shows help once; in a team nothing is said', async () => {
      await handlers.arrived(turnOf('priya', { activityId: 'installed' }));
      await handlers.arrived(turnOf('priya', { activityId: 'installed' }));
      await handlers.arrived(turnOf('priya', { activityId: 'team', conversation: channel('19:general') }));
      assert.deepEqual(await said(), ['a:priya help']);
      assert.equal((await desk.store.conversations.channels()).some(({ id }) => id === '19:general'), true);
    });
  });

  describe('what people type in a channel', () => {
    const general = channel('19:general');
    const inChannel = (personId: string, text: string) => handlers.message(turnOf(personId, { text, conversation: general }));

    for (const text of ['help', 'jo.whitlock@nhs.example', 'revoke sessions jo.whitlock@nhs.example', '']) {
      it(`is answered with help and a link, and starts nothing: ${JSON.stringify(text)}`, async () => {
        await inChannel('priya', text);
        assert.deepEqual(await said(), ['19:general channel-help']);
        assert.deepEqual(await desk.store.requests.visibleTo(['ZZ101'], 10), []);
      });
    }

    it('my requests are answered in the personal chat', async () => {
      await inChannel('priya', 'my requests');
      assert.deepEqual((await said()).toSorted(), ['19:general The answer is in your personal chat with LA Desk.', 'a:priya requests']);
    });

    it('my requests without the app: help and a link', async () => {
      desk.world.startPersonal = () => Promise.resolve(null);
      await inChannel('tom', 'my requests');
      assert.deepEqual(await said(), ['19:general channel-help']);
    });

    it('a status is a reference and its state, nothing else, and only for those who may know', async () => {
      await submitted(desk, addressesOf(addPeople(desk, 60)));
      await said();
      await inChannel('priya', 'status R-2041');
      await runDue(desk, 'deliver-post');
      const [{ content } = assert.fail()] = sent.splice(0);
      assert.deepEqual(content, { is: 'card', card: { name: 'channel-status', data: { speak: 'Submitted: R-2041.', heading: 'Submitted: R-2041', line: 'Everything else about it is in your personal chat with LA Desk.' } } });
      await handlers.message(turnOf('lena', { activityId: 'message-2', text: 'R2041', conversation: general }));
      assert.deepEqual(await said(), ['19:general plain']);
    });
  });

  describe('a press', () => {
    const press = async (verb: string, inputs: Record<string, unknown> = {}, activityId = 'p1') =>
      handlers.press({ activityId, conversation: personal('priya'), personId: 'priya', personName: 'Priya Nair', teamsUserId: '29:priya', verb, inputs });

    it('sent again with the same id gets the first answer; where it changes nothing, the present one', async () => {
      const [first, list] = [await press('request.no-more'), await press('requests.mine', {}, 'p2')];
      await submitted(desk, addressesOf(addPeople(desk, 60)));
      assert.deepEqual(await press('request.no-more'), JSON.parse(JSON.stringify(first)));
      assert.notDeepEqual(await press('requests.mine', {}, 'p2'), list);
    });

    it('that only looks brings a chat back that was marked gone, half a minute after the last', async () => {
      await press('requests.mine');
      await desk.store.conversations.gone('a:priya', 'ConversationBlockedByUser', desk.clock.calendar());
      desk.clock.pass(30_000);
      await press('requests.mine', {}, 'p2');
      assert.equal((await desk.store.conversations.find('a:priya'))?.goneReason, null);
    });

    it('sent again with another id is the same press by its nonce', async () => {
      const request = await checked(desk, addressesOf(addPeople(desk, 60)));
      const nonce = nonceFor(await nonceKey(desk.store), { requestId: request.id, version: request.version, verb: 'request.submit', personId: 'priya' });
      const inputs = { id: request.id, nonce, contactNumber: '07700 900123' };
      const answers = [];
      for (const activityId of ['p1', 'p1', 'p2', 'p3']) answers.push(saidBy(await press('request.submit', inputs, activityId)));
      assert.deepEqual(new Set(answers), new Set(['Submitted: 60 people, waiting for a resolver to start']));
      assert.equal((await requestOf(desk, request)).number, 2041);
    });

    for (const verb of ['request.no-more', '', 'constructor', 'toString', '__proto__', 'hasOwnProperty']) {
      it(`of a button that is not ours says so: ${JSON.stringify(verb)}`, async () => assert.match(saidBy(await press(verb)), /^Out of date/));
    }

    it('that fails may be pressed again', async () => {
      const request = await checked(desk, addressesOf(addPeople(desk, 60)));
      const { access } = desk.services;
      desk.services.access = accessBy(() => Promise.reject(new WorldError('unavailable', 'away')));
      const nonce = nonceFor(await nonceKey(desk.store), { requestId: request.id, version: request.version, verb: 'check.delete', personId: 'priya' });
      await assert.rejects(press('check.delete', { id: request.id, nonce }), WorldError);
      desk.services.access = access;
      assert.match(saidBy(await press('check.delete', { id: request.id, nonce })), /^Deleted/);
    });
  });

  describe('removing the app', () => {
    it('stops what would be said there', async () => {
      await handlers.removed(resolvers(desk));
      assert.deepEqual((await desk.store.conversations.channels()).map(({ id }) => id), []);
    });

    it('and adding it again within the day is an arrival: help comes, and the chat is no longer gone', async () => {
      const arrival = turnOf('priya', { activityId: 'arrival' });
      for (let i = 0; i < 2; i += 1) await handlers.arrived(arrival);
      assert.deepEqual(await said(), ['a:priya help']);
      for (let i = 0; i < 2; i += 1) await handlers.removed(arrival.conversation);
      for (let i = 0; i < 2; i += 1) await handlers.arrived(arrival);
      assert.deepEqual([await said(), (await desk.store.conversations.find('a:priya'))?.goneReason], [['a:priya help'], null]);
    });
  });

  describe('the resolver channel, once gone', () => {
    const thread = () => ({ ...resolvers(desk), id: `${resolvers(desk).id};messageid=1669118400000` });
    const press = () => handlers.press({ activityId: 'p1', conversation: thread(), personId: 'dan', personName: 'Dan Ferris', teamsUserId: '29:dan', verb: 'requests.mine', inputs: {} });
    const sayings: [string, () => Promise<unknown>, string | null][] = [
      ['a message in one of its threads', () => handlers.message(turnOf('dan', { text: 'help', conversation: thread() })), null],
      ['a press in one of its threads', press, null],
      ['the app’s arrival', () => handlers.arrived(turnOf('dan', { activityId: 'arrival', conversation: resolvers(desk) })), null],
      ['a message in a channel whose name only begins like it', () => handlers.message(turnOf('dan', { text: 'help', conversation: { ...thread(), id: `${resolvers(desk).id}2` } })), 'BotDisabledByAdmin'],
    ];
    for (const [what, happens, reason] of sayings) {
      it(`${reason === null ? 'comes back with' : 'stays so after'} ${what}`, async () => {
        await desk.store.conversations.gone(resolvers(desk).id, 'BotDisabledByAdmin', desk.clock.calendar());
        await happens();
        assert.equal((await desk.store.conversations.find(resolvers(desk).id))?.goneReason, reason);
      });
    }
  });
});
