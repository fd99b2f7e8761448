// After the app was blocked, removed or its team lost: nothing is tried until somebody speaks there again, and then what was missed is shown.
import assert from 'node:assert/strict';
import { background } from '../../src/dispatch.ts';
import { handlersFor } from '../../src/handlers.ts';
import { redraw } from '../../src/requests/save-move.ts';
import type { Conversation, SendResult, UpdateResult } from '../../src/services.ts';
import type { Handlers } from '../../src/teams/bot.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, resolvers, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, checked, submitted, turnOf } from '../support/journey.ts';
import { channel } from '../support/requests.ts';

describe('a conversation that was gone', () => {
  let desk: Desk;
  let handlers: Handlers;
  let calls: string[];
  const answers: { send: SendResult; update: UpdateResult } = { send: { is: 'sent', activityId: 'a1' }, update: { is: 'updated' } };
  beforeEach(async () => {
    desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' });
    calls = [];
    Object.assign(answers, { send: { is: 'sent', activityId: 'a1' }, update: { is: 'updated' } });
    desk.world.send = (to, content) => (calls.push(`send ${content.is} ${to.id}`), Promise.resolve(answers.send));
    desk.world.update = (to, id) => (calls.push(`update ${to.id} ${id}`), Promise.resolve(answers.update));
    handlers = handlersFor(desk.services, background(desk.services.log));
  });

  const change = (requestId: string) => desk.store.transaction(tx => redraw(tx, requestId));
  const deliver = async () => {
    calls = [];
    await runDue(desk, 'mirror-ticket', 'deliver-post');
    return calls;
  };
  const speak = (id: string, more: Partial<Conversation> = {}) => handlers.message(turnOf('priya', { activityId: `said ${id}`, text: 'help', conversation: { ...channel(id), ...more } }));
  const cardOf = async (requestId: string, conversationId: string, subject: string) => (await desk.store.posts.cardOf(requestId, conversationId, subject)) ?? assert.fail();

  /** A check of Priya's whose card Teams refuses to change. */
  async function refused(): Promise<string> {
    const request = await checked(desk, addressesOf(addPeople(desk, 3)));
    await deliver();
    answers.update = { is: 'gone', reason: 'ConversationBlockedByUser' };
    await change(request.id);
    assert.deepEqual(await deliver(), ['update a:priya a1']);
    return request.id;
  }

  it('is not tried again, and its posts say why', async () => {
    const id = await refused();
    await change(id);
    assert.deepEqual(await deliver(), []);
    assert.deepEqual((await desk.store.conversations.find('a:priya'))?.goneReason, 'ConversationBlockedByUser');
    assert.equal((await desk.store.posts.troubled()).find(post => post.state === 'gone')?.reason, 'ConversationBlockedByUser');
  });

  it('is spoken to again when the person does, and the card that is still there shows the present state', async () => {
    const id = await refused();
    answers.update = { is: 'updated' };
    await handlers.message(turnOf('priya', { activityId: 'said', text: 'help' }));
    assert.deepEqual((await deliver()).toSorted(), ['send card a:priya', 'update a:priya a1'], 'the help, and the card that is there');
    const card = await cardOf(id, 'a:priya', 'status');
    assert.deepEqual([card.state, card.drawn === card.wanted], ['posted', true]);
  });

  it('has its card posted anew where the old one is gone with it', async () => {
    const id = await refused();
    answers.update = { is: 'missing' };
    answers.send = { is: 'sent', activityId: 'a2' };
    await handlers.message(turnOf('priya', { activityId: 'said', text: 'help' }));
    assert.deepEqual((await deliver()).filter(call => call.startsWith('update')), ['update a:priya a1']);
    assert.equal((await cardOf(id, 'a:priya', 'status')).activityId, 'a2');
  });

  it('of the resolvers shows what was submitted meanwhile, as soon as the app is back in their team', async () => {
    await speak(`${resolvers(desk).id};messageid=1`, { teamId: 'team' });
    await deliver();
    answers.send = { is: 'gone', reason: 'BotNotInConversationRoster' };
    const request = await submitted(desk, addressesOf(addPeople(desk, 60)));
    await deliver();
    assert.equal((await cardOf(request.id, resolvers(desk).id, 'resolver')).state, 'gone');
    answers.send = { is: 'sent', activityId: 'a9' };
    const arrive = (teamId: string) => handlers.arrived(turnOf('dan', { activityId: `arrival ${teamId}`, conversation: { ...channel('19:general@thread.tacv2'), teamId } }));
    await arrive('another team');
    assert.deepEqual(await deliver(), []);
    await arrive('team');
    assert.deepEqual(await deliver(), [`send card ${resolvers(desk).id}`]);
    assert.equal((await cardOf(request.id, resolvers(desk).id, 'resolver')).state, 'posted');
  });

  it('shows nothing of what is over', async () => {
    const id = await refused();
    await desk.store.transaction(async tx => {
      const request = (await tx.requests.lock(id)) ?? assert.fail();
      await tx.requests.save({ ...request, status: 'closed' });
    });
    await handlers.message(turnOf('priya', { activityId: 'said', text: 'help' }));
    assert.deepEqual(await deliver(), ['send card a:priya'], 'the help');
  });
});
