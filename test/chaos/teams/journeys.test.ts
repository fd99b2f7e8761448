// Whole journeys, check to resolved, while Teams refuses, loses answers and people delete cards and take the app away: one card, one effect, and nobody is met with silence.
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { inDatabase } from '../../support/bot-database.ts';
import { chaosSeed, share } from '../../support/environment.ts';
import { startWorld, type World } from '../../support/world.ts';
import { randomFrom } from '../random.ts';
import { travel, type Travelled } from './journey.ts';
import { againstRetryAfter, calls, type Call } from './stage.ts';
import { postRows, wrongIn, type Facts } from './verdict.ts';

/** A new world after so many: a conversation takes 1,800 messages an hour, and then one journey would wait for the other. */
const perWorld = 12;
const first = chaosSeed ?? randomInt(2 ** 31);
const seeds = Array.from({ length: chaosSeed === undefined ? share(300, 3) : 1 }, (_, index) => first + index);

describe('journeys while Teams goes wrong', function () {
  this.timeout(120_000 + seeds.length * 60_000);

  it(`end in one card, one effect and no silence, with ${seeds.length} seeds`, async () => {
    process.stdout.write(`    CHAOS_SEED=${first}: ${seeds.length} journeys while Teams goes wrong\n`);
    const met: Record<string, number> = {};
    for (let from = 0; from < seeds.length; from += perWorld) await inOneWorld(seeds.slice(from, from + perWorld), met);
    process.stdout.write(`    The connector's refusals by status: ${JSON.stringify(met)}\n`);
  });
});

async function inOneWorld(some: readonly number[], met: Record<string, number>): Promise<void> {
  const world = await startWorld({ settings: { SMALL_LIST: 'submit' } });
  try {
    const done: Travelled[] = [];
    for (const seed of some) done.push(await told(seed, () => travel(world, randomFrom(seed))));
    const all = await calls(world);
    const facts = await factsOf(world, done);
    for (const call of all.filter(({ status, isLost }) => status >= 400 || isLost)) count(met, call.isLost ? 'lost' : String(call.status));
    assert.deepEqual(wrongIn(facts), [], `with the seeds ${some.join()}`);
    assert.deepEqual(againstRetryAfter(all), []);
    assert.deepEqual(done.flatMap(({ silences }) => silences), []);
    const refused = all.filter(({ status }) => status >= 400).length;
    const switched = done.reduce((sum, { trouble }) => sum + trouble, 0);
    assert.ok(refused <= switched * 3, `${refused} refusals after ${switched} troubles: tries are not bounded`);
    canFail(facts, all);
  } finally {
    await world.stop();
  }
}

const count = (met: Record<string, number>, what: string) => (met[what] = (met[what] ?? 0) + 1);

async function told<T>(seed: number, work: () => Promise<T>): Promise<T> {
  return work().catch((error: unknown) => {
    throw new Error(`The journey with CHAOS_SEED=${seed} did not come to its end.`, { cause: error });
  });
}

const request = z.object({ id: z.string(), number: z.number().nullable(), status: z.string() });
const audit = z.object({ request_id: z.string(), action: z.string() });
const lost = z.object({ msg: z.string(), postId: z.string() });

async function factsOf(world: World, done: readonly Travelled[]): Promise<Facts> {
  const conversations = new Map(await Promise.all([await world.person('priya').chat(), await world.person('dan').chat(), await world.resolvers()].map(async chat => [chat.id, await chat.messages()] as const)));
  await world.bot().stop();
  const unknownPosts = world.log().split('\n').flatMap(line => (line.includes('may or may not be there') ? [lost.parse(JSON.parse(line)).postId] : []));
  return inDatabase(world.dataDir, async ({ rows }) => ({
    posts: postRows(await rows('post')), requests: z.array(request).parse(await rows('request')), audit: z.array(audit).parse(await rows('audit')),
    conversations, unknownPosts, finished: done.map(({ requestId }) => requestId),
  }));
}

/** The same facts, spoilt: a second card, a decision written twice, a post that hangs, a call that did not wait. */
function canFail(facts: Facts, all: readonly Call[]): void {
  const [chat, messages] = [...facts.conversations].find(([, said]) => facts.posts.some(post => said.some(one => one.id === post.activity_id && post.content === null))) ?? assert.fail();
  const twice = new Map([...facts.conversations, [chat, [...messages, ...messages, ...messages, ...messages]]]);
  assert.notDeepEqual(wrongIn({ ...facts, conversations: twice, unknownPosts: [] }), []);
  assert.notDeepEqual(wrongIn({ ...facts, audit: [...facts.audit, ...facts.audit] }), []);
  assert.notDeepEqual(wrongIn({ ...facts, posts: facts.posts.map(post => ({ ...post, state: 'waiting' })) }), []);
  const [call] = all;
  if (call) assert.notDeepEqual(againstRetryAfter([{ ...call, retryAfter: '7' }, { ...call, at: call.at + 3_000 }]), []);
}
