// An operator stops all changes in the middle of a list, in every process and over restarts, and lets them go on: nobody is lost.
import assert from 'node:assert/strict';
import { saidOn } from '../support/card-reading.ts';
import type { Chat, Message } from '../support/chat.ts';
import { onPostgres, openPostgresStore, ownDatabaseUrl } from '../support/database.ts';
import { sendList, submit } from '../support/requesting.ts';
import { startWorld, type World } from '../support/world.ts';

const size = 1_300;
const hour = 3_600_000;

function suite(this: Mocha.Suite, settings: () => Promise<Record<string, string>>, others: number): void {
  this.timeout(90_000).bail(true);
  let world: World;
  let priya: Chat;
  let omar: Chat;
  let resolvers: Chat;
  let of: Message;
  let reference: string;
  let members: number;
  let changed: number;

  const startOthers = async () => { for (let n = 0; n < others; n += 1) await world.startBot({ PROCESS_ROLE: 'worker' }); };
  before(async () => {
    world = await startWorld({ settings: await settings() });
    await world.faults({ staleReadsMs: 0 });
    await startOthers();
    [priya, omar] = [await world.person('priya').chat(), await world.person('omar').chat()];
    resolvers = await world.resolvers();
  });
  after(() => world.stop());

  it('stops within one slice, in the middle of a list', async () => {
    of = await sendList(priya, await world.makePeople(size, 'ZZ101', 'long'));
    ({ reference } = await submit(priya, of));
    members = (await world.group()).count;
    await world.faults({ graphSlowMs: 300 });
    await resolvers.press(await resolvers.card(new RegExp(`^New: ${reference}`)), 'request.start');
    await omar.say('stop all changes');
    const form = await omar.card(/^Not stopped yet: 1 request is being changed now$/);
    assert.match((await omar.press(form, 'changes.stop', { reason: 'the wrong group may be set' })).heading, /^Stopped: all changes, by an operator$/);
    await world.faults({ graphSlowMs: 0 });
    const own = await priya.card(new RegExp(`^In progress, changes stopped: MFA applied to [\\d,]+ of 1,300 people$`), { of });
    assert.match(saidOn(own.card), /All changes are stopped by an operator, since .*It goes on by itself afterwards/);
    await world.wind({ by: hour });
    changed = (await world.group()).count - members;
    assert.ok(changed < size, `${changed} of ${size} were changed: the stop came too late`);
  });

  it('is on one card in the resolver channel, and in the queue', async () => {
    assert.match(saidOn((await resolvers.card(/^Stopped: all changes, by an operator$/)).card), /by Omar .*\nWhy: the wrong group may be set/);
    await resolvers.say('queue', { mention: true });
    assert.match(saidOn((await resolvers.card(/^1 request open/)).card), /All changes are stopped by Omar .*, since /);
  });

  it('stays so over hours and a restart', async () => {
    await world.bot().stop();
    await world.startBot(others > 0 ? { PROCESS_ROLE: 'worker' } : {});
    await world.wind({ by: 5 * hour });
    assert.equal((await world.group()).count - members, changed);
  });

  it('goes on by one press, and everybody is there', async () => {
    const asked = await omar.say('let changes go on');
    const card = await omar.card(/^Stopped: all changes, by an operator$/, { newerThan: asked });
    assert.match((await omar.press(card, 'changes.go-on')).heading, /^Going on: all changes$/);
    await priya.card(/^Confirming: MFA applied to 1,300 people/, { of });
    assert.equal((await world.group()).count - members, size);
    await resolvers.card(/^Going on: all changes$/);
    await resolvers.find(({ text }) => text.startsWith('Changes go on, let by Omar'));
  });
}

describe('all changes stopped and let go on, one process', function () {
  suite.call(this, () => Promise.resolve({}), 0);
});
onPostgres('all changes stopped and let go on, two processes', function () {
  suite.call(this, async () => (await openPostgresStore(), { DATABASE_URL: ownDatabaseUrl() }), 1);
});
