// The benchmarks' harness: what it prints, when a target counts as missed, and one benchmark run small. Nothing here depends on how fast the machine is.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Bench } from '../../bench/bench.ts';
import { medianRatio, quantile } from '../../bench/ratio.ts';
import { asJson, asTable, resultsOf } from '../../bench/results.ts';

const run = promisify(execFile);
const shape = z.array(z.strictObject({ name: z.string(), value: z.number(), unit: z.string(), target: z.number().nullable(), ok: z.boolean() }));

const bench: Bench = { engines: 'each', figures: [{ name: 'wait', unit: 's', target: 2 }, { name: 'wait-one-by-one', unit: 's', target: null }], run: () => Promise.resolve({}) };
const readings = (wait: number) => ({ 'wait': { value: wait, note: '50 uploads' }, 'wait-one-by-one': { value: 9, note: 'scaled' } });

describe('the benchmarks', () => {
  it('meet a target on PostgreSQL, or miss it', () => {
    assert.deepEqual(resultsOf(bench, 'postgres', readings(2)).map(({ name, ok }) => [name, ok]), [['wait', true], ['wait-one-by-one', true]]);
    assert.deepEqual(resultsOf(bench, 'postgres', readings(2.001)).map(({ name, ok }) => [name, ok]), [['wait', false], ['wait-one-by-one', true]]);
  });

  it('report PGlite beside, under names of its own and without a target', () => {
    assert.deepEqual(resultsOf(bench, 'pglite', readings(30)).map(({ name, target, ok }) => [name, target, ok]), [['wait-pglite', null, true], ['wait-one-by-one-pglite', null, true]]);
  });

  it('refuse a figure that nobody measured', () => {
    assert.throws(() => resultsOf(bench, 'postgres', { wait: { value: 1, note: '' } }), /wait-one-by-one was not measured/);
    assert.throws(() => resultsOf(bench, 'postgres', readings(NaN)), /wait was not measured/);
  });

  it('say which target was missed, and by what', () => {
    const table = asTable(resultsOf(bench, 'postgres', readings(2.5)));
    assert.match(table, /^wait +2.5 s +at most 2 s +MISSED +50 uploads$/m);
    assert.match(table, /^wait-one-by-one +9 s +scaled$/m);
    assert.equal(shape.parse(JSON.parse(asJson(resultsOf(bench, 'postgres', readings(2.5))))).length, 2);
  });

  it('take the median of pairs, whoever went first', async () => {
    const costs = { ours: [99, 1, 8, 3], theirs: [1, 2, 2, 2] };
    const next = (side: 'ours' | 'theirs') => () => Promise.resolve(costs[side].shift() ?? NaN);
    assert.deepEqual(await medianRatio(3, next('ours'), next('theirs')), { ratio: 1.5, ratios: [0.5, 4, 1.5] });
    assert.equal(quantile([5, 1, 4, 2, 3], 0.95), 5);
    assert.equal(quantile(Array.from({ length: 100 }, (_, n) => n + 1), 0.95), 95);
  });

  it('print one array and nothing else, with progress beside it', async function () {
    this.timeout(120_000);
    const { stdout, stderr } = await run(process.execPath, ['bench/main.ts', '--json', '--portion', '0.01', 'csv-check-100k']).catch((error: unknown) => z.object({ code: z.literal(1), stdout: z.string(), stderr: z.string() }).parse(error));
    const [only, ...others] = shape.parse(JSON.parse(stdout));
    assert.deepEqual([only?.name, only?.unit, only?.target, others.length], ['csv-check-100k', 'x', 0.9, 0]);
    assert.match(stderr, /1000 rows/);
  });

  it('know their figures by name', async () => {
    const failed = await run(process.execPath, ['bench/main.ts', 'csv-chek']).then(() => null, (error: unknown) => z.object({ code: z.number(), stderr: z.string() }).parse(error));
    assert.equal(failed?.code, 2);
    assert.match(failed.stderr, /No figure is called csv-chek/);
  });
});
