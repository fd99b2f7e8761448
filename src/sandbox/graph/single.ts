// One Graph request from beginning to end: faults, contract, permission, limits, and then the work.
import type { FileEdge } from '../files/routes.ts';
import { match } from '../http/router.ts';
import type { World } from '../world/world.ts';
import type { Ask, Operation, Reply } from './ask.ts';
import { graphContract } from './contract.ts';
import { badRequest, denied, notPlayed, throttled, unavailable, unsupportedQuery } from './errors.ts';
import { FilterError } from './filter.ts';
import { createInjection } from './inject.ts';
import { createGraphLog, type GraphLog } from './log.ts';
import { operationsOf } from './operations.ts';
import { isAllowed } from './permissions.ts';
import { createThrottle } from './throttle.ts';

export type Single = {
  run(ask: Ask, inBatch: boolean): Promise<Reply>;
  /** Notes a request that was answered as a whole. */
  note(ask: Ask, inBatch: boolean, reply: Reply): void;
  log: GraphLog;
};

const parts = (path: string): string[] => path.split('/').filter(Boolean);

/** Finds the contract's path for a request, and its parameters. Literal segments win. */
function createTemplates(keys: readonly string[]): (method: string, path: string) => { template: string; params: Record<string, string> } | null {
  const table = keys.map(key => {
    const [method = '', template = ''] = key.split(' ');
    return { method, template, pattern: parts(template).map(part => part.replace(/^\{(.+)\}$/, ':$1')) };
  }).sort((a, b) => a.pattern.filter(part => part.startsWith(':')).length - b.pattern.filter(part => part.startsWith(':')).length);
  return (method, path) => {
    const segments = parts(path);
    for (const entry of table) {
      const params = entry.method === method ? match(entry.pattern, segments) : null;
      if (params) return { template: entry.template, params };
    }
    return null;
  };
}

/** Filters are read by the operations; one they cannot read is the caller's fault. */
async function worked(ask: Ask, operation: Operation): Promise<Reply> {
  try {
    return await operation(ask);
  } catch (error) {
    if (error instanceof FilterError) return unsupportedQuery(error.message);
    throw error;
  }
}

export function createSingle(world: World, files: FileEdge): Single {
  const operations = operationsOf(world, files);
  const templateOf = createTemplates(Object.keys(operations));
  const check = graphContract();
  const throttle = createThrottle(world.clock, () => world.faults.get().graphUnits);
  const log = createGraphLog();
  const injected = createInjection(world);

  async function answer(ask: Ask): Promise<Reply> {
    if (world.faults.fallsOn('graph503Every')) return unavailable();
    if (world.faults.takes('graph429')) return throttled(world.faults.get().graphRetryAfter);
    const found = templateOf(ask.method, ask.path);
    const operation = found ? operations[`${ask.method} ${found.template}`] : undefined;
    if (!found || !operation) return notPlayed(`The sandbox does not play ${ask.method} ${ask.path}: it has no contract here, or nothing needs it yet.`);
    const verdict = check(found.template, ask);
    if (verdict.is !== 'kept') return verdict.is === 'missing' ? notPlayed(verdict.message) : badRequest(verdict.message);
    return allowed(found.template, { ...ask, params: found.params }, operation);
  }

  async function allowed(template: string, ask: Ask, operation: Operation): Promise<Reply> {
    const key = `${ask.method} ${template}`;
    const isWrite = ask.method !== 'GET' && !template.includes('checkMember') && !template.includes('getByIds');
    if (!isAllowed(key, ask.roles) || (isWrite && world.faults.takes('graph403'))) return denied();
    const refused = throttle(key, ask);
    if (refused) return refused;
    const reply = await worked(ask, operation);
    return isWrite && reply.status < 300 && world.faults.takes('graphLostReplies') ? { ...reply, lost: true } : reply;
  }

  const note: Single['note'] = (ask, inBatch, reply) => {
    const query = ask.query.size > 0 ? `?${decodeURIComponent(ask.query.toString().replaceAll('+', ' '))}` : '';
    log.add({ at: new Date(world.clock.calendar()).toISOString(), app: ask.app, method: ask.method, path: `${ask.path}${query}`, status: reply.status, inBatch });
  };

  return {
    log,
    note,
    async run(ask, inBatch) {
      const reply = await injected(ask, 'item', () => answer(ask));
      note(ask, inBatch, reply);
      return reply;
    },
  };
}
