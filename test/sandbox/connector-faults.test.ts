// What can be switched to go wrong in the sandbox's Teams, and what people do there that a bot must bear: deleting a card, taking the app away.
import assert from 'node:assert/strict';
import { z } from 'zod';
import type { RunningSandbox } from '../support/sandbox.ts';
import { activities, text, type Connector } from './connector-caller.ts';
import { messagesIn, until, type FakeBot } from './fake-bot.ts';
import { startSixChats, type SixChats } from './six-chats.ts';

const log = z.object({ requests: z.array(z.object({ at: z.number(), method: z.string(), conversation: z.string().nullable(), activity: z.string().nullable(), status: z.number(), isLost: z.boolean(), retryAfter: z.string().nullable() })) });

describe('the sandbox\'s Teams going wrong', () => {
  let sandbox: RunningSandbox;
  let bot: FakeBot;
  let connector: Connector;
  let chatOf: SixChats['chat'];
  let stop: SixChats['stop'];
  before(async () => void ({ sandbox, bot, connector, chat: chatOf, stop } = await startSixChats()));
  after(() => stop());

  // One chat for each test, within the pace of a thread.
  const path = (as: string) => `/api/conversations/${encodeURIComponent(chatOf(as))}`;

  const faults: [switched: object, status: number, code: string, retryAfter: string | null][] = [
    [{ connector429: 1, connectorRetryAfter: 7 }, 429, 'TooManyRequests', '7'],
    [{ connector429: 1, connectorRetryAfter: 0 }, 429, 'TooManyRequests', null],
    [{ connector412: 1 }, 412, 'PreconditionFailed', null],
    [{ connector5xx: 1, connector5xxStatus: '500' }, 500, 'ServiceError', null],
    [{ connector5xx: 1, connector5xxStatus: '504' }, 504, 'ServiceError', null],
    [{ connector403: 1, connector403Code: 'ConversationBlockedByUser' }, 403, 'ConversationBlockedByUser', null],
    [{ connector404: 1 }, 404, 'ConversationNotFound', null],
  ];
  for (const [index, [switched, status, code, retryAfter]] of faults.entries()) {
    const chat = () => chatOf(['priya', 'tom', 'lena', 'grace'][index % 4] ?? '');
    it(`answers ${status} ${code} once after ${JSON.stringify(switched)}, and says so in its log`, async () => {
      await sandbox.api('PUT', '/api/faults', switched);
      const answer = await connector('POST', activities(chat()), text('x'));
      assert.deepEqual([answer.status, answer.code, answer.headers.get('retry-after')], [status, code, retryAfter]);
      const { method, conversation, status: logged, retryAfter: asked } = log.parse(await sandbox.api('GET', '/api/connector-log')).requests.at(-1) ?? assert.fail();
      assert.deepEqual([method, conversation, logged, asked], ['POST', chat(), status, retryAfter]);
      assert.equal((await connector('POST', activities(chat()), text('x'))).status, 201);
    });
  }

  it('goes wrong in one conversation only, where one is named', async () => {
    await sandbox.api('PUT', '/api/faults', { connector412: 1, connectorIn: chatOf('chloe') });
    const statuses = [];
    for (const as of ['tom', 'chloe', 'chloe']) statuses.push((await connector('POST', activities(chatOf(as)), text('x'))).status);
    await sandbox.api('PUT', '/api/faults', { connectorIn: '' });
    assert.deepEqual(statuses, [201, 412, 201]);
  });

  it('lets a person delete a message of the bot\'s, which then cannot be changed', async () => {
    const { id } = await connector('POST', activities(chatOf('chloe')), text('one'));
    await sandbox.api('POST', `${path('chloe')}/messages/${id}/delete`, { as: 'chloe' });
    assert.equal((await messagesIn(sandbox, chatOf('chloe'), 'chloe')).messages.find(one => one.id === id)?.deleted, true);
    assert.equal((await connector('PUT', activities(chatOf('chloe'), id), text('two'))).code, 'ActivityNotFoundInConversation');
  });

  it('tells the bot that the app was taken away, refuses it, and tells it that it is back', async () => {
    bot.received.length = 0;
    await sandbox.api('PUT', `${path('omar')}/app`, { as: 'omar', is: 'removed' });
    assert.deepEqual(bot.received.map(one => [one.type, one['action'] ?? one['membersRemoved'] !== undefined]), [['installationUpdate', 'remove'], ['conversationUpdate', true]]);
    assert.equal((await connector('POST', activities(chatOf('omar')), text('x'))).code, 'BotNotInConversationRoster');
    await sandbox.api('PUT', `${path('omar')}/app`, { as: 'omar', is: 'added' });
    await until(() => bot.received.length === 4);
    assert.equal((await connector('POST', activities(chatOf('omar')), text('x'))).status, 201);
  });
});
