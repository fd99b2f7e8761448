// A file posted in a channel, by the handlers: one check however often it is told or run, nothing opened that is not the sender's, and each end said once to the sender alone.
import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Content } from '../../src/cards.ts';
import { react, type Background } from '../../src/dispatch.ts';
import { DatabaseAway, WorldError } from '../../src/errors.ts';
import { receiveChannelFile } from '../../src/requests/receive-channel-file.ts';
import { redraw } from '../../src/requests/save-move.ts';
import { jobs } from '../../src/routes.ts';
import type { ChannelMessage, Posted, Turn } from '../../src/services.ts';
import { openTestStore } from '../support/database.ts';
import { giveUp, openDesk, runDue, runJob, type Desk } from '../support/desk.ts';
import { turnOf } from '../support/journey.ts';
import { channel, personal } from '../support/requests.ts';

const thread = '19:webinar@thread.tacv2;messageid=100';
const message: ChannelMessage = { groupId: 'g1', teamId: '19:team@thread.tacv2', channelId: '19:webinar@thread.tacv2', rootId: '100', id: '100' };
const file = { name: 'March list.csv', url: 'https://nhs.example/sites/LA/list.csv' };
const posted = (more: Partial<Extract<Posted, { is: 'posted' }>> = {}): Posted => ({ is: 'posted', authorId: 'priya', authorName: 'Priya Nair', files: [file], elsewhere: 0, ...more });
const csv = 'EmailAddress\na@nhs.example\nb@nhs.example\n';

describe('a file posted in a channel', () => {
  let desk: Desk;
  let said: [to: string, what: string][];
  let updated: string[];
  const after: Background = { run: () => assert.fail('Nothing is left to the process that took the turn.'), stop: () => Promise.resolve() };
  const wordsOf = (content: Content): string => (content.is === 'card' ? content.card.data.speak : content.is === 'targeted' ? `only ${content.to}: ${content.card.data.speak}` : content.is === 'text' ? content.text : content.is);

  async function openWith(settings: Parameters<typeof openDesk>[1] = {}): Promise<void> {
    desk = await openDesk(await openTestStore(), { CHANNEL_FILES: 'on', ...settings });
    [said, updated] = [[], []];
    desk.world.update = to => (updated.push(to.id), Promise.resolve({ is: 'updated' }));
    desk.world.send = (to, content) => (said.push([to.id, wordsOf(content)]), Promise.resolve({ is: 'sent', activityId: `m${said.length}` }));
    desk.world.readPosted = () => Promise.resolve(posted());
    desk.world.open = () => Promise.resolve((async function* () { yield await Promise.resolve(new TextEncoder().encode(csv)); })());
  }
  beforeEach(() => openWith());

  const mention = (more: Partial<Turn> = {}): Turn => turnOf('priya', { activityId: '100', conversation: { ...channel(message.channelId), id: thread }, text: 'enable MFA', otherFiles: 1, channelMessage: message, ...more });
  const tell = async (turn: Turn) => react(desk.services, turn, await receiveChannelFile(desk.services, turn), after);
  const requests = async () => (await sql<{ id: string; status: string; conversation_id: string; reason: string | null }>`select * from request`.execute(desk.connection.db)).rows;
  const run = () => runJob(desk, 'read-channel-file');
  const speak = () => runDue(desk, 'deliver-post');
  const open = 'only 29:priya: Everyone in the team can open the file you posted.';
  const publicly = 'A file was checked. The person who sent it has the result in their personal chat.';

  it('is one check, told four times and run twice', async () => {
    for (let i = 0; i < 4; i += 1) await tell(mention());
    const [job] = await desk.store.jobs.claim({ limit: 5, leaseMs: 1, only: 'read-channel-file' });
    assert.ok(job);
    assert.ok(!JSON.stringify(job.payload).includes('http'), 'no secret in the payload');
    desk.clock.pass(10);
    for (let i = 0; i < 2; i += 1) await desk.store.jobs.add({ name: job.name, key: job.key, payload: job.payload as object }).then(run);
    assert.deepEqual((await requests()).map(({ status, conversation_id }) => [status, conversation_id]), [['checking', 'a:priya']]);
    await runDue(desk, 'check-list');
    await speak();
    assert.deepEqual(said.filter(([to]) => to === thread), [[thread, open], [thread, publicly]]);
    assert.equal(said.filter(([to]) => to === 'a:priya').length, 1);
  });

  it('says nothing in the channel before there is a result, and its sentence once', async () => {
    await tell(mention());
    await run();
    await speak();
    assert.deepEqual(said.filter(([to]) => to === thread), [[thread, open]]);
    await runDue(desk, 'check-list', 'deliver-post');
    const [request] = await requests();
    await desk.store.transaction(tx => redraw(tx, request?.id ?? ''));
    await speak();
    assert.deepEqual([said.filter(([, what]) => what === publicly), updated.filter(to => to === thread)], [[[thread, publicly]], []]);
  });

  it('does not repeat its sentence where the answer to it was lost', async () => {
    const taken = desk.world.send;
    desk.world.send = async (to, content) => (await taken(to, content), to.id === thread ? { is: 'unknown' } : { is: 'sent', activityId: 'm' });
    await tell(mention());
    await run();
    await runDue(desk, 'check-list', 'deliver-post');
    const [request] = await requests();
    await desk.store.transaction(tx => redraw(tx, request?.id ?? ''));
    await speak();
    assert.deepEqual(said.filter(([, what]) => what === publicly), [[thread, publicly]]);
  });

  const ends: [what: string, found: Posted, saidThere: RegExp][] = [
    ["somebody else's message", posted({ authorId: 'tom' }), /^Not checked: no file came with your message/],
    ['a message without a file', posted({ files: [] }), /^Not checked: no file came/],
    ['a file kept elsewhere', posted({ files: [], elsewhere: 1 }), /^Not read: the file is not kept in the channel itself/],
    ['a deleted message', { is: 'deleted' }, /^Not checked: your message in the channel was deleted/],
  ];
  for (const [what, found, words] of ends) {
    it(`opens nothing of ${what}, and says so once, to its sender alone`, async () => {
      desk.world.readPosted = () => Promise.resolve(found);
      desk.world.open = () => assert.fail('It was opened.');
      await tell(mention());
      const [job] = await desk.store.jobs.claim({ limit: 1, leaseMs: 1, only: 'read-channel-file' });
      for (let i = 0; i < 2; i += 1) await desk.store.jobs.add({ name: 'read-channel-file', key: 'again', payload: job?.payload as object }).then(run);
      await speak();
      assert.deepEqual(await requests(), []);
      assert.deepEqual(said.filter(([to]) => to === thread), [[thread, open]]);
      const [own, ...more] = said.filter(([to]) => to === 'a:priya');
      assert.match(own?.[1] ?? '', words);
      assert.deepEqual(more, []);
    });
  }

  it('that is not shown yet is looked for during half a minute, then its sender is told', async () => {
    desk.world.readPosted = () => Promise.resolve({ is: 'missing' });
    await tell(mention());
    let runs = 0;
    while ((await run()) !== null && (runs += 1) < 50) desk.clock.pass(5_000);
    assert.ok(runs >= 6 && runs < 12, `${runs} runs`);
    await speak();
    assert.match(said.find(([to]) => to === 'a:priya')?.[1] ?? '', /^Not read: Teams did not show us your message/);
  });

  it('is taken over where its reader died, and only then', async () => {
    let chunks = 0;
    desk.world.open = () => Promise.resolve((async function* () { yield new TextEncoder().encode(csv); chunks += 1; await new Promise(() => undefined); })());
    await tell(mention());
    const [job] = await desk.store.jobs.claim({ limit: 1, leaseMs: 1, only: 'read-channel-file' });
    void jobs['read-channel-file']?.(desk.services, job?.payload, { signal: new AbortController().signal });
    while (chunks === 0) await new Promise(resolve => setImmediate(resolve));
    await openAgain();
    assert.equal((await requests())[0]?.status, 'receiving');
    // It stands still: nothing of it runs.
    desk.store.requests.renewLease = () => new Promise(() => undefined);
    desk.clock.pass(8_000);
    await run();
    const [request] = await requests();
    assert.equal(request?.status, 'checking');
    assert.equal((await desk.store.requests.find(request.id))?.totalRows, 2);

    async function openAgain() {
      desk.world.open = () => Promise.resolve((async function* () { yield await Promise.resolve(new TextEncoder().encode(csv)); })());
      desk.clock.pass(10);
      assert.notEqual(await run(), null);
    }
  });

  it('is read by the next run where the database was away for a moment', async () => {
    const { open } = desk.world;
    desk.world.open = () => Promise.reject(new DatabaseAway('57P01', new Error('closed')));
    await tell(mention());
    await assert.rejects(run(), DatabaseAway);
    assert.equal((await requests())[0]?.status, 'receiving');
    desk.world.open = open;
    desk.clock.pass(31_000);
    await run();
    assert.equal((await requests())[0]?.status, 'checking');
  });

  it('waits while Microsoft 365 is away, then says so; refused, it says so at once', async () => {
    desk.world.readPosted = () => Promise.reject(new WorldError('unavailable', 'away'));
    await tell(mention());
    await assert.rejects(run(), /away/);
    desk.clock.pass(601_000);
    await run();
    await speak();
    assert.match(said.find(([to]) => to === 'a:priya')?.[1] ?? '', /^Not read: Microsoft 365 did not give us the file/);
    await openWith();
    desk.world.readPosted = () => Promise.reject(new WorldError('refused', 'no', { code: 'Forbidden' }));
    await tell(mention());
    await run();
    await speak();
    assert.match(said.find(([to]) => to === 'a:priya')?.[1] ?? '', /^Not read: LA Desk may not open files/);
  });

  it('without a chat, not on the roster, without a file, or switched off: told to the sender alone', async () => {
    const table: [what: string, turn: Partial<Turn>, change: () => void, words: RegExp][] = [
      ['no chat', { personId: 'tom', teamsUserId: '29:tom' }, () => { desk.world.startPersonal = () => Promise.resolve(null); desk.world.readPosted = () => Promise.resolve(posted({ authorId: 'tom' })); }, /Not checked: you do not have a chat with LA Desk yet/],
      ['not on the roster', { personId: 'noor', teamsUserId: '29:noor' }, () => undefined, /We did not open your file, but everyone in the team can/],
      ['no file', { otherFiles: 0 }, () => { desk.world.readPosted = () => Promise.resolve(posted({ files: [] })); }, /Not checked: no file came with your message/],
    ];
    for (const [what, turn, change, words] of table) {
      await openWith();
      change();
      desk.world.open = () => assert.fail('It was opened.');
      await tell(mention(turn));
      await run();
      await speak();
      assert.deepEqual([what, await requests(), said.every(([to, words_]) => to === thread && words_.startsWith('only 29:'))], [what, [], true]);
      assert.ok(said.some(([, words_]) => words.test(words_)), JSON.stringify(said));
    }
    await openWith({ CHANNEL_FILES: 'off' });
    await tell(mention());
    assert.equal(await run(), null);
    await speak();
    assert.deepEqual(said, [[thread, 'only 29:priya: We did not open your file, but everyone in the team can.']]);
  });

  it('knows whose chat it started, so that what a channel does not show them can be said there', async () => {
    desk.world.startPersonal = id => Promise.resolve({ ...personal(id), teamsUserId: null });
    desk.world.readPosted = () => Promise.resolve(posted({ authorId: 'tom' }));
    await tell(mention({ personId: 'tom', teamsUserId: '29:tom' }));
    await run();
    assert.equal((await desk.store.conversations.personalOf('29:tom', 'teams_user_id'))?.id, 'a:tom');
  });

  it('asks Teams for the group where the message did not bring it', async () => {
    desk.world.groups.set(message.teamId, 'g2');
    let asked = '';
    desk.world.readPosted = ({ groupId }) => ((asked = groupId), Promise.resolve(posted()));
    await tell(mention({ channelMessage: { ...message, groupId: null } }));
    await run();
    assert.equal(asked, 'g2');
  });

  it('is given up in words when the job has no attempts left', async () => {
    await tell(mention());
    const [job] = await desk.store.jobs.claim({ limit: 1, leaseMs: 1, only: 'read-channel-file' });
    await giveUp(desk, 'read-channel-file', job?.payload as object);
    await speak();
    assert.match(said.find(([to]) => to === 'a:priya')?.[1] ?? '', /^Not read: something went wrong on our side/);
  });
});
