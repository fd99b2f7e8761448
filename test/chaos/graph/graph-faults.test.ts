// Graph fails in every way it can, at every step, and a thousand times at random: everybody comes to the outcome that is theirs, with bounded retries.
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { graphAs } from '../../sandbox/graph-caller.ts';
import { chaosSeed, isShort, share } from '../../support/environment.ts';
import { randomFrom } from '../random.ts';
import { enable, type Facts } from './enable.ts';
import { drawPlan, kinds, phasesOf, ruleOf, type Phase, type Plan, type Rule } from './plan.ts';
import { openStage, type Stage } from './stage.ts';
import { wrongIn } from './verdict.ts';

const full = 1_000;
const simple: Plan = { fates: ['joins', 'joins', 'joins', 'already', 'excluded', 'leaves', 'joins', 'joins'], strangers: 1, isLarge: false, staleReadsMs: 1_000, atCheck: [], atApply: [] };

/** Each step at which it can fail; in a short run one of them, another one each time. */
function stepsOf(kind: string): readonly Phase[] {
  const all = phasesOf(kind);
  const one = randomInt(all.length);
  return isShort ? all.slice(one, one + 1) : all;
}

/** Whether a fault is at the check, when applying, or both, by what asks Graph then. */
const placed = (rule: Rule, on: Phase): Plan => ({ ...simple, atCheck: on === 'add' ? [] : [rule], atApply: on === 'roles' ? [] : [rule] });

describe('Graph fails while people are enabled', function () {
  this.timeout(1_800_000);
  let stage: Stage;
  before(async () => { stage = await openStage(); });
  after(() => stage.close());

  for (const kind of Object.keys(kinds)) {
    it(`${kind}, at ${isShort ? 'one of its steps' : 'each step'}: everybody has the outcome that is theirs`, async () => {
      for (const phase of stepsOf(kind)) {
        const random = randomFrom(phase.length);
        const plan = placed({ ...ruleOf(kind, phase, random), item: 0, times: kind === 'a list without its first' ? 1 : 3 }, phase);
        const facts = await enable(stage, plan, random);
        assert.deepEqual(wrongIn(facts, plan), [], phase);
        assert.ok(facts.faults > 0, `${kind} met nothing at ${phase}`);
      }
    });
  }

  it('at random, everything at once: seed after seed', async () => {
    const count = chaosSeed === undefined ? share(full, 12) : 1;
    const first = chaosSeed ?? randomInt(2 ** 31);
    process.stdout.write(`    ${count} plans of Graph's faults from CHAOS_SEED=${first} on\n`);
    const failed: string[] = [];
    for (let seed = first; seed < first + count; seed++) {
      const random = randomFrom(seed);
      const plan = drawPlan(random);
      const wrong = await enable(stage, plan, random).then(facts => wrongIn(facts, plan), (error: unknown) => [String(error)]);
      if (wrong.length > 0) failed.push(`CHAOS_SEED=${seed}: ${wrong.slice(0, 6).join('; ')}. Plan: ${JSON.stringify(plan)}`);
    }
    assert.deepEqual(failed, []);
  });

  it('is noticed where Graph says that it was done and it was not', async () => {
    const plan = { ...simple, atApply: [{ answer: 'lies', on: 'add', reach: 'item' } as const] };
    const wrong = wrongIn(await enable(stage, plan, randomFrom(1)), plan);
    assert.ok(wrong.some(line => line.endsWith('is not in the group')) && wrong.some(line => line.includes('is not said to be excluded')), wrong.join('; '));
  });

  it('is noticed where somebody does not wait as Graph asks', async () => {
    const read = await graphAs({ ...stage, dataDir: '', kill: () => Promise.resolve(), stop: () => Promise.resolve() }, 'READ');
    stage.watch.reset();
    await stage.api('PUT', '/api/graph-faults', [{ answer: '429', on: 'resolve', retryAfter: 15 }]);
    await read('GET', '/users?$top=1');
    stage.clock.pass(5_000);
    await read('GET', '/identity/conditionalAccess/policies');
    assert.deepEqual(stage.watch.early(), []);
    await read('GET', '/users?$top=1');
    assert.deepEqual(stage.watch.early(), ['directory 10000 ms too early']);
    stage.clock.pass(10_000);
  });

  it('would be noticed, whatever was wrong', async () => {
    const facts = await enable(stage, simple, randomFrom(1));
    assert.deepEqual(wrongIn(facts, simple), []);
    assert.deepEqual(tampered(facts).filter(([, wrong]) => wrongIn(wrong, simple).length === 0).map(([what]) => what), []);
  });
});

function tampered(facts: Facts): [what: string, facts: Facts][] {
  const { rows, ledger, inGroup, request } = facts;
  const [row, ...others] = rows;
  const [outcome, ...outcomes] = ledger.outcomes;
  const [confirmation, ...confirmations] = ledger.confirmations;
  assert.ok(row && outcome && confirmation);
  return [
    ['a row without outcome', { ...facts, rows: [{ ...row, state: null }, ...others] }],
    ['a row lost', { ...facts, rows: others }],
    ['somebody not added', { ...facts, inGroup: inGroup.slice(1) }],
    ['somebody added unasked', { ...facts, inGroup: facts.people.map(({ id }) => id) }],
    ['somebody wrongly confirmed', { ...facts, rows: rows.map(one => (one.contradicted === null ? one : { ...one, isConfirmed: true })) }],
    ['somebody not confirmed', { ...facts, rows: [{ ...row, isConfirmed: false }, ...others] }],
    ['somebody wrongly refused', { ...facts, rows: [{ ...row, state: 'refused', reason: 'gone' }, ...others] }],
    ['somebody failed', { ...facts, rows: [{ ...row, state: 'failed', reason: 'failed' }, ...others] }],
    ['an outcome audited twice', { ...facts, ledger: { ...ledger, outcomes: [{ ...outcome, count: 2 }, ...outcomes] } }],
    ['an outcome not audited', { ...facts, ledger: { ...ledger, outcomes } }],
    ['a confirmation not audited', { ...facts, ledger: { ...ledger, confirmations } }],
    ['a request that does not end', { ...facts, request: { ...request, status: 'confirming' } }],
    ['a stop', { ...facts, stops: ['refused'] }],
    ['a job buried', { ...facts, ledger: { ...ledger, buried: ['confirm-round'] } }],
    ['too many requests', { ...facts, requests: facts.requests * 4 }],
    ['a request too early', { ...facts, early: ['directory 1 ms too early'] }],
  ];
}
