// Reads back, person by person, what was applied. Applied is not confirmed: the directory may show a write late, and one early "no" proves nothing.
import { WorldError } from '../errors.ts';
import type { Again } from '../jobs/run-job.ts';
import { kinds } from '../kinds/grid.ts';
import type { Confirmation, Kind } from '../kinds/kind.ts';
import type { Services } from '../services.ts';
import type { UnconfirmedEffect } from '../store/effects.ts';
import { sayAway, setAway } from './away.ts';
import { completeIfReady } from './complete.ts';
import { progressOf } from './gather.ts';
import { redraw } from './save-move.ts';
import type { Progress, ServiceRequest } from './service-request.ts';
import { nextRead, quarterOf } from './stop-rule.ts';

type Needs = Pick<Services, 'store' | 'directory' | 'members' | 'sessions' | 'settings' | 'clock' | 'log'>;

/** People read in one go: 8 batches of 20 calls in flight several times over, saved before the next. */
const chunk = 2_000;

export async function confirmRound(needs: Needs, { requestId, round }: { requestId: string; round: number }, { signal }: { signal: AbortSignal }): Promise<Again> {
  for (;;) {
    const request = await needs.store.requests.find(requestId);
    if (request === null || request.round !== round || !['in-progress', 'on-hold', 'confirming'].includes(request.status) || signal.aborted) return undefined;
    const kind = kinds[request.kind];
    if ('none' in kind.confirm) return undefined;
    const open = await needs.store.effects.unconfirmed(requestId, round, chunk);
    const now = needs.clock.calendar();
    const due = open.filter(effect => nextRead(effect.appliedAt, effect.confirmReads, effect.readAt) <= now);
    if (due.length === 0) return nextTime(open);
    await readBack(needs, request, kind.confirm, due);
  }
}

function nextTime(open: readonly UnconfirmedEffect[]): Again {
  const [first, ...rest] = open.map(effect => nextRead(effect.appliedAt, effect.confirmReads, effect.readAt));
  return first === undefined ? undefined : { againAt: rest.reduce((earliest, time) => (time < earliest ? time : earliest), first) };
}

/** @throws WorldError while the directory is away: the job comes back, less and less often. */
async function readBack(needs: Needs, request: ServiceRequest, confirm: Extract<Kind['confirm'], (...args: never[]) => unknown>, due: readonly UnconfirmedEffect[]): Promise<void> {
  let read: Map<string, Confirmation>;
  try {
    read = await confirm(needs, due.map(effect => ({ ...effect, appliedSince: request.startedAt ?? effect.appliedAt })));
  } catch (error) {
    if (error instanceof WorldError && error.failure !== 'refused') await sayAway(needs, request.id);
    if (!(error instanceof WorldError) || error.failure !== 'refused') throw error;
    // A permission to read is missing. That proves nothing about anybody: it counts as a read that saw nothing, so that a resolver can accept it in the end.
    needs.log.error({ requestId: request.id, code: error.code }, 'reading back was refused: look at the permissions of the read identity');
    read = new Map();
  }
  await save(needs, request, due, read);
}

async function save(needs: Needs, request: ServiceRequest, due: readonly UnconfirmedEffect[], read: Map<string, Confirmation>): Promise<void> {
  const at = needs.clock.calendar();
  const results = due.map(({ personId }) => {
    const result = read.get(personId) ?? { is: 'not-yet' as const };
    return { personId, isConfirmed: result.is === 'confirmed', contradicted: result.is === 'contradicted' ? result.reason : null };
  });
  await needs.store.transaction(async tx => {
    const now = await tx.requests.lock(request.id);
    if (now === null || now.round !== request.round) return;
    const before = await progressOf(tx, request);
    const confirmed = await tx.effects.saveConfirmations(request.id, request.round, results, at);
    await tx.audit.append(...confirmed.map(personId => ({ requestId: request.id, at, actorId: 'la-desk', action: 'confirmed', personId, detail: { round: request.round } })));
    await setAway(tx, now, null);
    const resolved = await completeIfReady(tx, needs, request.id);
    if (!resolved && isWorthShowing(before, await progressOf(tx, request))) await redraw(tx, request.id);
  });
}

/** A card moves by quarters, and when the last one is confirmed or given up on. */
const isWorthShowing = (before: Progress, after: Progress): boolean =>
  quarterOf(before.confirmed, before.total) !== quarterOf(after.confirmed, after.total) || before.overdue !== after.overdue || before.contradicted !== after.contradicted || (after.confirmed === after.applied && before.confirmed !== after.confirmed);

