// Faults that last: Graph away for an hour, writes refused for an hour, a permission gone until somebody mends it. People are told, and it goes on.
import assert from 'node:assert/strict';
import { draw } from '../../../src/requests/draw.ts';
import { gather } from '../../../src/requests/gather.ts';
import { share } from '../../support/environment.ts';
import { randomFrom } from '../random.ts';
import { enable, type Watching } from './enable.ts';
import type { Phase, Plan, Rule } from './plan.ts';
import { openStage, type Stage } from './stage.ts';
import { wrongIn } from './verdict.ts';

const hour = 3_600_000;
const ever = 1_000_000;
const nothing: Plan = { fates: [...Array<'joins'>(30).fill('joins'), 'already', 'leaves'], strangers: 0, isLarge: false, staleReadsMs: 1_000, atCheck: [], atApply: [] };
const rule = (answer: Rule['answer'], on: Phase | 'any', more: Partial<Rule> = {}): Rule => ({ answer, on, times: ever, ...more });
const away = /"(In progress|Confirming): [^]*The directory does not answer at the moment\. We go on by ourselves as soon as it does\./;
const stopped = /Stopped: the directory does not let us go on/;

/** What the card says while it lasts, and where a resolver has to press afterwards. */
const table: [name: string, plan: Partial<Plan>, told: RegExp, stops: string[]][] = [
  ['it is away at the check', { atCheck: [rule('503', 'any')] }, /Still checking: 0 of 32 rows, the directory is slow[^]*We try again by ourselves at/, []],
  ['we may not read people at the check', { atCheck: [rule('403', 'resolve')] }, /Still checking: 0 of 32 rows, the directory does not let us read it[^]*We try again by ourselves by/, []],
  ['it is away when applying', { atApply: [rule('cut', 'any')] }, away, []],
  ['writes alone fail', { atApply: [rule('503', 'add')] }, away, []],
  ['writes are throttled, ten minutes at a time', { atApply: [rule('429', 'add', { retryAfter: 600 })] }, away, []],
  ['one writer after the other is in the way', { atApply: [rule('409', 'add', { reach: 'item' })] }, away, []],
  ['we may not write', { atApply: [rule('403', 'add', { reach: 'item' })] }, stopped, ['refused']],
  ['we may not read people when applying', { atApply: [rule('403', 'resolve')] }, stopped, ['refused']],
  ['reads of groups fail', { atApply: [rule('500', 'confirm')] }, away, []],
];

// A check that may not read is given up after about an hour, and says so.
const lasting = (plan: Plan) => (plan.atCheck.some(({ answer }) => answer === '403') ? hour / 2 : hour);

describe('Graph fails for an hour', function () {
  this.timeout(600_000);
  let stage: Stage;
  before(async () => { stage = await openStage(); });
  after(() => stage.close());

  for (const [name, more, told, stops] of table.filter((_, n) => share(100) >= 10 || n % 3 === 0)) {
    it(`${name}: it is told, nobody is called failed, and it goes on`, async () => {
      const plan = { ...nothing, ...more };
      const then = { said: '', requests: 0 };
      const watching: Watching = {
        forMs: lasting(plan),
        async ended(play, request) {
          const { name: card, data } = draw(await gather(play.store, play, request, 'priya'), 'status');
          Object.assign(then, { said: `${card} ${JSON.stringify(data)}`, requests: stage.watch.count() });
          await stage.api('PUT', '/api/graph-faults', []);
        },
      };
      const facts = await enable(stage, plan, randomFrom(7), watching);
      assert.match(then.said, told);
      assert.deepEqual(facts.stops, stops);
      assert.deepEqual(wrongIn({ ...facts, stops: [], faults: ever }, plan), []);
      // Waits double up to five minutes, half of it chance: at most 30 tries of a job in an hour, each of 5 tries of 2 calls, and what was done before.
      assert.ok(then.requests <= 30 * 5 * 2 + 60, `${then.requests} requests in the hour`);
    });
  }
});
