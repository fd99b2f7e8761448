// An accepted or declined file: one answer whatever happens, a process that dies included.
import assert from 'node:assert/strict';
import type { Content } from '../src/cards.ts';
import type { Background } from '../src/dispatch.ts';
import { WorldError } from '../src/errors.ts';
import { handlersFor } from '../src/handlers.ts';
import type { Handlers } from '../src/teams/bot.ts';
import { openTestStore } from './support/database.ts';
import { addPeople, openDesk, runDue, type Desk } from './support/desk.ts';
import { addressesOf, submitted } from './support/journey.ts';
import { personal } from './support/requests.ts';

describe('a file’s consent', () => {
  let desk: Desk;
  let handlers: Handlers;
  let sent: Content[];
  let pending: Promise<void>[];
  const after: Background = { run: work => void pending.push(work(new AbortController().signal)), stop: () => Promise.resolve() };
  beforeEach(async () => {
    desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' });
    [sent, pending] = [[], []];
    desk.world.send = (_to, content) => (sent.push(content), Promise.resolve({ is: 'sent', activityId: String(sent.length) }));
    handlers = handlersFor(desk.services, after);
  });

  /** What was said since the last time: the name of the card, or the text. */
  async function said(): Promise<string[]> {
    await Promise.all(pending);
    await runDue(desk, 'deliver-post');
    return sent.splice(0).map(content => (content.is === 'card' ? content.card.name : content.is === 'text' ? content.text : content.is));
  }

  const consent = (isAccepted: boolean, context: Record<string, unknown> = {}) => handlers.fileConsent({ activityId: 'c1', conversation: personal('priya'), personId: 'priya', isAccepted, context, upload: { uploadUrl: 'u', contentUrl: 'c', name: 'n', uniqueId: 'i', fileType: 'csv' } });

  it('declined, four times, is answered once', async () => {
    for (let i = 0; i < 4; i += 1) await consent(false);
    assert.deepEqual(await said(), ['Not sent. You can ask for the file again.']);
  });

  it('accepted, four times, delivers one file', async () => {
    const request = await submitted(desk, addressesOf(addPeople(desk, 60)));
    await said();
    for (let i = 0; i < 4; i += 1) await consent(true, { requestId: request.id, file: 'list', verb: 'request.list' });
    assert.deepEqual([await said(), desk.world.delivered.length], [['file'], 1]);
  });

  it('accepted, where the file cannot be put there, says so', async () => {
    const request = await submitted(desk, addressesOf(addPeople(desk, 60)));
    await said();
    desk.services.uploads.deliver = () => Promise.reject(new WorldError('unavailable', 'away'));
    await consent(true, { requestId: request.id, file: 'list', verb: 'request.list' });
    assert.deepEqual(await said(), ['The file could not be sent. Press the button again.']);
  });

  it('accepted, where the process is killed before the file is sent, is answered all the same, once', async () => {
    const request = await submitted(desk, addressesOf(addPeople(desk, 60)));
    // The resolvers' card waits a moment for the ticket's number.
    desk.clock.pass(3_000);
    await said();
    handlers = handlersFor(desk.services, { ...after, run: () => undefined });
    await consent(true, { requestId: request.id, file: 'list', verb: 'request.list' });
    assert.equal(await runDue(desk, 'watch-file'), 0, 'it may still be on its way');
    desk.clock.pass(90_000);
    assert.equal(await runDue(desk, 'watch-file'), 1);
    assert.deepEqual(await said(), ['The file could not be sent. Press the button again.']);
  });

  it('accepted leaves nothing to watch once it is answered', async () => {
    const request = await submitted(desk, addressesOf(addPeople(desk, 60)));
    await consent(true, { requestId: request.id, file: 'list', verb: 'request.list' });
    await said();
    desk.clock.pass(90_000);
    assert.equal(await runDue(desk, 'watch-file'), 0);
  });
});
