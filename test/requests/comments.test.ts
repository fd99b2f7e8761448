// Comments on a request: each reaches those of the other side once, in their own chats alone, whatever the request has come to since.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Card, CardData } from '../../src/cards.ts';
import { deskButton } from '../../src/requests/desk-button.ts';
import { nonceKey } from '../../src/requests/gather.ts';
import { anyResolver } from '../../src/requests/nonce.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import { verbs } from '../../src/routes.ts';
import type { Answer, Conversation } from '../../src/services.ts';
import type { Remark } from '../../src/helpdesk/ticket.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, press, requestOf, resolvers, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, resolved, started, submitted } from '../support/journey.ts';
import { dataOf, personal, saidBy } from '../support/requests.ts';

type Said = { to: string; data: CardData['comments'] };

describe('comments', () => {
  let desk: Desk;
  let said: Said[];
  let told: Remark[];
  beforeEach(async () => {
    desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' });
    [said, told] = [[], []];
    const isComment = (card: Card): card is Extract<Card, { name: 'comments' }> => card.name === 'comments';
    const { send } = desk.world;
    desk.world.send = (conversation, content) => {
      if (content.is === 'card' && isComment(content.card)) said.push({ to: conversation.id, data: content.card.data });
      return send(conversation, content);
    };
    desk.services.helpdesk = { ...desk.services.helpdesk, say: (_id, remark) => Promise.resolve(void told.push(remark)) };
  });

  const newOne = async () => submitted(desk, addressesOf(addPeople(desk, 3)));
  const write = (personId: string, request: ServiceRequest, words: string, commentId: string = randomUUID()) => press(desk, personId, 'request.comment', request, { inputs: { words, commentId } });
  const settle = () => runDue(desk, 'mirror-ticket', 'deliver-post', 'tell-helpdesk');
  const to = (id: string) => said.filter(one => one.to === id).map(one => one.data);
  const channel = () => resolvers(desk).id;

  /** Presses what stands on a comment's card, as it was said. */
  async function onCard(personId: string, verb: 'comment.read' | 'comment.reply', data: { id: string; nonce: string; commentId?: string }, where: Conversation, words = ''): Promise<Answer> {
    const handle = verbs[verb] ?? assert.fail();
    return handle(desk.services, { activityId: randomUUID(), conversation: where, personId, personName: personId, teamsUserId: `29:${personId}`, verb, inputs: { ...data, words } });
  }

  it('tells the resolver channel that there is one, and nothing of what it says', async () => {
    const request = await newOne();
    assert.equal(saidBy(await write('priya', request, 'person-001@nhs.example is on leave')), 'Submitted: 3 people, waiting for a resolver to start');
    await settle();
    assert.deepEqual(to(channel()).map(data => data.heading), ['New: R-2041 has a comment from its organisation']);
    assert.doesNotMatch(JSON.stringify(to(channel())), /leave|nhs\.example|Priya|priya/);
    assert.deepEqual(told.map(({ is, text }) => [is, text]), [['comment', 'priya, Local Administrator, wrote in LA Desk:\nperson-001@nhs.example is on leave']]);
  });

  it('is read by a resolver in their own chat, who answers there, and the answer reaches its organisation', async () => {
    const request = await newOne();
    await write('priya', request, 'Is Friday possible?');
    await settle();
    const [notice] = to(channel());
    await onCard('dan', 'comment.read', notice?.read ?? assert.fail(), resolvers(desk));
    await settle();
    const [list] = to('a:dan');
    assert.deepEqual(list?.items.map(({ line }) => line), ['Is Friday possible?']);
    await press(desk, 'dan', 'request.start', request, { in: resolvers(desk) });
    await onCard('dan', 'comment.reply', list.reply ?? assert.fail(), personal('dan'), 'It is on its way now.');
    await settle();
    const [answer] = to('a:priya');
    assert.deepEqual([answer?.heading, answer?.lines], [`A resolver wrote on R-2041, ticket ${(await requestOf(desk, request)).ticketNumber ?? ''}`, ['It is on its way now\\.']]);
    assert.doesNotMatch(JSON.stringify(answer), /dan/i);
    assert.equal(told.at(-1)?.text, 'A resolver wrote to the organisation in LA Desk:\nIt is on its way now.');
  });

  it('goes straight to the resolver who works on it', async () => {
    const request = await started(desk, addressesOf(addPeople(desk, 3)));
    await write('priya', request, 'Thank you');
    await settle();
    assert.deepEqual(to('a:dan').map(data => [data.heading.split(',')[0], data.lines]), [['priya wrote on R-2041', ['Thank you']]]);
  });

  it('answers whoever wrote, not only whoever sent the request, and nobody who left', async () => {
    const request = await started(desk, addressesOf(addPeople(desk, 3)));
    await desk.store.conversations.remember(personal('tom'), desk.clock.calendar());
    await write('tom', request, 'From Tom');
    desk.world.roles.delete('priya');
    await press(desk, 'dan', 'request.comment', request, { inputs: { words: 'To you both', commentId: randomUUID() } });
    await settle();
    assert.equal(to('a:tom').length, 1);
    assert.equal(to('a:priya').length, 0);
  });

  it('is written once, however often it is pressed', async () => {
    const request = await newOne();
    const id = randomUUID();
    await Promise.all([write('priya', request, 'Once', id), write('priya', request, 'Once', id)]);
    await write('priya', request, 'Twice');
    await settle();
    assert.deepEqual((await desk.store.comments.latest(request.id, 9)).map(({ words }) => words).toSorted(), ['Once', 'Twice']);
    assert.equal(told.length, 2);
  });

  it('says that an answer is there where the request waits for one', async () => {
    const request = await newOne();
    await press(desk, 'dan', 'request.hold', request, { in: resolvers(desk), inputs: { why: 'answer', words: 'Which ward?' } });
    await write('priya', await requestOf(desk, request), 'Ward 7');
    await settle();
    assert.equal(to(channel())[0]?.heading, 'Answered: R-2041 has a comment, which it was waiting for');
  });

  it('keeps its form open while the request goes on, and closes it with the comment or without', async () => {
    const request = await newOne();
    await settle();
    const formOf = (answer: Answer) => dataOf('card' in answer && answer.card.is === 'card' ? answer.card.card : assert.fail(), 'comment-form');
    assert.equal(formOf(await press(desk, 'priya', 'request.comment-form', request)).heading, 'Not sent yet: a comment on R-2041');
    const post = await desk.store.posts.cardOf(request.id, 'a:priya', 'status');
    assert.equal(post?.inputsVersion, request.version);
    const empty = formOf(await write('priya', request, '   '));
    assert.equal(empty.heading, 'Not sent: write something first');
    await write('priya', request, 'Done', empty.commentId);
    assert.equal((await desk.store.posts.cardOf(request.id, 'a:priya', 'status'))?.inputsVersion, null);
  });

  it('is no longer taken once the request is over, and that is said', async () => {
    const request = await resolved(desk, addressesOf(addPeople(desk, 3)));
    const key = await nonceKey(desk.store);
    const data = { ...deskButton({ key, personId: 'priya' }, 'comment.reply', request.id, 'Send'), commentId: randomUUID() };
    await desk.store.requests.save({ ...request, status: 'closed' });
    assert.match(saidBy(await onCard('priya', 'comment.reply', data, personal('priya'), 'Too late')), /^R-2041 is over, so nothing was sent/);
    assert.deepEqual(await desk.store.comments.latest(request.id, 9), []);
  });

  describe('by whom it may not be written or read', () => {
    const forged: [string, string, 'comment.read' | 'comment.reply', (desk: Desk) => Conversation, string][] = [
      ['another organisation', 'lena', 'comment.reply', () => personal('lena'), 'lena'],
      ['somebody with no role', 'noor', 'comment.reply', () => personal('noor'), 'noor'],
      ['a resolver with the nonce of somebody else', 'dan', 'comment.reply', () => personal('dan'), 'priya'],
      ['a resolver in another channel', 'dan', 'comment.read', () => ({ ...resolvers(desk), id: '19:lacollab@thread.tacv2' }), anyResolver],
      ['a Local Administrator in the resolver channel', 'priya', 'comment.read', () => resolvers(desk), anyResolver],
      ['somebody with no role in the resolver channel', 'noor', 'comment.read', () => resolvers(desk), anyResolver],
    ];
    for (const [who, personId, verb, where, boundTo] of forged) {
      it(who, async () => {
        const request = await newOne();
        await desk.store.comments.add({ id: randomUUID(), requestId: request.id, side: 'organisation', personId: 'priya', personName: 'Priya Nair', words: 'private', at: desk.clock.calendar() });
        const made = deskButton({ key: await nonceKey(desk.store), personId: boundTo }, verb, request.id, 'Send');
        assert.equal(saidBy(await onCard(personId, verb, { ...made, commentId: randomUUID() }, where(desk), 'forged')), 'This card is for somebody else. Nothing was changed.');
        await settle();
        assert.equal((await desk.store.comments.latest(request.id, 9)).length, 1);
        assert.deepEqual(said, []);
      });
    }
  });

  it('goes with its request', async () => {
    const request = await newOne();
    await write('priya', request, 'To be forgotten');
    await desk.store.requests.forget(request.id);
    assert.deepEqual(await desk.store.comments.latest(request.id, 9), []);
    // Its cards stay in the chats.
    const data = { ...deskButton({ key: await nonceKey(desk.store), personId: 'priya' }, 'comment.reply', request.id, 'Send'), commentId: randomUUID() };
    assert.equal(saidBy(await onCard('priya', 'comment.reply', data, personal('priya'), 'Too late')), 'No longer here: this request was removed');
  });
});
