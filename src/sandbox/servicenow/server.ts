// ServiceNow's address in the sandbox: http://127.0.0.1:3979/servicenow/api/now/... with its refusals, and the faults that a tester has switched on.
import type { Answer, Call, Handler, Route } from '../http/router.ts';
import type { Keys } from '../login/keys.ts';
import { pause } from '../graph/latency.ts';
import type { World } from '../world/world.ts';
import { createAttachments } from './attachments.ts';
import { createIncidents, Refused } from './incidents.ts';
import { QueryError } from './query.ts';
import { createSignIn } from './sign-in.ts';
import { createTable } from './table.ts';

const refusal = (status: number, message: string, detail: string, headers: Record<string, string> = {}): Answer => ({ status, headers, json: { error: { message, detail }, status: 'failure' } });

/** What a real one's front door says while the instance is away: no JSON. */
const away: Answer = { status: 503, bytes: '<html><body>Your instance is hibernating or in maintenance</body></html>', headers: { 'Content-Type': 'text/html' } };

const mostLogged = 2_000;

export function createServiceNow(world: World, keys: Keys, origin: () => string) {
  const incidents = createIncidents(world);
  const table = createTable(world, incidents, origin);
  const attachments = createAttachments(world, incidents);
  const signIn = createSignIn(world, keys);
  const { faults } = world;

  /** In the order a request meets them. */
  function refusedBy(call: Call): Answer | null {
    if (faults.takes('serviceNow429')) return refusal(429, 'Rate limit exceeded', 'Rejected by large REST API rate limit', { 'Retry-After': String(faults.get().serviceNowRetryAfter) });
    if (faults.takes('serviceNow5xx')) return refusal(500, 'Internal Server Error', 'Transaction cancelled: maximum execution time exceeded');
    if (faults.takes('serviceNow401')) signIn.revoke();
    if (!signIn.isKnown(call.headers.authorization)) return refusal(401, 'User Not Authenticated', 'Required to provide Auth information', { 'WWW-Authenticate': 'BASIC realm="Service-now"' });
    if (call.method !== 'GET' && faults.takes('serviceNow403')) return refusal(403, 'Operation Failed', 'ACL Exception Insert Failed due to security constraints');
    if (faults.get().serviceNowIncidentsOnly && /^sys_/.test(call.params.table ?? '')) return refusal(403, 'User Not Authorized', 'Failed API level ACL Validation');
    return null;
  }

  async function worked(work: Handler, call: Call): Promise<Answer> {
    try {
      return await work(call);
    } catch (error) {
      if (error instanceof Refused) return refusal(error.status, error.message, error.detail);
      if (error instanceof SyntaxError) return refusal(400, 'Exception while reading request', 'The payload is not valid JSON');
      if (error instanceof QueryError) return refusal(501, 'Not in the sandbox', error.message);
      throw error;
    }
  }

  const log: { at: string; method: string; path: string; status: number; isLost: boolean }[] = [];
  const noted = (call: Call, answer: Answer): Answer => {
    log.push({ at: new Date(world.clock.calendar()).toISOString(), method: call.method, path: call.path.replace('/servicenow', ''), status: answer.status, isLost: answer.lost === true });
    if (log.length > mostLogged) log.shift();
    return answer;
  };

  const around = (work: Handler): Handler => async call => {
    await pause(faults.get().serviceNowSlowMs);
    if (faults.get().serviceNowDown) return noted(call, away);
    const answer = refusedBy(call) ?? (await worked(work, call));
    return noted(call, call.method !== 'GET' && answer.status < 300 && faults.takes('serviceNowLostReplies') ? { ...answer, lost: true } : answer);
  };

  const at = '/servicenow/api/now';
  const routes: Route[] = [
    ['POST', '/servicenow/oauth_token.do', call => noted(call, faults.get().serviceNowDown ? away : signIn.token(call))],
    ['GET', `${at}/table/:table`, around(table.list)],
    ['POST', `${at}/table/:table`, around(table.create)],
    ['GET', `${at}/table/:table/:id`, around(table.one)],
    ['PATCH', `${at}/table/:table/:id`, around(table.update)],
    ['PUT', `${at}/table/:table/:id`, around(table.update)],
    ['GET', `${at}/attachment`, around(table.attachments)],
    ['POST', `${at}/attachment/file`, around(attachments.upload)],
    ['GET', `${at}/attachment/:id`, around(attachments.meta)],
    ['GET', `${at}/attachment/:id/file`, around(call => attachments.file(call.params.id ?? ''))],
  ];
  return { routes, incidents, file: attachments.file, log: () => log };
}
export type ServiceNow = ReturnType<typeof createServiceNow>;
