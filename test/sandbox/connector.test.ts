// The sandbox's Bot Connector: refusals, limits and faults.
import assert from 'node:assert/strict';
import type { RunningSandbox } from '../support/sandbox.ts';
import { activities, text, type Connector } from './connector-caller.ts';
import { messagesIn, roomOf } from './fake-bot.ts';
import { tenant } from './graph-caller.ts';
import { startSixChats, type SixChats } from './six-chats.ts';

describe('the sandbox\'s connector', () => {
  let sandbox: RunningSandbox;
  let connector: Connector;
  let chat: SixChats['chat'];
  let stop: SixChats['stop'];
  before(async () => void ({ sandbox, connector, chat, stop } = await startSixChats()));
  after(() => stop());

  it('refuses as Teams does', async () => {
    const noor = await roomOf(sandbox, 'noor');
    const personal = (id: string, more: object = { tenantId: tenant }) => ({ members: [{ id }], ...more });
    const table: [about: string, method: string, path: string, body: unknown, status: number, code: string | null][] = [
      ['an unknown conversation', 'POST', activities('19:nowhere@thread.tacv2'), text('x'), 404, 'ConversationNotFound'],
      ['somebody without the app', 'POST', activities(noor), text('x'), 403, 'BotNotInConversationRoster'],
      ['a chat with somebody without the app', 'POST', '', personal('noor'), 403, 'BotNotInConversationRoster'],
      ['a chat without a tenant', 'POST', '', personal('x', {}), 400, 'BadSyntax'],
      ['a thread without its first message', 'POST', '', { isGroup: true, channelData: { channel: { id: await roomOf(sandbox, 'tom', 'General') } } }, 400, 'BadSyntax'],
      ['an update of nothing', 'PUT', activities(chat('lena'), '123'), text('x'), 404, 'ActivityNotFoundInConversation'],
      ['a deletion of nothing', 'DELETE', activities(chat('lena'), '123'), undefined, 404, 'ActivityNotFoundInConversation'],
      ['over 100 KB in UTF-16', 'POST', activities(chat('lena')), text('x'.repeat(51_200)), 413, 'MessageSizeTooBig'],
      ['just under it', 'POST', activities(chat('lena')), text('x'.repeat(51_000)), 201, null],
      ['a body against the contract', 'POST', activities(chat('lena')), { type: 'message', attachments: 'none' }, 400, 'BadSyntax'],
      ['a parameter without contract', 'POST', `${activities(chat('lena'))}?surprise=1`, text('x'), 501, 'NotInContract'],
      ['a call without contract', 'POST', '/../batch/conversation/users', {}, 501, 'NotInContract'],
    ];
    for (const [about, method, path, body, status, code] of table) {
      const answer = await connector(method, path, body);
      assert.deepEqual([about, answer.status, answer.code], [about, status, code]);
    }
    assert.equal((await connector('POST', activities(chat('lena')), text('x'), 'not.a.token')).status, 401);
  });

  it('updates and deletes what the bot has said', async () => {
    const { id } = await connector('POST', activities(chat('omar')), text('one'));
    await connector('PUT', activities(chat('omar'), id), text('two'));
    const said = async () => (await messagesIn(sandbox, chat('omar'), 'omar')).messages.find(one => one.id === id);
    assert.deepEqual([(await said())?.text, (await said())?.edited], ['two', true]);
    await connector('DELETE', activities(chat('omar'), id));
    assert.deepEqual([(await said())?.text, (await said())?.deleted], ['', true]);
    assert.equal((await connector('PUT', activities(chat('omar'), id), text('three'))).status, 404);
  });

  it('starts a personal chat by object id or Teams id', async () => {
    const [member] = (await connector('GET', `/${encodeURIComponent(chat('grace'))}/members`)).body as { id: string; aadObjectId: string }[];
    for (const id of [member?.id, member?.aadObjectId]) {
      const answer = await connector('POST', '', { members: [{ id }], tenantId: tenant });
      assert.deepEqual([answer.status, answer.id], [201, chat('grace')]);
    }
  });

  it('takes seven messages a second in one thread, and another thread\'s meanwhile', async () => {
    const answers = await Promise.all(Array.from({ length: 9 }, (_, n) => connector('POST', activities(chat('tom')), text(String(n)))));
    assert.deepEqual(answers.map(answer => answer.status).sort(), [201, 201, 201, 201, 201, 201, 201, 429, 429]);
    assert.deepEqual(answers.filter(answer => answer.status === 429).map(answer => answer.headers.get('retry-after')), ['1', '1']);
    assert.equal((await connector('POST', activities(chat('chloe')), text('x'))).status, 201);
    assert.equal((await messagesIn(sandbox, chat('tom'), 'tom')).messages.length, 7);
  });

  it('fails and throttles as often as was switched', async () => {
    await sandbox.api('PUT', '/api/faults', { connector5xx: 1, connector429: 1 });
    const statuses = [];
    for (let n = 0; n < 3; n += 1) statuses.push((await connector('POST', activities(chat('grace')), text('x'))).status);
    assert.deepEqual(statuses, [502, 429, 201]);
    assert.equal((await messagesIn(sandbox, chat('grace'), 'grace')).messages.length, 1);
  });

  it('posts and cuts the connection where replies are to be lost', async () => {
    await sandbox.api('PUT', '/api/faults', { connectorLostReplies: 1 });
    await assert.rejects(connector('POST', activities(chat('priya')), text('heard, not answered')));
    assert.deepEqual((await messagesIn(sandbox, chat('priya'), 'priya')).messages.map(one => one.text), ['heard, not answered']);
  });
});
