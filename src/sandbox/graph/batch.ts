// POST /$batch. https://learn.microsoft.com/graph/json-batching
import { z } from 'zod';
import type { Ask, Reply } from './ask.ts';
import { badRequest, refuse } from './errors.ts';
import type { Latency } from './latency.ts';
import type { Single } from './single.ts';

const mostItems = 20;
const item = z.object({
  id: z.coerce.string(), method: z.string().transform(method => method.toUpperCase()), url: z.string(),
  headers: z.record(z.string(), z.string()).default({}), body: z.unknown().optional(), dependsOn: z.array(z.coerce.string()).default([]),
});
const batch = z.object({ requests: z.array(item) });
type Item = z.infer<typeof item>;

/** Everything side by side, each after the one before, or all after the same one: other patterns are refused. */
function isPatternKnown(items: readonly Item[]): boolean {
  const dependent = items.filter(one => one.dependsOn.length > 0);
  if (dependent.some(one => one.dependsOn.length > 1)) return false;
  const isSame = new Set(dependent.flatMap(one => one.dependsOn)).size <= 1;
  const isSerial = items.every((one, i) => (i === 0 ? one.dependsOn.length === 0 : one.dependsOn[0] === items[i - 1]?.id));
  return isSame || isSerial;
}

function wrongWith(items: readonly Item[]): Reply | null {
  if (items.length > mostItems) return refuse(400, 'MaximumValueExceeded', `Number of batch request steps exceeds the maximum value of ${mostItems}.`);
  const ids = items.map(one => one.id);
  if (items.length === 0 || new Set(ids).size < ids.length) return badRequest('A batch needs at least one request, and each its own id.');
  const headless = items.find(one => one.body !== undefined && !Object.keys(one.headers).some(name => name.toLowerCase() === 'content-type'));
  if (headless) return badRequest(`Write request id : ${headless.id} does not contain Content-Type header or body.`);
  if (items.some((one, i) => one.dependsOn.some(id => !ids.slice(0, i).includes(id)))) return badRequest('A request depends on one that is not before it.');
  return isPatternKnown(items) ? null : badRequest('The dependsOn of these requests is neither one after the other nor all on the same one.');
}

function askOf(one: Item, outer: Ask, place: number, busyUntil: number): Ask {
  const [path = '', search = ''] = one.url.split('?', 2);
  const headers = Object.fromEntries(Object.entries(one.headers).map(([name, value]) => [name.toLowerCase(), value]));
  return { ...outer, method: one.method, path: path.startsWith('/') ? path : `/${path}`, query: new URLSearchParams(search), headers, body: one.body, params: {}, item: place, busyUntil };
}

const failedDependency = (): Reply => refuse(424, 'FailedDependency', 'The request was not run because one it depends on failed.');
/** The version belongs to the batch's own address; in an item it is taken for a resource. */
const versioned = (): Reply => badRequest("Resource not found for the segment 'v1.0'.");

function shuffledBy<T>(items: readonly T[]): T[] {
  return items.map(one => ({ one, key: Math.random() })).sort((a, b) => a.key - b.key).map(({ one }) => one);
}

const bodyOf = (reply: Reply): unknown => (reply.text === undefined ? reply.body : Buffer.from(reply.text).toString('base64'));

export async function runBatch(single: Single, outer: Ask, latency: Latency): Promise<Reply> {
  const read = batch.safeParse(outer.body);
  if (!read.success) return badRequest('Invalid batch payload format.');
  const wrong = wrongWith(read.data.requests);
  if (wrong) return wrong;
  single.log.exchange(`$batch ${read.data.requests[0]?.method ?? ''}`);
  const running = new Map<string, Promise<Reply>>();
  for (const [n, one] of read.data.requests.entries()) running.set(one.id, runItem(single, one, askOf(one, outer, n + 1, latency.end(n + 1)), running));
  const replies = await Promise.all([...running].map(async ([id, reply]) => ({ id, reply: await reply })));
  await latency.pass(replies.length);
  const responses = shuffledBy(replies.filter(({ reply }) => reply.isMissing !== true)).map(({ id, reply }) => ({ id, status: reply.status, headers: { ...(reply.body === undefined ? {} : { 'Content-Type': 'application/json' }), ...reply.headers }, ...(bodyOf(reply) === undefined ? {} : { body: bodyOf(reply) }) }));
  return { status: 200, body: { responses }, lost: replies.some(({ reply }) => reply.lost === true) };
}

async function runItem(single: Single, one: Item, ask: Ask, running: ReadonlyMap<string, Promise<Reply>>): Promise<Reply> {
  for (const id of one.dependsOn) {
    const before = await running.get(id);
    if (!before || before.status >= 400) return failedDependency();
  }
  if (/^\/?(v1\.0|beta)(\/|$)/.test(one.url)) return versioned();
  return single.run(ask, true);
}
