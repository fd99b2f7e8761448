// One benchmark on one engine, in a process of its own: what ran before has left nothing in its memory. Started by main.ts only.
import { z } from 'zod';
import { benches } from './benches.ts';

const order = z.object({
  figure: z.string(),
  engine: z.discriminatedUnion('is', [z.object({ is: z.literal('postgres'), url: z.string() }), z.object({ is: z.literal('pglite'), folder: z.string() })]),
  portion: z.number(),
});

const { figure, engine, portion } = order.parse(JSON.parse(process.argv[2] ?? ''));
const bench = benches.find(one => one.figures.some(({ name }) => name === figure));
if (!bench) throw new Error(`There is no benchmark called ${figure}.`);

const readings = await bench.run({
  engine,
  of: (full, atLeast) => Math.max(atLeast, Math.round(full * portion)),
  tell: text => void process.stderr.write(`    ${text}\n`),
});
process.stdout.write(JSON.stringify(readings));
