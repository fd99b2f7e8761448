// Everything arrives four times at once, at two processes on one PostgreSQL, and people press on two devices in the same moment: one effect, one card.
import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { pino } from 'pino';
import { z } from 'zod';
import { overPostgres } from '../../../src/store/connect.ts';
import { headingOf, saidOn } from '../../support/card-reading.ts';
import type { Answer, Message } from '../../support/chat.ts';
import { onPostgres, openPostgresStore, ownDatabaseUrl } from '../../support/database.ts';
import { share } from '../../support/environment.ts';
import { startWorld, type World } from '../../support/world.ts';
import { startRepeater } from './repeater.ts';
import { atRest, calls } from './stage.ts';
import { listOf } from './talks.ts';
import { postRows, wrongPosts } from './verdict.ts';

const rounds = share(30, 1);

onPostgres('everything four times at once, at two processes', function () {
  let world: World;
  let repeater: Awaited<ReturnType<typeof startRepeater>>;

  before(async function () {
    this.timeout(120_000);
    await openPostgresStore();
    world = await startWorld({ bot: false });
    const settings = { DATABASE_URL: ownDatabaseUrl(), SMALL_LIST: 'submit' };
    const [one, two] = [await world.startBot(settings), await world.startBot(settings)];
    repeater = await startRepeater([one.url, two.url]);
    await world.api('PUT', '/api/registration', { endpoint: `${repeater.url}/api/messages` });
  });
  after(async () => {
    await repeater.close();
    await world.stop();
  });

  it(`has one effect and one card each, ${rounds} times over`, async function () {
    this.timeout(60_000 + rounds * 60_000);
    for (let round = 0; round < rounds; round += 1) await oneRound(round);
    assert.ok(repeater.answers.every(status => status === 200), repeater.answers.join());
    await holds(rounds);
  });

  const isClear = (answer: Answer) => answer.status === 200 && (answer.heading !== '' || Boolean(answer.message));
  /** By its reference, since a rejected request's card has no button left to name it. The help has one as its example. */
  const cardsOf = (messages: readonly Message[], reference: string) => messages.filter(one => one.from === 'bot' && !headingOf(one.card).startsWith('Ready') && new RegExp(`${reference}\\b`).test(saidOn(one.card)));

  async function oneRound(round: number): Promise<void> {
    const la = await world.person('priya').chat();
    const [dan, amara] = [await world.resolvers('dan'), await world.resolvers('amara')];
    await atRest(world);
    const before = (await la.messages()).length;
    const { id } = await la.say('', { file: { name: 'list.csv', bytes: listOf(await world.makePeople(3, 'ZZ101', `twice${round}x`)) } });
    await atRest(world);
    const report = (await la.messages()).findLast(one => headingOf(one.card).startsWith('Checked') && Number(one.id) > Number(id)) ?? assert.fail('no report');
    assert.equal((await la.messages()).length - before, 2, 'the file and its card');
    const offers = await Promise.all([la.press(report, 'check.files'), la.press(report, 'check.files')]);
    const form = await la.press(report, 'request.form');
    const submits = await Promise.all([1, 2].map(() => la.press(form, 'request.submit', { contactNumber: '07700 900123' })));
    await atRest(world);
    assert.equal((await la.messages()).filter(one => one.fileConsent !== null && Number(one.id) > Number(id)).length, 1);
    const [, reference] = /Request (R-\d+)/.exec(saidOn(submits[0]?.card)) ?? [];
    const card = (await dan.messages()).findLast(one => headingOf(one.card).includes(`${reference ?? 'no'},`)) ?? assert.fail('no resolver card');
    const decided = await Promise.all([dan.press(card, 'request.start'), amara.press(card, 'request.reject', { reason: 'Not today.' }), dan.press(card, 'request.start')]);
    await atRest(world);
    assert.deepEqual([...offers, form, ...submits, ...decided].filter(answer => !isClear(answer)), []);
    for (const chat of [la, dan]) assert.equal(cardsOf(await chat.messages(), reference ?? 'no reference').length, 1, 'one card');
  }

  /** In the database: each decision once, of two that exclude each other one; every post made once. */
  async function holds(requests: number): Promise<void> {
    const connection = overPostgres(ownDatabaseUrl(), pino({ level: 'silent' }));
    const { db } = connection;
    try {
      const { rows } = await sql`select request_id::text, action, count(*)::int as count from audit where action in ('received', 'submitted', 'started', 'rejected') group by 1, 2`.execute(db);
      const counted = z.array(z.object({ request_id: z.string(), action: z.string(), count: z.number() })).parse(rows);
      assert.deepEqual(counted.filter(({ count }) => count !== 1), []);
      const times = (...actions: string[]) => counted.filter(({ action }) => actions.includes(action)).length;
      assert.deepEqual([times('received'), times('submitted'), times('started', 'rejected')], [requests, requests, requests]);
      const posts = postRows((await sql`select * from post`.execute(db)).rows);
      assert.deepEqual(wrongPosts(posts), []);
      const sent = (await calls(world)).filter(call => call.method === 'POST' && call.activity === null && call.conversation !== null && call.status < 300);
      assert.equal(sent.length, posts.length, 'each post went out once');
    } finally {
      await connection.close();
    }
  }
});
