// An upload in the personal chat: answered at once, then streamed into rows under a lease by the process that took the turn. Accepted means that all rows are saved.
import type { Card } from '../cards.ts';
import type { Reaction } from '../dispatch.ts';
import { isLocalAdministrator } from '../access/roles.ts';
import { UserError, WorldError } from '../errors.ts';
import { FileProblemError, readRows, type FileProblem, type FoundColumns, type IntakeRow } from '../intake/read-rows.ts';
import type { Services, Turn } from '../services.ts';
import { plural } from '../words.ts';
import { fewAtOnce } from './few-at-once.ts';
import { howToAttach, notOnRoster } from './help-cards.ts';
import { advance } from './lifecycle.ts';
import { newRequest } from './new-request.ts';
import { say, saveMove, showCard } from './save-move.ts';
import type { ServiceRequest } from './service-request.ts';

type Needs = Pick<Services, 'store' | 'uploads' | 'access' | 'settings' | 'clock' | 'processId' | 'log'>;

/** Renewed with each batch of rows; a download is given up when nothing has come for 15 s, so a live reader never lets it lapse. */
const leaseMs = 30_000;

/** A file attached in the personal chat, or a list of addresses pasted into a message. */
export async function receiveUpload(needs: Needs, turn: Turn): Promise<Reaction> {
  if (!(await maySend(needs, turn))) return answer(needs, turn, notOnRoster(needs.settings.HELP_CONTACT));
  const { file } = turn;
  const open: Open = file === null ? () => Promise.resolve(pasted(turn.text)) : signal => needs.uploads.open(file, signal);
  const request = newRequest(turn, 'enable-mfa', file?.name.slice(0, 200) ?? null, needs.clock.calendar());
  return {
    async save(tx) {
      await tx.requests.insert(request, { owner: needs.processId, until: new Date(needs.clock.machine() + leaseMs) });
      await tx.jobs.add({ name: 'watch-upload', key: request.id, payload: { requestId: request.id } });
      await showCard(tx, request.id, turn.conversation.id, 'status', needs.clock.calendar());
      if (turn.otherFiles > 0) await say(tx, turn.conversation.id, { is: 'text', text: notRead(turn) }, needs.clock.calendar(), request.id);
    },
    afterwards: signal => read(needs, request, open, signal),
  };
}

/** Nothing came but files that Teams does not hand over. */
export const explainAttaching = async (needs: Needs, turn: Turn): Promise<Reaction> =>
  answer(needs, turn, (await maySend(needs, turn)) ? howToAttach() : notOnRoster(needs.settings.HELP_CONTACT));

const maySend = async ({ access }: Needs, { personId }: Turn): Promise<boolean> => isLocalAdministrator(await access.rolesOf(personId));

const answer = ({ clock }: Needs, { conversation }: Turn, card: Card): Reaction => ({ save: tx => say(tx, conversation.id, { is: 'card', card }, clock.calendar()) });

function notRead({ file, otherFiles }: Turn): string {
  const more = file === null ? '' : 'more ';
  return `${plural(otherFiles, `${more}file was`, `${more}files were`)} not read. Send each file in a message of its own.`;
}

async function* pasted(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new TextEncoder().encode(text.replace(/[,;\s]+/g, '\n')));
}

type Open = (signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>;

async function read(needs: Needs, request: ServiceRequest, open: Open, signal: AbortSignal): Promise<void> {
  try {
    await readAll(needs, request.id, await open(signal));
  } catch (error) {
    if (signal.aborted) return;
    await unreadable(needs, request.id, error);
  }
  await needs.store.jobs.remove({ name: 'watch-upload', key: request.id });
}

/** Fifty files at once would otherwise have all of the database's connections, and nobody would be answered. */
const inTurn = fewAtOnce(2);

async function readAll(needs: Needs, requestId: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  let columns: FoundColumns | null = null;
  let total = 0;
  for await (const rows of readRows(bytes, found => (columns = found))) {
    // Stopped by the person, or taken for dead: then nothing more may be written.
    if (!(await inTurn(() => saveRows(needs, requestId, rows)))) return;
    total += rows.length;
  }
  await received(needs, requestId, columns, total);
}

const saveRows = ({ store, clock, processId }: Needs, requestId: string, rows: readonly IntakeRow[]): Promise<boolean> =>
  store.transaction(async tx => {
    if (!(await tx.requests.renewLease(requestId, processId, new Date(clock.machine() + leaseMs)))) return false;
    await tx.rows.insert(requestId, rows);
    return true;
  });

async function received(needs: Needs, requestId: string, columns: FoundColumns | null, totalRows: number): Promise<void> {
  await needs.store.transaction(async tx => {
    const request = await tx.requests.lock(requestId);
    const ambiguous = (columns?.address.length ?? 1) > 1;
    const move = request && advance({ ...request, columns, totalRows }, { is: 'received', ambiguous }, needs.clock.calendar());
    if (move) await saveMove(tx, needs, move, { actorId: move.request.requesterId, action: 'received', detail: { rows: totalRows } });
  });
}

async function unreadable(needs: Needs, requestId: string, error: unknown): Promise<void> {
  const { problem, reason } = why(error);
  if (problem === null && !(error instanceof UserError)) needs.log.error({ err: error, requestId }, 'an upload could not be read');
  await needs.store.transaction(async tx => {
    const request = await tx.requests.lock(requestId);
    const move = request && advance({ ...request, problem }, { is: 'dropped', reason }, needs.clock.calendar());
    if (!move) return;
    await tx.rows.deleteAll(requestId);
    await saveMove(tx, needs, move, { actorId: move.request.requesterId, action: 'unreadable', detail: { problem: problem?.problem ?? 'other' } });
  });
}

function why(error: unknown): { problem: FileProblem | null; reason: string } {
  if (error instanceof FileProblemError) return { problem: error.problem, reason: 'unreadable' };
  if (error instanceof UserError) return { problem: null, reason: error.message };
  if (error instanceof WorldError) return { problem: null, reason: 'Microsoft Teams did not give us the file. Nothing was kept. Wait a minute, then attach it again.' };
  return { problem: null, reason: 'Something went wrong on our side while reading it. Nothing was kept. Attach it again, and tell the helpdesk if it happens twice.' };
}
