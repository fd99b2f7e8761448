// Each way Teams can refuse x each kind of talk: what was asked for is said once, listed as unknown, or given up with its reason; never twice, and never in silence afterwards.
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { inDatabase } from '../../support/bot-database.ts';
import { headingOf } from '../../support/card-reading.ts';
import { chaosSeed, share } from '../../support/environment.ts';
import { startWorld, type World } from '../../support/world.ts';
import { randomFrom } from '../random.ts';
import { againstRetryAfter, atRest, calls, callsIn, calm, faultNames, faults, type Call, type Fault } from './stage.ts';
import { talkNames, talks, type Talk, type TalkName } from './talks.ts';
import { wrongPosts, postRows } from './verdict.ts';

const people = ['priya', 'tom', 'grace'] as const;
const cases = faultNames.flatMap(fault => talkNames.filter(talk => talk === 'targeted message' || fault !== 'left the team').map(talk => ({ fault, talk })));
type Case = (typeof cases)[number];

/** By chance, but no kind of talk more often than another. */
function choose(count: number, random: () => number): Case[] {
  const shuffled = cases.map(one => ({ ...one, key: random() })).sort((a, b) => a.key - b.key);
  const turn = (one: Case) => shuffled.filter(({ talk }) => talk === one.talk).findIndex(({ fault }) => fault === one.fault);
  return shuffled.map(one => ({ ...one, turn: turn(one) })).sort((a, b) => a.turn - b.turn || a.key - b.key).slice(0, count);
}

type Ends = 'later' | 'unknown' | 'gone';

/** An update says the same however often it is made, so a silence is no reason to leave it. */
function endOf(fault: Fault, isUpdate: boolean): Ends {
  if (/^(429|412)/.test(fault)) return 'later';
  if (/^5|lost/.test(fault)) return isUpdate ? 'later' : 'unknown';
  return 'gone';
}

describe('Teams refuses', function () {
  this.timeout(90_000);
  const seed = chaosSeed ?? randomInt(2 ** 31);
  const chosen = choose(share(cases.length, 14), randomFrom(seed));
  let world: World;
  let unknown = 0;

  before(async () => {
    process.stdout.write(`    CHAOS_SEED=${seed}: ${chosen.length} of ${cases.length} cases of Teams refusing\n`);
    world = await startWorld({ settings: { SMALL_LIST: 'submit' } });
    for (const slug of people) await world.person(slug).chat();
    await atRest(world);
  });
  after(() => world.stop());

  for (const [index, { fault, talk }] of chosen.entries()) {
    it(`${fault}, ${talk}`, async () => {
      const scene = await talks[talk](world, people[index % people.length] ?? 'priya');
      const made = await under(scene, fault);
      const end = endOf(fault, scene.isUpdate);
      if (end === 'unknown') unknown += 1;
      await expected[end](scene, made, fault, talk);
      if (scene.inOwnChat) assert.equal((await scene.inOwnChat()).length, end === 'gone' ? 1 : 0, 'in the own chat where the channel does not show it, and only there');
      await scene.speak();
      await atRest(world);
      const last = callsIn(await calls(world), scene.conversation).at(-1);
      assert.ok(last !== undefined && last.status < 300, 'whoever speaks is answered');
    });
  }

  /** The calls that were made in the conversation, until all was at rest. */
  async function under(scene: Talk, fault: Fault): Promise<Call[]> {
    const before = (await calls(world)).length;
    await world.faults({ ...calm, ...faults[fault], connectorIn: scene.conversation });
    await scene.act();
    await atRest(world);
    await world.faults(calm);
    return callsIn((await calls(world)).slice(before), scene.conversation);
  }

  const expected: Record<Ends, (scene: Talk, made: Call[], fault: Fault, talk: TalkName) => Promise<void>> = {
    async later(scene, made) {
      assert.ok(made.length >= 2 && made.length <= 4, `${made.length} calls`);
      assert.deepEqual(made.filter(call => call.status < 300 && !call.isLost).length >= 1, true);
      assert.equal((await scene.seen()).length, 1);
      assert.deepEqual(againstRetryAfter(made), []);
    },
    async unknown(scene, made, fault, talk) {
      // The end of the check is the next change of a card posted, unless it came before the card was drawn.
      const followed = made.filter(call => call.method === 'POST').length - 1;
      assert.ok(followed === 0 || (followed === 1 && talk === 'card posted'), 'an unknown post is not repeated by itself');
      assert.equal((await scene.seen()).length, (fault === 'answer lost' ? 1 : 0) + followed);
    },
    async gone(scene, made, _fault, talk) {
      assert.equal(made.length, 1, 'it is not tried again');
      if (talk !== 'resolver channel') return;
      const before = (await calls(world)).length;
      await scene.next();
      await atRest(world);
      assert.deepEqual(callsIn((await calls(world)).slice(before), scene.conversation), [], 'nor is anything else said there');
      await scene.speak();
      await atRest(world);
      assert.equal((await scene.seen()).length, 1, 'until somebody speaks: then what was missed is shown');
    },
  };

  it('a card that somebody deleted is posted anew with the change that finds it so', async () => {
    const chat = await world.person('priya').chat();
    const [card] = await (await talks['card updated'](world, 'priya')).seen();
    const button = await chat.find(one => one.id === card?.id);
    const deleted = async () => (await chat.messages()).filter(one => !one.deleted && headingOf(one.card).startsWith('Deleted'));
    const before = await deleted();
    await world.api('POST', `/api/conversations/${encodeURIComponent(chat.id)}/messages/${button.id}/delete`, { as: 'priya' });
    // The same card is open on another device.
    await chat.press(button, 'check.delete');
    await atRest(world);
    assert.equal((await deleted()).length - before.length, 1);
  });

  it('leaves every post said, unknown, or given up with its reason', async () => {
    await atRest(world);
    await world.bot().stop();
    const posts = await inDatabase(world.dataDir, async database => postRows(await database.rows('post')));
    assert.deepEqual(wrongPosts(posts), []);
    assert.equal(posts.filter(post => post.state === 'unknown').length <= unknown, true);
    assert.deepEqual(againstRetryAfter(await calls(world)), []);
    assert.equal(wrongPosts(posts.map(post => ({ ...post, state: 'posting', reason: null }))).length, posts.length, 'the check can fail');
  });
});
