// Checks a list against the directory: who each address is, whether they may be changed, whether they are so already. Repeats safely, a batch at a time.
import { within } from '../access/look-up.ts';
import { protectedAmong } from '../access/protected.ts';
import { WorldError } from '../errors.ts';
import { checkAddress } from '../intake/read-rows.ts';
import type { Again } from '../jobs/run-job.ts';
import { kinds } from '../kinds/grid.ts';
import type { Services } from '../services.ts';
import type { CheckedRow, RowToCheck } from '../store/rows.ts';
import { judgeRows, mayChange } from './judge-rows.ts';
import { advance } from './lifecycle.ts';
import { hashOfList } from './list.ts';
import { redraw, saveMove } from './save-move.ts';
import { checkAgainMs } from './patience.ts';
import type { ServiceRequest } from './service-request.ts';

type Needs = Pick<Services, 'store' | 'directory' | 'members' | 'sessions' | 'access' | 'settings' | 'clock'>;

/** How long a check waits for the size of its organisation. */
const sizeWithinMs = 2_000;
/** Eight directory batches in flight, 300 addresses each. */
const batchSize = 2_400;
/** The longest that the job runner waits before it tries again what was refused. */
const refusedAgainMs = 5 * 60_000;

export async function checkList(needs: Needs, { requestId }: { requestId: string }, { signal }: { signal: AbortSignal }): Promise<Again> {
  try {
    for (let request = await checking(needs, requestId); request !== null && !signal.aborted; request = await checking(needs, requestId)) {
      const rows = await needs.store.rows.unchecked(requestId, batchSize);
      if (rows.length === 0) return void (await finish(needs, request));
      await saveBatch(needs, request, await checkRows(needs, request, rows));
    }
    return undefined;
  } catch (error) {
    if (!(error instanceof WorldError)) throw error;
    if (error.failure !== 'refused') return waitForDirectory(needs, requestId, error.retryAfterMs ?? 0);
    await saySlow(needs, requestId, () => refusedAgainMs, 'refused');
    throw error;
  }
}

const checking = async (needs: Needs, requestId: string): Promise<ServiceRequest | null> => {
  const request = await needs.store.requests.find(requestId);
  return request?.status === 'checking' ? request : null;
};

type Checked = { rows: CheckedRow[]; organisation: string | null };

async function checkRows(needs: Needs, request: ServiceRequest, rows: readonly RowToCheck[]): Promise<Checked> {
  const addressed = rows.map(withAddress);
  const found = await needs.directory.resolve(addressed.filter(row => row.fileCause === null).map(row => row.address));
  const ids = [...found.values()].flat().map(person => person.id);
  const { organisations } = await needs.access.rolesOf(request.requesterId);
  const { organisation, judged } = judgeRows(addressed, { found, organisation: request.organisation, organisations, protectedPeople: await protectedAmong(needs, ids) });
  const changeable = judged.filter(mayChange).flatMap(({ person }) => (person === null ? [] : [person.id]));
  const already = await kinds[request.kind].already(needs, [...new Set(changeable)]);
  const firstRows = await needs.store.rows.firstRows(request.id, changeable);
  const checked = judged.map(one => {
    const { row, person, cause } = one;
    const duplicateOf = person !== null && mayChange(one) ? (firstRows.get(person.id) ?? null) : null;
    if (person !== null && mayChange(one) && duplicateOf === null) firstRows.set(person.id, row.number);
    return { number: row.number, address: row.address, fileCause: row.fileCause, personId: person?.id ?? null, directoryCause: cause, duplicateOf, isAlready: person !== null && already.has(person.id) };
  });
  return { rows: checked, organisation };
}

/** Rows that waited for somebody to choose the column get their address checked now. */
function withAddress(row: RowToCheck): RowToCheck {
  if (row.alternatives === null || row.fileCause !== null) return row;
  const result = checkAddress(row.address);
  return 'address' in result ? { ...row, address: result.address } : { ...row, address: row.address.slice(0, 254), fileCause: result.cause };
}

async function saveBatch({ store, clock }: Needs, request: ServiceRequest, checked: Checked): Promise<void> {
  await store.transaction(async tx => {
    const now = await tx.requests.lock(request.id);
    if (now?.status !== 'checking' || now.version !== request.version) return;
    await tx.rows.saveChecked(request.id, checked.rows, clock.calendar());
    await tx.requests.save({ ...now, organisation: checked.organisation, triesAgainAt: null, reason: null });
  });
}

async function finish(needs: Needs, request: ServiceRequest): Promise<void> {
  const [listHash, organisationSize] = await Promise.all([hashOfList(needs.store, request.id), sizeOf(needs, request)]);
  await needs.store.transaction(async tx => {
    const now = await tx.requests.lock(request.id);
    const move = now && advance({ ...now, listHash, organisationSize, reason: null }, { is: 'checked' }, needs.clock.calendar());
    if (move) await saveMove(tx, needs, move, { actorId: 'la-desk', action: 'checked', detail: { listHash, rows: now.totalRows } });
  });
}

/** Good to know, and not worth waiting for. */
async function sizeOf({ directory }: Needs, { kind, organisation }: ServiceRequest): Promise<number | null> {
  if (kind !== 'enable-mfa' || organisation === null) return null;
  return within(sizeWithinMs, directory.organisationSize(organisation).catch((error: unknown) => {
    if (error instanceof WorldError) return null;
    throw error;
  }));
}

/** Said on the card, kept, and tried again by itself. */
async function waitForDirectory(needs: Needs, requestId: string, leastMs: number): Promise<Again> {
  const waitMs = await saySlow(needs, requestId, ageMs => Math.max(leastMs, checkAgainMs(ageMs)), null);
  return waitMs === null ? undefined : { againAfterMs: waitMs };
}

/** Null where nothing is being checked any more. */
async function saySlow({ store, clock }: Needs, requestId: string, waitOf: (ageMs: number) => number, reason: 'refused' | null): Promise<number | null> {
  const at = clock.calendar().getTime();
  return store.transaction(async tx => {
    const now = await tx.requests.lock(requestId);
    if (now?.status !== 'checking') return null;
    const waitMs = waitOf(at - now.createdAt.getTime());
    await tx.requests.save({ ...now, triesAgainAt: new Date(at + waitMs), reason });
    await redraw(tx, requestId);
    return waitMs;
  });
}
