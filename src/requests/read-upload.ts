// Streams an upload into rows, under a lease that says who is reading. Accepted means that all rows are saved. One for every way a file comes in.
import { loudness, UserError, WorldError } from '../errors.ts';
import { FileProblemError, readRows, type FileProblem, type FoundColumns, type IntakeRow } from '../intake/read-rows.ts';
import type { Services } from '../services.ts';
import { plural } from '../words.ts';
import { fewAtOnce } from './few-at-once.ts';
import { advance } from './lifecycle.ts';
import { leaseEnd } from './reading-lease.ts';
import { saveMove } from './save-move.ts';

type Needs = Pick<Services, 'store' | 'settings' | 'clock' | 'log'>;

/** Fifty files at once would otherwise have all of the database's connections, and nobody would be answered. */
const inTurn = fewAtOnce(2);

/** Addresses in a message, however they are kept apart. */
export async function* pasted(text: string): AsyncGenerator<Uint8Array> {
  yield await Promise.resolve(new TextEncoder().encode(text.replace(/[,;\s]+/g, '\n')));
}

/** `owner` holds the lease. Nothing is written any more once the request was stopped, or taken for dead and taken over. */
export async function readUpload(needs: Needs, owner: string, requestId: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  let columns: FoundColumns | null = null;
  let total = 0;
  for await (const rows of readRows(bytes, found => (columns = found))) {
    if (!(await inTurn(() => saveRows(needs, owner, requestId, rows)))) return;
    total += rows.length;
  }
  await received(needs, owner, requestId, columns, total);
}

const saveRows = ({ store, clock }: Needs, owner: string, requestId: string, rows: readonly IntakeRow[]): Promise<boolean> =>
  store.transaction(async tx => {
    if (!(await tx.requests.renewLease(requestId, owner, leaseEnd(clock)))) return false;
    await tx.rows.insert(requestId, rows);
    return true;
  });

async function received(needs: Needs, owner: string, requestId: string, columns: FoundColumns | null, totalRows: number): Promise<void> {
  await needs.store.transaction(async tx => {
    const request = await tx.requests.lock(requestId);
    if (!(await tx.requests.renewLease(requestId, owner, leaseEnd(needs.clock)))) return;
    const ambiguous = (columns?.address.length ?? 1) > 1;
    const move = request && advance({ ...request, columns, totalRows }, { is: 'received', ambiguous }, needs.clock.calendar());
    if (move) await saveMove(tx, needs, move, { actorId: move.request.requesterId, action: 'received', detail: { rows: totalRows } });
  });
}

/** What was read goes, and the card says why and what to do. */
export async function unreadable(needs: Needs, owner: string, requestId: string, error: unknown): Promise<void> {
  const { problem, reason } = why(error);
  if (problem === null && !(error instanceof UserError)) needs.log[loudness(error)]({ err: error, requestId }, 'an upload could not be read');
  await needs.store.transaction(async tx => {
    const request = await tx.requests.lock(requestId);
    if (!(await tx.requests.renewLease(requestId, owner, leaseEnd(needs.clock)))) return;
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

/** Of files beside the one that is read; in a pasted list there is none. */
export const notRead = (otherFiles: number, isBesideOne: boolean): string =>
  `${isBesideOne ? plural(otherFiles, 'more file was', 'more files were') : plural(otherFiles, 'file was', 'files were')} not read. Send each file in a message of its own.`;
