// What only one person in a channel is to see, and Teams does not show there: said in their own chat instead, once, and never where it may be there already.
import assert from 'node:assert/strict';
import type { Card, Content } from '../../src/cards.ts';
import { redraw, say } from '../../src/requests/save-move.ts';
import type { SendResult } from '../../src/services.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, giveUp, openDesk, resolvers, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, submitted } from '../support/journey.ts';
import { channel, personal } from '../support/requests.ts';

const thread = '19:webinar@thread.tacv2;messageid=100';
const card: Card = { name: 'plain', data: { speak: 'Only for you.', heading: 'Only for you', lines: [] } };

describe('a targeted message', () => {
  let desk: Desk;
  let calls: [to: string, what: string][];
  let inChannel: SendResult;
  let inChat: SendResult;

  beforeEach(async () => {
    desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' });
    calls = [];
    [inChannel, inChat] = [{ is: 'gone', reason: 'BadSyntax' }, { is: 'sent', activityId: 'm1' }];
    desk.world.send = (to, content) => (calls.push([to.id, wordsOf(content)]), Promise.resolve(to.kind === 'channel' ? inChannel : inChat));
    await desk.store.conversations.remember({ ...channel(), id: thread }, desk.clock.calendar());
  });

  const wordsOf = (content: Content) => (content.is === 'targeted' ? `only ${content.to}: ${content.card.data.speak}` : content.is === 'card' ? content.card.data.speak : content.is);
  const speak = () => runDue(desk, 'deliver-post');
  const there: [string, string] = [thread, 'only 29:priya: Only for you.'];
  const own: [string, string] = ['a:priya', 'Only for you.'];

  /** Answers its post's id. */
  async function tell(to = '29:priya', conversationId = thread): Promise<string> {
    await desk.store.transaction(tx => say(tx, conversationId, { is: 'targeted', to, card }, desk.clock.calendar()));
    const [job] = await desk.store.jobs.claim({ limit: 1, leaseMs: 1, only: 'deliver-post' });
    desk.clock.pass(10);
    return job?.key ?? assert.fail();
  }
  const again = (postId: string) => desk.store.jobs.add({ name: 'deliver-post', key: postId, payload: { postId } });

  for (const reason of ['BadSyntax', 'BotNotInConversationRoster', 'ConversationNotFound']) {
    it(`refused with ${reason} is said in the person's own chat, once, however often the job runs`, async () => {
      inChannel = { is: 'gone', reason };
      const postId = await tell();
      for (let i = 0; i < 3; i += 1) await again(postId).then(speak);
      assert.deepEqual(calls, [there, own]);
      assert.deepEqual((await desk.store.posts.troubled()).map(post => [post.id, post.reason]), [[postId, `${reason}, so it was said in their own chat`]]);
    });
  }

  it('takes nothing from those who are still in the channel', async () => {
    await tell();
    await speak();
    assert.equal((await desk.store.conversations.find(thread))?.goneReason, null);
  });

  it('is said in the own chat where the channel itself is gone', async () => {
    await desk.store.conversations.gone(thread, 'removed', desk.clock.calendar());
    const postId = await tell();
    for (let i = 0; i < 2; i += 1) await again(postId).then(speak);
    assert.deepEqual(calls, [own]);
  });

  it('that Teams did not take in any attempt is said in the own chat, once, however often it is given up', async () => {
    inChannel = { is: 'later' };
    const postId = await tell();
    await assert.rejects(speak(), { name: 'WorldError', failure: 'throttled' });
    for (let i = 0; i < 2; i += 1) await giveUp(desk, 'deliver-post', { postId });
    await again(postId).then(speak);
    assert.deepEqual(calls, [there, own]);
  });

  it('given up by two processes at once is said once', async () => {
    const postId = await tell();
    const seen = await desk.store.posts.find(postId);
    desk.services.store = { ...desk.store, posts: { ...desk.store.posts, find: () => Promise.resolve(seen) } };
    await Promise.all([1, 2].map(() => giveUp(desk, 'deliver-post', { postId })));
    await desk.store.jobs.remove({ name: 'deliver-post', key: postId });
    desk.services.store = desk.store;
    await speak();
    assert.deepEqual(calls, [own]);
  });

  it('refused is gone and said elsewhere in one transaction: killed before it, nothing is said twice', async () => {
    const postId = await tell();
    desk.services.store = { ...desk.store, transaction: work => desk.store.transaction(async tx => (await work(tx), Promise.reject(new Error('killed')))) };
    await assert.rejects(speak(), /killed/);
    desk.services.store = desk.store;
    assert.equal((await desk.store.posts.find(postId))?.state, 'posting');
    desk.clock.pass(60_000);
    await again(postId).then(speak);
    assert.deepEqual([calls, (await desk.store.posts.find(postId))?.state], [[there], 'unknown']);
  });

  it('whose answer was lost is unknown and listed, and said nowhere else: it may be there', async () => {
    inChannel = { is: 'unknown' };
    const postId = await tell();
    for (let i = 0; i < 2; i += 1) await again(postId).then(speak);
    assert.deepEqual([calls, (await desk.store.posts.troubled()).map(post => [post.id, post.state])], [[there], [[postId, 'unknown']]]);
  });

  it('is not repeated where the own chat cannot be reached either', async () => {
    inChat = { is: 'gone', reason: 'ConversationBlockedByUser' };
    const postId = await tell();
    for (let i = 0; i < 2; i += 1) await again(postId).then(speak);
    assert.deepEqual([calls, (await desk.store.posts.troubled()).map(post => [post.subject, post.state]).toSorted()], [[there, own], [['card', 'gone'], ['targeted', 'gone']]]);
  });

  it('for somebody without a chat, or whose chat is gone, is listed with its reason', async () => {
    await desk.store.conversations.gone('a:priya', 'removed', desk.clock.calendar());
    for (const to of ['29:tom', '29:priya']) await tell(to);
    await speak();
    assert.deepEqual(calls.map(([to]) => to), [thread, thread]);
    assert.deepEqual((await desk.store.posts.troubled()).map(post => post.reason), ['BadSyntax', 'BadSyntax']);
  });

  it('comes to the latest chat where there were several', async () => {
    await desk.store.conversations.remember({ ...personal('priya'), id: 'a:newer' }, new Date(desk.clock.calendar().getTime() + 60_000));
    await tell();
    await speak();
    assert.deepEqual(calls, [there, ['a:newer', 'Only for you.']]);
  });

  it('alone goes elsewhere: a card of a request, or what is said to all, does not', async () => {
    const request = await submitted(desk, addressesOf(addPeople(desk, 60)));
    await desk.store.transaction(tx => say(tx, thread, { is: 'text', text: 'To all.' }, desk.clock.calendar()));
    await runDue(desk, 'mirror-ticket', 'deliver-post');
    const before = calls.filter(([to]) => to === 'a:priya').length;
    await desk.store.transaction(tx => redraw(tx, request.id));
    await speak();
    assert.deepEqual([calls.filter(([to]) => to === 'a:priya').length - before, calls.filter(([to]) => to === thread || to === resolvers(desk).id).length], [0, 2]);
  });
});
