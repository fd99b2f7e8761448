// A post delivered by the process that has just saved it, from what it has at hand: the row decides all the same.
import assert from 'node:assert/strict';
import { deliverPost } from '../../src/requests/deliver-post.ts';
import { openTestStore } from '../support/database.ts';
import { openDesk, type Desk } from '../support/desk.ts';

describe('a post at hand', () => {
  let desk: Desk;
  let sent: number;
  beforeEach(async () => {
    [desk, sent] = [await openDesk(await openTestStore()), 0];
    desk.world.send = () => Promise.resolve({ is: 'sent', activityId: `a${(sent += 1)}` });
  });

  async function saved() {
    const postId = await desk.store.posts.add({ conversationId: 'a:priya', subject: 'text', content: { is: 'text', text: 'Hello' }, at: desk.clock.calendar() });
    return { postId, atHand: (await desk.store.posts.withConversation(postId)) ?? assert.fail() };
  }

  it('is sent without being read again', async () => {
    const post = await saved();
    desk.services.store = { ...desk.store, posts: { ...desk.store.posts, withConversation: () => assert.fail('It was read.') } };
    const again = await deliverPost(desk.services, post);
    assert.ok(again && 'save' in again);
    assert.equal(sent, 1);
  });

  it('that another process has begun since is left to it', async () => {
    const post = await saved();
    await desk.store.posts.begin(post.postId);
    await deliverPost(desk.services, post);
    assert.deepEqual([sent, (await desk.store.posts.find(post.postId))?.state], [0, 'posting']);
  });
});
