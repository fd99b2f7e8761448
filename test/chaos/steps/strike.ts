// Loaded into a bot's process by `node --import`: kills or stops that process at a named step, when a file in the folder of its address says so.
// It watches from the edges (SQL, HTTP), so the product needs no hook for it and may be rewritten inside.
import { subscribe } from 'node:diagnostics_channel';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { ClientRequest } from 'node:http';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import pg from 'pg';
import type { Step } from './aim.ts';

const address = new URL(import.meta.url).searchParams;
const folder = address.get('folder') ?? '';
const isUnfenced = address.get('unfenced') === 'yes';

/** Of several processes the first to come to the step is struck; the file is then gone. */
function strike(step: Step): void {
  const armed = join(folder, 'armed');
  try {
    const [wanted, signal = ''] = readFileSync(armed, 'utf8').split(' ');
    if (wanted !== step) return;
    renameSync(armed, join(folder, 'taken'));
    writeFileSync(join(folder, 'struck.draft'), String(process.pid));
    renameSync(join(folder, 'struck.draft'), join(folder, 'struck'));
    process.kill(process.pid, signal);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
}

/** Whether the last call changed everybody in it, so that what follows is about people nobody changed before. */
let wasClean = false;

// --- Graph -----------------------------------------------------------------------------------------------------------

const realFetch = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const isWrite = typeof init?.body === 'string' && init.body.includes('"PATCH"');
  if (isWrite) strike('before-call');
  const response = await realFetch(input, init);
  if (!isWrite) return response;
  const text = await response.clone().text();
  wasClean = !/"status":\s*(?!20)\d/.test(text);
  if (wasClean) strike('call-done');
  return response;
};

// --- the Bot Connector -----------------------------------------------------------------------------------------------

const onPost = (step: Step) => (message: unknown) => {
  const { request } = message as { request: ClientRequest };
  if (request.method === 'POST' && /\/v3\/conversations\/[^/]+\/activities$/.test(request.path)) strike(step);
};
subscribe('http.client.request.created', onPost('before-post'));
subscribe('http.client.response.finish', onPost('post-sent'));

// --- the database ----------------------------------------------------------------------------------------------------

const savesIntent = /^update effect set state = 'calling'/;
const savesOutcome = /^update effect t set state = o\.state/;

/** Takes the fence's check out of the two statements that ask for it: a writer that lost its lane is then believed. */
function withoutFence(text: string): string {
  return text
    .replace(/(?<=^update effect t [\s\S]*)and t\.state = 'calling' and t\.fence = (\$\d+)/, "and $1::bigint is not null")
    .replace(/^(select "fence" from "lane" where "key" = \$1 and )"fence" = (\$2) and "owner" is not null/, '$1$2::bigint is not null');
}

/** One per transaction, or connection: whether an outcome was written and not committed yet. */
type Session = { hasOutcome: boolean };

const outcomeWaits = new WeakMap<object, Session>();

function before(text: string): void {
  // The answer is read, what came of it is about to be saved.
  if (savesOutcome.test(text) && wasClean) strike('answer-read');
}

function afterwards(text: string, session: Session): void {
  if (savesIntent.test(text)) strike('intent-saved');
  if (savesOutcome.test(text)) {
    session.hasOutcome = true;
    if (wasClean) strike('outcome-uncommitted');
  }
  if (text === 'commit' && session.hasOutcome) {
    session.hasOutcome = false;
    strike('outcome-saved');
  }
}

type Query = (this: object, text: unknown, ...more: unknown[]) => unknown;

function watched(query: Query, sessionOf: (of: object) => Session): Query {
  return function (text, ...more) {
    if (typeof text !== 'string') return query.call(this, text, ...more);
    before(text);
    const result = query.call(this, isUnfenced ? withoutFence(text) : text, ...more);
    return result instanceof Promise ? result.then((rows: unknown) => (afterwards(text, sessionOf(this)), rows)) : result;
  };
}

function sessionOf(of: object): Session {
  const session = outcomeWaits.get(of) ?? { hasOutcome: false };
  outcomeWaits.set(of, session);
  return session;
}

const clients = pg.Client.prototype as unknown as { query: Query };
clients.query = watched(clients.query, sessionOf);

type Transaction = { query: Query };
type Transact = (this: object, work: (tx: Transaction) => Promise<unknown>) => Promise<unknown>;
const embedded = PGlite.prototype as unknown as { query: Query; transaction: Transact };
embedded.query = watched(embedded.query, sessionOf);
const realTransaction = embedded.transaction;
embedded.transaction = async function (work) {
  const session: Session = { hasOutcome: false };
  const result = await realTransaction.call(this, tx => work(Object.assign(Object.create(tx), { query: watched(tx.query.bind(tx), () => session) }) as Transaction));
  afterwards('commit', session);
  return result;
};
