// Puts the chosen faults around requests to Graph.
import type { World } from '../world/world.ts';
import type { FaultAnswer, GraphFault, Phase } from '../world/graph-faults.ts';
import type { Ask, Reply } from './ask.ts';
import { conflict, denied, notFound, refuse, throttled, unavailable } from './errors.ts';

type Around = (ask: Ask, reach: GraphFault['reach'], work: () => Promise<Reply>) => Promise<Reply>;
/** What the caller never hears is not answered by a status. */
type Said = Exclude<FaultAnswer, 'cut' | 'hang' | 'incomplete' | 'deletes' | 'lies'>;

export function createInjection(world: World): Around {
  return async (ask, reach, work) => {
    const fault = world.graphFaults.take({ phase: phaseOf(ask), reach, item: ask.item ?? 0 });
    if (fault === null) return work();
    if (fault.answer === 'deletes') {
      for (const id of firstNamed(ask)) world.record({ is: 'person-changed', id, change: { gone: true } });
      return work();
    }
    if (fault.answer === 'incomplete') return withoutFirst(await work());
    if (fault.answer === 'lies') return { status: 204 };
    if (fault.isDone) await work();
    if (fault.answer === 'cut') return reach === 'item' && ask.item !== undefined ? { ...unavailable(), isMissing: true } : { ...unavailable(), lost: true };
    if (fault.answer === 'hang') return { ...unavailable(), isMissing: ask.item !== undefined, isHeld: ask.item === undefined };
    return answerOf(fault.answer, ask, fault.retryAfter);
  };
}

function answerOf(answer: Said, ask: Ask, retryAfter: number | null): Reply {
  const wait = retryAfter === null ? {} : { 'Retry-After': String(retryAfter) };
  switch (answer) {
    case '403': return denied();
    case '404': return notFound(ask.path.split('/')[2] ?? '');
    case '409': return conflict();
    case '424': return refuse(424, 'FailedDependency', 'The request was not run because one it depends on failed.');
    case '429': return throttled(retryAfter);
    case '500': return refuse(500, 'InternalServerError', 'There was an internal server error while processing the request.', wait);
    case '502': return refuse(502, 'BadGateway', 'The server received an invalid answer.', wait);
    case '503': return { ...unavailable(), headers: wait };
    case '504': return refuse(504, 'GatewayTimeout', 'The server did not answer in time.', wait);
  }
}

function withoutFirst(reply: Reply): Reply {
  const body = reply.body;
  if (typeof body !== 'object' || body === null || !('value' in body) || !Array.isArray(body.value)) return reply;
  return { ...reply, body: { ...body, value: body.value.slice(1) } };
}

/** The id in the first address that a write of members holds. */
const firstNamed = (ask: Ask): string[] => [...JSON.stringify(ask.body ?? {}).matchAll(/directoryObjects\/([0-9a-f-]{36})/gi)].slice(0, 1).map(([, id]) => id ?? '');

/** A batch is of the phase of its first item. */
function phaseOf(ask: Ask): Phase {
  if (ask.path !== '/$batch') return phaseOfCall(ask.method, ask.path);
  const requests: unknown = typeof ask.body === 'object' && ask.body !== null && 'requests' in ask.body ? ask.body.requests : null;
  const first: unknown = Array.isArray(requests) ? requests[0] : null;
  if (typeof first !== 'object' || first === null || !('url' in first) || !('method' in first)) return 'other';
  return phaseOfCall(String(first.method), String(first.url).split('?')[0] ?? '');
}

function phaseOfCall(method: string, path: string): Phase {
  if (method === 'PATCH' || path.endsWith('/members/$ref')) return 'add';
  if (path.startsWith('/identity/') || /\/(checkMemberGroups|transitiveMembers|members)(\/\$count)?$/.test(path)) return 'confirm';
  if (path === '/groups' || path.startsWith('/roleManagement/') || path.endsWith('/getByIds')) return 'roles';
  return method === 'GET' && path.startsWith('/users') ? 'resolve' : 'other';
}
