// One thing said in answer to a message: the statement that saves it whole, held against the transaction that it stands for.
import assert from 'node:assert/strict';
import { sql } from 'kysely';
import type { Content } from '../../src/cards.ts';
import { react, background } from '../../src/dispatch.ts';
import type { Near } from '../../src/store/near.ts';
import type { Store } from '../../src/store/store.ts';
import { createStore } from '../../src/store/tables.ts';
import { pino } from 'pino';
import { onEachEngine, type TestStore } from '../support/database.ts';
import { personal } from '../support/requests.ts';

const content: Content = { is: 'text', text: 'Hello.' };
const turn = (activityId: string) => ({ activityId, conversation: personal('priya'), personId: 'priya', personName: 'Priya', text: '', file: null, otherFiles: 0, teamsUserId: '29:1', channelMessage: null });

onEachEngine('an answer that is one thing said', (open) => {
  let test: TestStore;
  let store: Store;
  let started: string[];
  let runner: Near | null;
  const after = background(pino({ level: 'silent' }));
  const hear = (activityId: string) => react({ store, clock: test.clock }, turn(activityId), { say: content }, after);

  beforeEach(async () => {
    [test, started] = [await open(), []];
    runner = { poke: () => void started.push('look'), shouldRing: () => false, reserve: name => ({ leaseMs: 8_000, start: ({ payload }) => void started.push(`${name} ${Object.keys(payload as object)[0] ?? ''}`), free: () => void started.push('free') }) };
    store = createStore(test.connection.db, { clock: test.clock, wake: () => Promise.resolve(), near: () => runner });
    await store.conversations.remember(personal('priya'), test.clock.calendar());
  });

  /** All that is saved, without what is drawn at random. */
  async function saved() {
    const of = async (table: string) => (await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(test.connection.db)).rows;
    const [posts, jobs] = [await of('post'), await of('job')];
    const told = (row: Record<string, unknown>) => ({ ...row, id: 0, key: 0, payload: 0, lease_owner: 0 });
    assert.deepEqual(jobs.map(({ key, payload }) => [key, payload]), posts.map(({ id }) => [id, { postId: id }]));
    return { posts: posts.map(told), jobs: jobs.map(told), activities: await of('activity'), conversations: await of('conversation') };
  }

  it('leaves the rows that the transaction leaves', async () => {
    test.clock.pass(60_000);
    await hear('one');
    const inOne = await saved();
    assert.deepEqual([started, inOne.posts.length], [['deliver-post postId'], 1]);
    for (const table of ['post', 'job', 'activity']) await sql`delete from ${sql.table(table)}`.execute(test.connection.db);
    store = { ...store, answers: { say: () => Promise.resolve(false) } };
    await hear('one');
    assert.deepEqual(await saved(), inOne);
    assert.deepEqual(started, ['deliver-post postId', 'deliver-post postId']);
  });

  it('is said once, however often Teams brings the message', async () => {
    await Promise.all([hear('one'), hear('one'), hear('one')]);
    await hear('one');
    assert.deepEqual([(await saved()).posts.length, started.filter(one => one !== 'free').length], [1, 1]);
  });

  const others: [string, () => Promise<void>, started: string[]][] = [
    ['somebody not heard from before', async () => { await sql`delete from conversation`.execute(test.connection.db); }, ['free', 'deliver-post postId']],
    ['somebody who was gone', async () => { await store.conversations.gone(personal('priya').id, 'removed', test.clock.calendar()); }, ['free', 'deliver-post postId']],
    ['a process whose runner has no room', () => { runner = null; return Promise.resolve(); }, []],
  ];
  for (const [whom, before, expected] of others) it(`is said to ${whom} by the transaction`, async () => {
    await before();
    await hear('one');
    const { posts, conversations } = await saved();
    assert.deepEqual([posts.length, conversations.map(row => row.gone_reason), started], [1, [null], expected]);
  });
});
