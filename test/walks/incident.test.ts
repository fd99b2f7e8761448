// An incident comes before bulk requests: opened by a resolver, told to each Local Administrator once, ended by another, and everything goes on by itself.
import assert from 'node:assert/strict';
import { inDatabase } from '../support/bot-database.ts';
import { factsOf, headingOf, saidOn, verbsOn } from '../support/card-reading.ts';
import type { Chat, Message } from '../support/chat.ts';
import { sendList, submit } from '../support/requesting.ts';
import { startWorld, type World } from '../support/world.ts';

const hour = 3_600_000;
const link = 'https://status.nhs.example/INC31020388';

describe('an incident that bulk requests wait behind', function () {
  this.timeout(60_000).bail(true);
  let world: World;
  let priya: Chat;
  let lena: Chat;
  let dan: Chat;
  let resolvers: Chat;
  let form: Message;
  const requests: { chat: Chat; of: Message; reference: string }[] = [];

  async function submitted(chat: Chat, organisation: string, prefix: string, count: number): Promise<void> {
    const of = await sendList(chat, await world.makePeople(count, organisation, prefix));
    requests.push({ chat, of, reference: (await submit(chat, of)).reference });
  }
  const request = (n: number) => requests[n] ?? assert.fail();
  const own = (n: number, heading: RegExp) => request(n).chat.card(heading, { of: request(n).of });
  const toldLines = async (chat: Chat) => (await chat.messages()).filter(({ from, text }) => from === 'bot' && /^On hold: your requests? /.test(text)).map(({ text }) => text);
  const filled = { kind: 'incident', reference: 'INC31020388', title: 'slow sign-in for some people', link, scope: 'all' };

  before(async () => {
    world = await startWorld();
    await world.faults({ staleReadsMs: 0 });
    [priya, lena, dan] = [await world.person('priya').chat(), await world.person('lena').chat(), await world.person('dan').chat()];
    resolvers = await world.resolvers();
    await submitted(priya, 'ZZ101', 'first', 450);
    await submitted(lena, 'ZZ202', 'second', 60);
    await submitted(priya, 'ZZ101', 'third', 60);
  });
  after(() => world.stop());

  it('is opened by resolvers only', async () => {
    await priya.say('open incident');
    await priya.card(/^Not yours to open/);
    await dan.say('open incident');
    form = await dan.card(/^Not open yet: 3 requests could wait behind it$/);
  });

  it('asks again for what is not filled in, and opens nothing', async () => {
    for (const wrong of [{ reference: '' }, { title: '' }, { link: 'javascript:alert(1)' }, { link: 'http://status.nhs.example' }, { scope: 'none' }]) {
      const answer = await dan.press(form, 'incident.open', { ...filled, ...wrong });
      assert.match(answer.heading, /^Not open yet/);
      assert.match(saidOn(answer.card), /Not opened: enter a reference/);
    }
  });

  it('holds those under way and those not begun, and tells each administrator once, whatever is pressed twice', async () => {
    await world.faults({ graphSlowMs: 400 });
    await resolvers.press(await resolvers.card(new RegExp(`^New: ${request(0).reference}`)), 'request.start');
    await resolvers.card(new RegExp(`^In progress: ${request(0).reference}`));
    const [first, again] = await Promise.all([dan.press(form, 'incident.open', filled), dan.press(form, 'incident.open', filled)]);
    await world.faults({ graphSlowMs: 0 });
    assert.deepEqual([first.heading, again.heading], ['Open: INC31020388', 'Open: INC31020388']);
    for (const n of [0, 1, 2]) {
      const card = await own(n, /^On hold because of incident INC31020388$/);
      assert.match(saidOn(card.card), /It resumes by itself when the incident ends: you do not need to do anything\./);
      assert.match(JSON.stringify(card.card), new RegExp(`"url":"${link}"`));
    }
    await priya.find(({ text }) => text.startsWith('On hold: your requests wait behind incident INC31020388 (slow sign-in for some people).'));
    await lena.find(({ text }) => text.startsWith('On hold: your request waits behind incident INC31020388'));
    await world.wind({ by: 5 * hour });
    assert.deepEqual([(await toldLines(priya)).length, (await toldLines(lena)).length], [1, 1]);
  });

  it('shows in the resolvers’ queue, and in no other channel', async () => {
    await resolvers.say('queue', { mention: true });
    const queue = await resolvers.card(/^3 requests open$/);
    assert.match(saidOn(queue.card), new RegExp(`${request(0).reference}: clock stopped, on hold\\nAshdown Vale Trust\\. 450 people, behind INC31020388\\. Owner: Dan Ferris\\.`));
    await resolvers.press(queue, 'queue.open');
    assert.equal((await resolvers.card(new RegExp(`^On hold: ${request(0).reference}, because of incident INC31020388$`), { newerThan: queue })).targetedTo, 'dan');
    assert.equal((await resolvers.press(queue, 'queue.refresh')).heading, '3 requests open');
    await dan.say('queue');
    await dan.card(/^3 requests open$/);
    await priya.say('queue');
    await priya.card(/^Not shown here: the queue is for resolvers$/);
  });

  it('is one card in the resolver channel, and a point to check on what comes meanwhile', async () => {
    const cards = (await resolvers.messages()).filter(({ card }) => headingOf(card) === 'Open: incident INC31020388');
    assert.equal(cards.length, 1);
    await submitted(priya, 'ZZ101', 'fourth', 60);
    const card = await resolvers.card(new RegExp(`^New: ${request(3).reference}, 60 people\\. Check \\d points?, then start$`));
    assert.ok(factsOf(card.card).some(([title, value]) => title === 'Check' && value === 'incident INC31020388 is open'));
  });

  it('ends once, by any resolver, and they resume oldest first with the time they had left', async () => {
    const card = await resolvers.card(/^Open: incident INC31020388$/);
    const [ended, twice] = await Promise.all([resolvers.press(card, 'incident.end'), resolvers.press(card, 'incident.end')]);
    assert.deepEqual([ended.heading, twice.heading], ['Ended: incident INC31020388', 'Ended: incident INC31020388']);
    assert.deepEqual(verbsOn((await resolvers.card(/^Ended: incident INC31020388$/, { of: card })).card), []);
    for (const n of [1, 2]) assert.match(saidOn((await own(n, /^Submitted: 60 people/)).card), /We aim to finish by Wednesday 21 September 2022, 2pm\./);
    await own(0, /^Confirming: MFA applied to 450 people/);
    await world.bot().stop();
    const resumed = await inDatabase(world.dataDir, async ({ rows }) => (await rows('audit')).filter(row => row['action'] === 'resumed').toSorted((a, b) => Number(a['at']) - Number(b['at'])).map(row => row['request_id']));
    const order = await inDatabase(world.dataDir, async ({ rows }) => (await rows('request')).filter(row => resumed.includes(row['id'])).toSorted((a, b) => Number(a['number']) - Number(b['number'])).map(row => row['id']));
    assert.equal(resumed.length, 3);
    assert.deepEqual(resumed, order);
  });
});
