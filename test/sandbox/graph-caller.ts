// Calls the sandbox's Graph as one of the identities.
import { z } from 'zod';
import type { RunningSandbox } from '../support/sandbox.ts';

export type Identity = 'READ' | 'MEMBERS' | 'METHODS' | 'ROLES' | 'FILES';
export type GraphAnswer = { status: number; headers: Headers; body: unknown; code: string | null; message: string };

export const mfaGroup = '6f0e0000-0000-4000-8000-00000000a001';
/** What adds members to it. */
export const patchGroup = `/groups/${mfaGroup}`;
/** What an item of a batch that has a body must name. */
export const json = { 'Content-Type': 'application/json' };
export const tenant = '11111111-2222-4333-8444-555555555555';
const problem = z.object({ error: z.object({ code: z.string(), message: z.string() }) });

export async function tokenFor(sandbox: RunningSandbox, clientId: string, clientSecret: string, scope = 'https://graph.microsoft.com/.default'): Promise<string> {
  const form = new URLSearchParams({ grant_type: 'client_credentials', client_id: clientId, client_secret: clientSecret, scope });
  const response = await fetch(`${sandbox.url}/login/${tenant}/oauth2/v2.0/token`, { method: 'POST', body: form });
  return z.object({ access_token: z.string() }).parse(await response.json()).access_token;
}

export const settingsOf = async (sandbox: RunningSandbox): Promise<Record<string, string>> => z.record(z.string(), z.string()).parse(await sandbox.api('GET', '/api/settings'));

export type Graph = (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<GraphAnswer>;

export async function graphAs(sandbox: RunningSandbox, identity: Identity): Promise<Graph> {
  const settings = await settingsOf(sandbox);
  const token = await tokenFor(sandbox, settings[`GRAPH_${identity}_CLIENT_ID`] ?? '', settings[`GRAPH_${identity}_CLIENT_SECRET`] ?? '');
  return (method, path, body, headers = {}) => callGraph(sandbox, token, method, path, body, headers);
}

export async function callGraph(sandbox: RunningSandbox, token: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<GraphAnswer> {
  const address = path.startsWith('http') ? path : `${sandbox.url}/graph/v1.0${path}`;
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(address, { method, ...content, headers: { 'Authorization': `Bearer ${token}`, 'Content-Type': 'application/json', ...headers } });
  const text = await response.text();
  const json: unknown = response.headers.get('content-type')?.startsWith('application/json') ? JSON.parse(text) : text;
  const error = problem.safeParse(json);
  return { status: response.status, headers: response.headers, body: json, code: error.success ? error.data.error.code : null, message: error.success ? error.data.error.message : '' };
}

const collection = z.looseObject({ 'value': z.array(z.looseObject({ id: z.string() })), '@odata.nextLink': z.string().optional(), '@odata.count': z.number().optional() });
export const valueOf = (answer: GraphAnswer): z.infer<typeof collection>['value'] => collection.parse(answer.body).value;
export const nextLinkOf = (answer: GraphAnswer): string | undefined => collection.parse(answer.body)['@odata.nextLink'];

const batchAnswer = z.object({ responses: z.array(z.object({ id: z.string(), status: z.number(), headers: z.record(z.string(), z.string()).default({}), body: z.unknown().optional() })) });
export const responsesOf = (answer: GraphAnswer): Map<string, z.infer<typeof batchAnswer>['responses'][number]> => new Map(batchAnswer.parse(answer.body).responses.map(one => [one.id, one]));

export const filter = (text: string): string => `$filter=${encodeURIComponent(text)}`;
export const bind = (ids: readonly string[]) => ({ 'members@odata.bind': ids.map(id => `https://graph.microsoft.com/v1.0/directoryObjects/${id}`) });

/** People made for one test: their object ids. */
export async function newPeople(sandbox: RunningSandbox, prefix: string, count: number): Promise<string[]> {
  const made = z.object({ addresses: z.array(z.string()) }).parse(await sandbox.api('POST', '/api/directory/people', { count, organisation: 'ZZ101', prefix }));
  const shown = await Promise.all(made.addresses.map(address => sandbox.api('GET', `/api/directory/people/${encodeURIComponent(address)}`)));
  return shown.map(person => z.object({ id: z.string() }).parse(person).id);
}

export const groupNow = async (sandbox: RunningSandbox): Promise<Set<string>> => new Set(z.object({ members: z.array(z.string()) }).parse(await sandbox.api('GET', '/api/group')).members);
