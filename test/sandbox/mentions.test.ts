// What the bot may mention, as Microsoft's pages say it: people anywhere, tags in their team's channels, and not too often.
import assert from 'node:assert/strict';
import type { RunningSandbox } from '../support/sandbox.ts';
import { resolverChannel, teams } from '../../src/sandbox/world/constants.ts';
import { activities, text, type Connector } from './connector-caller.ts';
import { messagesIn, roomOf } from './fake-bot.ts';
import { startSixChats, type SixChats } from './six-chats.ts';

const tag = teams.find(({ tags }) => tags.length > 0)?.tags[0]?.id ?? assert.fail();
const mention = (id: string, name: string, more: object = {}) => ({ type: 'mention', text: `<at>${name}</at>`, mentioned: { id, name, ...more } });

describe('mentions by the bot', () => {
  let sandbox: RunningSandbox;
  let connector: Connector;
  let stop: SixChats['stop'];
  let dan: string;
  before(async () => {
    ({ sandbox, connector, stop } = await startSixChats());
    const members = (await connector('GET', `/${encodeURIComponent(resolverChannel)}/members`)).body as { aadObjectId: string; name: string }[];
    dan = members.find(({ name }) => name === 'Dan Ferris')?.aadObjectId ?? assert.fail();
  });
  after(() => stop());

  const post = (words: string, ...entities: object[]) => connector('POST', activities(resolverChannel), { ...text(words), entities });
  const mentioned = async (id: string) => (await messagesIn(sandbox, resolverChannel, 'dan')).messages.flatMap(one => (one.id === id ? one.mentions : [])).flatMap(({ people }) => people);

  it('alert people by object id or address, and a tag’s people together', async () => {
    for (const [entity, people] of [[mention(dan, 'Dan Ferris'), ['dan']], [mention('amara.cole@nhs.example', 'Amara Cole'), ['amara']], [mention(tag, 'Resolvers on duty', { type: 'tag' }), ['dan', 'amara']]] as const) {
      const { status, id } = await post(`${entity.text} look here`, entity);
      assert.deepEqual([status, await mentioned(id)], [201, people]);
    }
  });

  it('alert nobody where the text does not hold their words, or they are not there', async () => {
    const { id } = await post('Dan Ferris, look here', mention(dan, 'Dan Ferris'));
    const { id: other } = await post('<at>Priya Nair</at> look here', mention('priya.nair@nhs.example', 'Priya Nair'));
    assert.deepEqual([await mentioned(id), await mentioned(other)], [[], []]);
  });

  it('are refused with a tag of no such team, outside a channel, or too often', async () => {
    const unknown = mention('bm9uZQ==', 'x', { type: 'tag' });
    assert.deepEqual((await post(unknown.text, unknown)).status, 400);
    const known = mention(tag, 'x', { type: 'tag' });
    assert.equal((await connector('POST', activities(await roomOf(sandbox, 'omar')), { ...text(known.text), entities: [known] })).status, 400);
    const statuses = await Promise.all([1, 2, 3].map(async () => (await post(known.text, known)).status));
    assert.ok(statuses.includes(429), String(statuses));
  });
});
