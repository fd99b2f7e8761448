// The one fenced executor for all kinds: intent, call, outcome and audit. One writer per lane over all processes; one slice of each waiting request in turn.
import { protectedAmong } from '../access/protected.ts';
import { WorldError } from '../errors.ts';
import type { Again } from '../jobs/run-job.ts';
import { refusalNow } from '../kinds/directory-rules.ts';
import { kinds } from '../kinds/grid.ts';
import type { Kind } from '../kinds/kind.ts';
import type { Outcome, Services } from '../services.ts';
import type { ClaimedEffect, EffectOutcome } from '../store/effects.ts';
import type { Round } from '../store/rounds.ts';
import type { Tables } from '../store/tables.ts';
import { sayAway, setAway } from './away.ts';
import { completeIfReady } from './complete.ts';
import { progressOf } from './gather.ts';
import { advance } from './lifecycle.ts';
import { peoplePages } from './list.ts';
import { factsAbout, learn, lookAhead } from './look-ahead.ts';
import { forbiddenAgainMs, forbiddenTries, isWorthTelling, maxAttempts, waitMs } from './patience.ts';
import { wayOf } from './purposes.ts';
import { redraw, saveMove } from './save-move.ts';
import { refusedCount, type Progress, type ServiceRequest } from './service-request.ts';
import { mustStop, quarterOf, sliceSize } from './stop-rule.ts';
import { afterTakeOut, giveUpTakingOut, sayStillThere, withoutCall } from './taking-out.ts';
import { mustWait } from './wait-for-hours.ts';

type Needs = Pick<Services, 'store' | 'directory' | 'members' | 'sessions' | 'settings' | 'clock' | 'processId' | 'log'>;
type Turn = { request: ServiceRequest; kind: Kind; round: Round; way: ReturnType<typeof wayOf>; lane: string; fence: number };

/** As long as a job's. Too short would cost repeated calls, never a wrong outcome: the fence sees to that. */
const leaseMs = 8_000;

export async function runLane(needs: Needs, { lane }: { lane: string }): Promise<Again> {
  const fence = await needs.store.lanes.acquire(lane, needs.processId, leaseMs, needs.clock.machine());
  if (fence === null) return { againAfterMs: 1_000 };
  const heartbeat = setInterval(() => void needs.store.lanes.renew(lane, fence, leaseMs, needs.clock.machine()).catch(() => undefined), leaseMs / 4);
  try {
    const round = await needs.store.rounds.nextInLane(lane, new Date(needs.clock.machine()), needs.clock.calendar());
    if (round === null) return await waitForLane(needs, lane);
    // Stamped before the turn: one that fails goes to the end of the line, and the others are not held up by it.
    await needs.store.rounds.tookTurn(round.requestId, round.round, new Date(needs.clock.machine()));
    const request = await needs.store.requests.find(round.requestId);
    if (request !== null) await takeTurn(needs, { request, kind: kinds[request.kind], round, way: wayOf(kinds[request.kind], round.purpose), lane, fence });
    return { againAfterMs: 0 };
  } finally {
    clearInterval(heartbeat);
    await needs.store.lanes.release(lane, fence);
  }
}

/** Somebody was given back with a time to wait for, or working hours are over; otherwise the lane has nothing to do. */
async function waitForLane({ store, clock }: Needs, lane: string): Promise<Again> {
  const until = await store.rounds.laneWaitsUntil(lane, clock.calendar());
  if (until !== null) return { againAfterMs: Math.max(50, until.getTime() - clock.machine()) };
  const opens = await store.rounds.laneOpensAt(lane);
  return opens === null ? undefined : { againAt: opens };
}

async function takeTurn(needs: Needs, turn: Turn): Promise<void> {
  if (!turn.round.isFilled) await fill(needs.store, turn);
  if (await mustWait(needs, turn)) return;
  const limit = sliceSize(turn.round.slices, turn.kind.sliceSize);
  const claimed = await needs.store.effects.claim(turn.request.id, turn.round.round, turn.fence, limit, new Date(needs.clock.machine()));
  if (claimed.length === 0) return finishRound(needs, turn);
  const settled = turn.round.purpose === 'take-out' ? await withoutCall(needs, sideOf(turn), claimed) : null;
  if (settled !== null) return saveOutcomes(needs, turn, settled, false);
  const rules = await askRulesAgain(needs, turn, claimed);
  if (rules === 'refused') return saveOutcomes(needs, turn, [], true);
  // Asking took a while. All changes may have been stopped since the claim, which then comes to nothing and counts for nothing.
  if ((await needs.store.brakes.current()) !== null) return needs.store.effects.giveBack(turn.request.id, turn.round.round, turn.fence);
  const [called] = await Promise.all([callKind(needs, turn, rules.allowed), lookAhead(needs, turn)]);
  const outcomes = [...rules.refused, ...rules.already, ...called.outcomes];
  if (!turn.way.isBack) learn(needs, turn, outcomes.filter(({ state }) => state === 'already').length, outcomes.length);
  await saveOutcomes(needs, turn, outcomes, called.isRefused);
}

const sideOf = ({ request, round, kind }: Turn) => ({ request, round, steps: kind.steps });

/** A round's people become its effects: for the first those of the check, to apply again those of the last that applied, to undo those whom this request changed. */
async function fill(store: Services['store'], { request: { id }, kind, round: { round, purpose } }: Turn): Promise<void> {
  if (purpose === 'apply') for await (const page of peoplePages(store, id)) await store.effects.insert(id, round, page, kind.steps);
  else {
    const from = purpose === 'reopen' ? await store.rounds.lastApplying(id, round) : round;
    for (let after: string | null = ''; after !== null; ) after = purpose === 'undo' ? await store.effects.insertStanding(id, round, after, 5_000) : await store.effects.copyRound(id, from, round, after, 5_000);
  }
  await store.rounds.filled(id, round);
}

type Judged = { refused: EffectOutcome[]; already: EffectOutcome[]; allowed: ClaimedEffect[] };

/** The directory rules once more: somebody may have been promoted, moved or deleted since the check. `refused`: we may not read it. */
async function askRulesAgain(needs: Needs, turn: Turn, claimed: readonly ClaimedEffect[]): Promise<Judged | 'refused'> {
  const { request, round, way, fence } = turn;
  try {
    const ids = claimed.map(effect => effect.personId);
    const { people, already } = await factsAbout(needs, turn, ids);
    const rules = { organisations: request.organisation === null ? [] : [request.organisation], protectedPeople: await protectedAmong(needs, ids) };
    const judged: Judged = { refused: [], already: [], allowed: [] };
    for (const effect of claimed) {
      const reason = refusalNow(people.get(effect.personId), rules);
      if (reason !== null) judged.refused.push({ personId: effect.personId, step: effect.step, state: 'refused', reason, notBefore: null });
      else if (!way.isBack && already.has(effect.personId)) judged.already.push(toEffect(effect, { is: 'already' }, needs.clock.machine()));
      else judged.allowed.push(effect);
    }
    return judged;
  } catch (error) {
    // Nothing was called: the claim must not count, or "already" would look like our own earlier call.
    await needs.store.effects.giveBack(request.id, round.round, fence);
    if (!(error instanceof WorldError)) throw error;
    if (error.failure === 'refused') {
      needs.log.error({ requestId: request.id, code: error.code }, 'asking the rules again was refused: look at the permissions and secrets of the read and roles identities');
      return 'refused';
    }
    await (round.purpose === 'take-out' ? sayStillThere(needs, sideOf(turn), claimed) : sayAway(needs, request.id));
    throw error;
  }
}

/** `isRefused`: the call as a whole, which says nothing about anybody in it, however few they are. */
async function callKind(needs: Needs, { kind, way, request }: Turn, effects: readonly ClaimedEffect[]): Promise<{ outcomes: EffectOutcome[]; isRefused: boolean }> {
  if (effects.length === 0) return { outcomes: [], isRefused: false };
  const appliedSince = request.startedAt ?? needs.clock.calendar();
  const outcomes = await way.call(needs, effects.map(effect => ({ ...effect, appliedSince }))).catch((error: unknown) => {
    if (!(error instanceof WorldError)) throw error;
    if (error.failure === 'refused') {
      needs.log.error({ requestId: request.id, kind: kind.name, code: error.code }, `the directory refused a whole slice: look at the permissions and the secret of the identity for ${kind.identity}`);
      return null;
    }
    const afterMs = error.retryAfterMs ?? 5_000;
    return new Map<string, Outcome>(effects.map(({ personId }) => [personId, { is: 'again', afterMs, ...(error.failure === 'unavailable' && { isUnsure: true }) }]));
  });
  if (outcomes === null) return { outcomes: effects.map(toWaiting), isRefused: true };
  const judged = effects.map(effect => ({ effect, outcome: outcomes.get(effect.personId) ?? { is: 'again', afterMs: 1_000, isUnsure: true } satisfies Outcome }));
  const isRefused = judged.filter(({ outcome }) => isAboutUs(outcome)).length > 1 && judged.every(({ outcome }) => outcome.is !== 'done');
  return { isRefused, outcomes: judged.map(({ effect, outcome }) => (isRefused && isAboutUs(outcome) ? toWaiting(effect) : toEffect(effect, outcome, needs.clock.machine()))) };
}

export function toEffect({ personId, step, attempt, isUnsure }: ClaimedEffect, outcome: Outcome, machineNow: number): EffectOutcome {
  const base = { personId, step, reason: null, notBefore: null };
  switch (outcome.is) {
    case 'done':
      return { ...base, state: 'done' };
    case 'already':
      // This attempt finds what an earlier one may have done before its answer was lost: then it is ours to undo.
      return { ...base, state: isUnsure ? 'done' : 'already' };
    case 'refused':
      if (isAboutUs(outcome) && attempt < forbiddenTries) return { ...base, state: 'waiting', notBefore: new Date(machineNow + forbiddenAgainMs) };
      return { ...base, state: 'refused', reason: outcome.reason };
    case 'partial':
    case 'again':
      if (attempt >= maxAttempts) return { ...base, state: 'failed', reason: 'failed' };
      return { ...base, state: 'waiting', notBefore: new Date(machineNow + (outcome.is === 'again' ? waitMs(outcome.afterMs, attempt) : 0)), isUnsure: outcome.is === 'partial' || outcome.isUnsure === true };
  }
}

/** Where several of a slice may not be changed and nobody was, that is a permission of ours that is missing, and says nothing about these people. */
const isAboutUs = (outcome: Outcome) => outcome.is === 'refused' && (outcome.reason === 'forbidden' || outcome.reason === 'not-allowed');
const toWaiting = ({ personId, step }: ClaimedEffect): EffectOutcome => ({ personId, step, state: 'waiting', reason: null, notBefore: null });

/** One transaction: outcomes, audit, counters, what follows. A writer that lost the lane changes nothing. */
async function saveOutcomes(needs: Needs, turn: Turn, outcomes: readonly EffectOutcome[], isRefusedWhole: boolean): Promise<void> {
  const { request, round, lane, fence } = turn;
  const at = needs.clock.calendar();
  await needs.store.transaction(async tx => {
    if (!(await tx.lanes.holds(lane, fence))) return;
    // Before its effects and its audit chain, as everybody does: taken in another order, two workers wait for each other.
    await tx.requests.lock(request.id);
    const before = await progressOf(tx, request);
    const written = await tx.effects.finish(request.id, round.round, fence, outcomes, at);
    await auditOutcomes(tx, turn, written, at);
    if (round.purpose === 'take-out') return isRefusedWhole ? giveUpTakingOut(tx, needs, request, round) : afterTakeOut(tx, needs, sideOf(turn), written, isAway(outcomes, needs.clock.machine()));
    // Until somebody was really tried, the first people are still to come.
    if (written.some(outcome => outcome.state !== 'waiting')) await tx.rounds.sliceDone(request.id, round.round);
    await tx.jobs.add({ name: 'confirm-round', key: `${request.id}/${round.round}`, payload: { requestId: request.id, round: round.round } });
    await afterSlice(tx, needs, request.id, before, isRefusedWhole, isAway(outcomes, needs.clock.machine()));
  });
}

const auditOutcomes = (tx: Tables, { request, round: { round, purpose }, way }: Turn, written: readonly EffectOutcome[], at: Date): Promise<void> =>
  tx.audit.append(
    ...written
      .filter(outcome => outcome.state !== 'waiting')
      .map(({ personId, step, state, reason }) => ({ requestId: request.id, at, actorId: 'la-desk', action: state === 'done' ? way.action : state, personId, detail: { step, round, ...(way.isBack ? { purpose } : {}), ...(reason === null ? {} : { reason }) } })),
  );

/** Nobody of a slice could be changed, and all wait for long. */
const isAway = (outcomes: readonly EffectOutcome[], machineNow: number): boolean =>
  outcomes.length > 0 && outcomes.every(({ state, notBefore }) => state === 'waiting' && notBefore !== null && isWorthTelling(notBefore.getTime() - machineNow));

async function afterSlice(tx: Tables, needs: Needs, requestId: string, before: Progress, isRefusedWhole: boolean, isAwayNow: boolean): Promise<void> {
  const now = await tx.requests.lock(requestId);
  // Put on hold meanwhile: this slice is the last for now, and how far it came is on the card.
  if (now?.status === 'on-hold') return redraw(tx, requestId);
  if (now?.status !== 'in-progress') return;
  const progress = await progressOf(tx, now);
  const isFailing = mustStop(progress) && !now.isToldToContinue && progress.waiting > 0;
  if (isRefusedWhole || isFailing) {
    const move = advance(now, { is: 'stopped', reason: isRefusedWhole ? 'refused' : 'failures' }, needs.clock.calendar());
    if (move) return saveMove(tx, needs, move, { actorId: 'la-desk', action: 'stopped', detail: { failed: refusedCount(progress), tried: progress.applied + refusedCount(progress) } });
  }
  await setAway(tx, now, isAwayNow ? needs.clock.calendar() : null);
  const tried = (of: Progress) => of.applied + refusedCount(of);
  const isFirst = tried(before) === 0 && tried(progress) > 0;
  if (isFirst || quarterOf(tried(before), before.total) !== quarterOf(tried(progress), progress.total)) await redraw(tx, requestId);
}

/** Nobody waits any more: what is left is to confirm. */
async function finishRound(needs: Needs, { request, round, lane, fence }: Turn): Promise<void> {
  const at = needs.clock.calendar();
  await needs.store.transaction(async tx => {
    if (!(await tx.lanes.holds(lane, fence))) return;
    const now = await tx.requests.lock(request.id);
    // On hold its round stays open, or nobody would finish it once it resumes.
    if (now?.status !== 'in-progress' || now.round !== round.round) return;
    const progress = await progressOf(tx, now);
    if (progress.waiting + progress.calling > 0) return;
    await tx.rounds.finish(request.id, round.round, at);
    const move = advance(now, { is: 'applied' }, at);
    if (move) await saveMove(tx, needs, move, { actorId: 'la-desk', action: 'all-applied', detail: { applied: progress.applied, refused: refusedCount(progress) } });
    await completeIfReady(tx, needs, request.id);
  });
}
