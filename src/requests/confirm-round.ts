// Reads back, person by person, what was applied. Applied is not confirmed: the directory may show a write late, and one early "no" proves nothing.
import { WorldError } from '../errors.ts';
import type { Again } from '../jobs/run-job.ts';
import { kinds } from '../kinds/grid.ts';
import type { Confirmation } from '../kinds/kind.ts';
import type { Services } from '../services.ts';
import type { UnconfirmedEffect } from '../store/effects.ts';
import type { Round } from '../store/rounds.ts';
import { sayAway, setAway } from './away.ts';
import { completeIfReady } from './complete.ts';
import { progressOf } from './gather.ts';
import { wayOf } from './purposes.ts';
import { redraw } from './save-move.ts';
import type { Progress, ServiceRequest } from './service-request.ts';
import { isEarlyOver, nextRead, quarterOf } from './stop-rule.ts';
import { tellReadBack } from './tell-take-out.ts';

type Needs = Pick<Services, 'store' | 'directory' | 'members' | 'sessions' | 'settings' | 'clock' | 'log'>;

/** People read in one go: 8 batches of 20 calls in flight several times over, saved before the next. */
const chunk = 2_000;

export async function confirmRound(needs: Needs, { requestId, round: number }: { requestId: string; round: number }, { signal }: { signal: AbortSignal }): Promise<Again> {
  for (;;) {
    const request = await needs.store.requests.find(requestId);
    const round = await needs.store.rounds.find(requestId, number);
    if (request === null || round === null || !isRead(request, round) || signal.aborted) return undefined;
    const { readBack, isBack } = wayOf(kinds[request.kind], round.purpose);
    if (readBack === null) return undefined;
    const open = await needs.store.effects.unconfirmed(requestId, number, chunk);
    const now = needs.clock.calendar();
    const due = open.filter(effect => nextRead(effect.appliedAt, effect.confirmReads, effect.readAt) <= now);
    if (due.length === 0) return request.status === 'closed' && open.every(effect => isEarlyOver(effect.confirmReads)) ? undefined : nextTime(open);
    await readAndSave(needs, { request, round, readBack, isBack }, due);
  }
}

type Reading = { request: ServiceRequest; round: Round; readBack: NonNullable<ReturnType<typeof wayOf>['readBack']>; isBack: boolean };

/** Whoever was taken out is read back whatever becomes of their request meanwhile: somebody waits to hear it. */
const isRead = (request: ServiceRequest, { round, purpose }: Round): boolean => purpose === 'take-out' || (request.round === round && ['in-progress', 'on-hold', 'confirming'].includes(request.status));

function nextTime(open: readonly UnconfirmedEffect[]): Again {
  const [first, ...rest] = open.map(effect => nextRead(effect.appliedAt, effect.confirmReads, effect.readAt));
  return first === undefined ? undefined : { againAt: rest.reduce((earliest, time) => (time < earliest ? time : earliest), first) };
}

/** @throws WorldError while the directory is away: the job comes back, less and less often. */
async function readAndSave(needs: Needs, reading: Reading, due: readonly UnconfirmedEffect[]): Promise<void> {
  const { request, round, readBack } = reading;
  let read: Map<string, Confirmation>;
  try {
    read = await readBack(needs, due.map(effect => ({ ...effect, appliedSince: request.startedAt ?? effect.appliedAt })));
  } catch (error) {
    if (error instanceof WorldError && error.failure !== 'refused' && round.purpose !== 'take-out') await sayAway(needs, request.id);
    if (!(error instanceof WorldError) || error.failure !== 'refused') throw error;
    // A permission to read is missing. That proves nothing about anybody: it counts as a read that saw nothing, so that a resolver can accept it in the end.
    needs.log.error({ requestId: request.id, code: error.code }, 'reading back was refused: look at the permissions of the read identity');
    read = new Map();
  }
  await save(needs, reading, due, read);
}

async function save(needs: Needs, { request, round: { round, purpose }, isBack }: Reading, due: readonly UnconfirmedEffect[], read: Map<string, Confirmation>): Promise<void> {
  const at = needs.clock.calendar();
  const results = due.map(({ personId, confirmReads }) => ({ personId, ...judged(read.get(personId) ?? { is: 'not-yet' }, isBack && isEarlyOver(confirmReads + 1)) }));
  await needs.store.transaction(async tx => {
    const now = await tx.requests.lock(request.id);
    if (now === null || (purpose !== 'take-out' && now.round !== round)) return;
    const before = await progressOf(tx, request);
    const confirmed = await tx.effects.saveConfirmations(request.id, round, results, at);
    await tx.audit.append(...confirmed.map(personId => ({ requestId: request.id, at, actorId: 'la-desk', action: 'confirmed', personId, detail: { round, ...(isBack ? { purpose } : {}) } })));
    if (purpose === 'take-out') return tellReadBack(tx, needs, now, round, results);
    await setAway(tx, now, null);
    const resolved = await completeIfReady(tx, needs, request.id);
    if (!resolved && isWorthShowing(before, await progressOf(tx, request))) await redraw(tx, request.id);
  });
}

/** Taken back, and still so after every early re-read: it comes from somewhere else, for example from another group in the group. */
function judged(result: Confirmation, isStillSo: boolean): { isConfirmed: boolean; contradicted: string | null } {
  const contradicted = result.is === 'contradicted' ? result.reason : result.is === 'not-yet' && isStillSo ? 'still-so' : null;
  return { isConfirmed: result.is === 'confirmed', contradicted };
}

/** A card moves by quarters, and when the last one is confirmed or given up on. */
const isWorthShowing = (before: Progress, after: Progress): boolean =>
  quarterOf(before.confirmed, before.total) !== quarterOf(after.confirmed, after.total) || before.overdue !== after.overdue || before.contradicted !== after.contradicted || (after.confirmed === after.applied && before.confirmed !== after.confirmed);

