// 10,000 people enabled by the real bot against a Graph that takes its time: the least requests, the time, trouble, and a small request behind a large one.
import type { Bench } from '../bench.ts';
import { joinEvery } from './already.ts';
import { enable, type Run } from './enable.ts';
import { slicesWaitedFor } from './fairness.ts';
import { least } from './plan.ts';
import { openStage, submit, total } from './stage.ts';

/** 2 % of writes to the group meet another writer; 1 % of all requests fail, items of batches included. */
const trouble = { graph409Every: 50, graph503Every: 100 };
const smallRequests = 3;

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;
const kinds = ({ requests }: Run): string => Object.entries(requests).map(([kind, count]) => `${count} ${kind}`).join(', ');

export const graphEnabling: Bench = {
  figures: [
    { name: 'graph-enable-10k-requests', unit: 'x', target: 1.1 },
    { name: 'graph-enable-10k-elapsed', unit: 'x', target: 1.25 },
    { name: 'graph-enable-10k-trouble', unit: 'x', target: 1.4 },
    { name: 'lane-fairness', unit: 'slices', target: 2 },
  ],
  engines: 'each',
  run: async ({ engine, of, tell }) => {
    const people = of(10_000, 500);
    const plan = least(people);
    const world = await openStage(engine);
    try {
      const clean = await enable(world, await submit(world, people, 'clean'));
      tell(`${people} people in ${seconds(clean.tookMs)}: ${kinds(clean)}`);
      const list = await submit(world, people, 'trouble');
      const thereBefore = await joinEvery(world, 5, list.people);
      const troubled = await enable(world, list, { trouble, thereBefore });
      tell(`${people} people in trouble in ${seconds(troubled.tookMs)}: ${kinds(troubled)}`);
      const large = await submit(world, people, 'large');
      const small = [];
      for (let n = 0; n < smallRequests; n += 1) small.push(await submit(world, 60, `small${n}.`));
      const waits = await slicesWaitedFor(world, large, small);
      return {
        'graph-enable-10k-requests': { value: total(clean.requests) / plan.requests, note: `${total(clean.requests)} requests (${kinds(clean)}) for ${people} people, over ${plan.requests}` },
        'graph-enable-10k-elapsed': { value: clean.tookMs / plan.ms, note: `${seconds(clean.tookMs)} for ${people} people, over ${seconds(plan.ms)}` },
        'graph-enable-10k-trouble': { value: troubled.tookMs / clean.tookMs, note: `${seconds(troubled.tookMs)} with ${thereBefore} there already, 2 % 409 and 1 % 503 (${kinds(troubled)}), over ${seconds(clean.tookMs)}` },
        'lane-fairness': { value: Math.max(...waits), note: `60 people behind ${people}, started ${smallRequests} times: ${waits.join(', ')}` },
      };
    } finally {
      await world.stop();
    }
  },
};
