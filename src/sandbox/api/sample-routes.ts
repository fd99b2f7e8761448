// The sample files, by name.
import type { Call, Route } from '../http/router.ts';
import { samples } from '../samples/samples.ts';
import type { World } from '../world/world.ts';
import { Mistake, ok } from './respond.ts';

export function sampleRoutes(world: World): Route[] {
  const one = (call: Call) => {
    const wanted = samples.find(sample => sample.name === call.params.name);
    if (!wanted) throw new Mistake(404, `There is no such sample; there are ${samples.map(sample => sample.name).join(', ')}.`);
    return { status: 200, bytes: wanted.bytes(world.population), headers: { 'Content-Type': 'text/csv', 'Content-Disposition': `attachment; filename="${wanted.name}"` } };
  };
  return [
    ['GET', '/samples', () => ok(samples.map(({ name, about }) => ({ name, about })))],
    ['GET', '/samples/:name', one],
  ];
}
