// New requests alert the resolvers: once, in the thread of the card, by names or by a tag, and never so that the card itself is lost.
import assert from 'node:assert/strict';
import type { Content } from '../../src/cards.ts';
import type { Settings } from '../../src/config.ts';
import { WorldError } from '../../src/errors.ts';
import type { SendResult } from '../../src/services.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, press, resolvers, runDue, type Desk } from '../support/desk.ts';
import { addressesOf, submitted } from '../support/journey.ts';

const tag = { id: 'NWFlYjBhMWQ=', name: 'Resolvers on duty' };

describe('alerting resolvers to new requests', () => {
  let desk: Desk;
  let said: { in: string; content: Content }[];
  const texts = () => said.flatMap(({ in: where, content }) => (content.is === 'text' ? [{ where, text: content.text, mentions: content.mentions }] : []));

  async function open(more: Partial<Settings> = {}, answer: (content: Content) => SendResult | null = () => null): Promise<void> {
    desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit', ...more });
    for (const [id, displayName] of [['dan', 'Dan Ferris'], ['amara', 'Amara <b> Cole']] as const) desk.world.people.set(id, { id, address: `${id}@nhs.example`, displayName, isEnabled: true, isGuest: false, organisation: 'ZZ303' });
    said = [];
    desk.world.send = ({ id }, content) => {
      said.push({ in: id, content });
      return Promise.resolve(answer(content) ?? { is: 'sent', activityId: `said-${said.length}` });
    };
  }
  const submit = (prefix = 'person') => submitted(desk, addressesOf(addPeople(desk, 60, {}, prefix)));
  async function later(): Promise<void> {
    desk.clock.pass(20_000);
    for (const name of ['deliver-post', 'mention-resolvers', 'deliver-post']) await runDue(desk, name);
  }

  it('names each of them in the thread of the card, once, whatever changes afterwards', async () => {
    await open();
    const request = await submit();
    await later();
    const thread = `${desk.settings.RESOLVER_CHANNEL};messageid=`;
    const [alert] = texts();
    assert.ok(alert !== undefined && alert.where.startsWith(thread), alert?.where);
    assert.equal(alert.text, 'New: R-2041, 60 people, Ashdown Vale Trust. Nobody has it yet. <at>Amara b Cole</at>, <at>Dan Ferris</at>');
    assert.deepEqual(alert.mentions, [{ id: 'amara', name: 'Amara b Cole' }, { id: 'dan', name: 'Dan Ferris' }]);
    await press(desk, 'dan', 'request.hold', request, { in: resolvers(desk), inputs: { why: 'answer' } });
    await press(desk, 'dan', 'request.resume', request, { in: resolvers(desk) });
    await later();
    assert.equal(texts().length, 1);
  });

  it('mentions a tag where one is set', async () => {
    await open({ RESOLVER_MENTION: tag });
    await submit();
    await later();
    assert.deepEqual(texts()[0]?.mentions, [{ ...tag, isTag: true }]);
  });

  it('says it without the mention where Teams refuses the tag, and the channel is not given up for it', async () => {
    await open({ RESOLVER_MENTION: tag }, content => (content.is === 'text' && content.mentions !== undefined ? { is: 'gone', reason: 'Bad Request' } : null));
    await submit();
    await later();
    assert.deepEqual(texts().map(({ text, mentions }) => [text, mentions === undefined]), [['New: R-2041, 60 people, Ashdown Vale Trust. Nobody has it yet. <at>Resolvers on duty</at>', false], ['New: R-2041, 60 people, Ashdown Vale Trust. Nobody has it yet. Resolvers on duty', true]]);
    assert.equal((await desk.store.conversations.find(desk.settings.RESOLVER_CHANNEL))?.goneReason, null);
  });

  it('calls nobody where it is off, where somebody has it already, and where there are more than twenty', async () => {
    await open({ RESOLVER_MENTION: 'off' });
    await submit();
    await later();
    assert.deepEqual(texts(), []);
    await open();
    await press(desk, 'dan', 'request.take', await submit(), { in: resolvers(desk) });
    await later();
    assert.deepEqual(texts(), []);
    await open();
    desk.services.directory.memberIds = () => Promise.resolve(addPeople(desk, 21, {}, 'resolver'));
    await submit();
    await later();
    assert.deepEqual(texts(), []);
  });

  it('is one message where many come at once, and waits before the next', async () => {
    await open();
    for (const prefix of ['a', 'b', 'c']) await submit(prefix);
    await later();
    assert.deepEqual(texts().map(({ text }) => text.split('. ')[0]), ['New: 3 requests, R-2041, R-2042 and R-2043']);
    await submit('d');
    desk.clock.pass(4_000);
    await runDue(desk, 'mention-resolvers', 'deliver-post');
    assert.equal(texts().length, 1);
    desk.clock.pass(15_000);
    await runDue(desk, 'mention-resolvers', 'deliver-post');
    assert.equal(texts().length, 2);
  });

  it('waits for a directory that is away, and says it once it is back', async () => {
    await open();
    await submit();
    desk.clock.pass(20_000);
    desk.world.faults.push(new WorldError('unavailable', 'away'));
    await runDue(desk, 'deliver-post');
    await assert.rejects(runDue(desk, 'mention-resolvers'), WorldError);
    desk.clock.pass(60_000);
    await later();
    assert.equal(texts().length, 1);
  });
});
