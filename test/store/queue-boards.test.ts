// The newest queue card of the channel, and which requests nobody was alerted to yet.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { aRequest, at } from '../support/requests.ts';
import { onEachEngine, type TestStore } from '../support/database.ts';

onEachEngine('queue cards and alerts', open => {
  let store: TestStore['store'];
  before(async () => void ({ store } = await open()));
  const now = at('2022-09-23T12:00:00Z');

  it('one card is the newest; the one before is named once, and writes nothing any more', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    assert.deepEqual([await store.queueBoards.move('19:c', first, now), await store.queueBoards.move('19:c', second, now)], [null, first]);
    assert.deepEqual([await store.queueBoards.drawn('19:c', first, now), await store.queueBoards.drawn('19:c', second, at('2022-09-23T12:01:00Z'))], [false, true]);
    assert.deepEqual(await store.queueBoards.find('19:c'), { postId: second, drawnAt: at('2022-09-23T12:01:00Z') });
    await store.queueBoards.remove('19:c', first);
    assert.notEqual(await store.queueBoards.find('19:c'), null);
  });

  it('concerns what was submitted, while there is a card', async () => {
    const [check, submitted] = [aRequest('checked', { id: randomUUID() }), aRequest('submitted', { id: randomUUID() })];
    for (const request of [check, submitted]) await store.requests.insert(request, null);
    assert.deepEqual([await store.queueBoards.concerns(check.id), await store.queueBoards.concerns(submitted.id)], [false, true]);
    await store.queueBoards.remove('19:c', (await store.queueBoards.find('19:c'))?.postId ?? '');
    assert.equal(await store.queueBoards.concerns(submitted.id), false);
  });

  it('nobody was alerted to what is new, until it is noted', async () => {
    const request = aRequest('submitted', { id: randomUUID(), number: 2042, submittedAt: at('2022-09-22T09:00:00Z') });
    await store.requests.insert(request, null);
    assert.deepEqual([(await store.requests.unmentioned(9))[0], await store.requests.lastMention()], [request.id, null]);
    await store.requests.save({ ...request, mentionedAt: now });
    assert.ok(!(await store.requests.unmentioned(9)).includes(request.id));
    assert.deepEqual(await store.requests.lastMention(), now);
  });
});
