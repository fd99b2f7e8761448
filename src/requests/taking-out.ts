// What the executor does differently in a round that takes one person out: decided again under the fence, and saved without moving the request.
import type { Services } from '../services.ts';
import type { ClaimedEffect, EffectOutcome } from '../store/effects.ts';
import type { Round } from '../store/rounds.ts';
import type { Tables } from '../store/tables.ts';
import { completeIfReady } from './complete.ts';
import { advance } from './lifecycle.ts';
import { saveMove } from './save-move.ts';
import type { ServiceRequest } from './service-request.ts';
import { heldBack, underFence, verdictOn } from './take-out.ts';
import { tell } from './tell-take-out.ts';

type Needs = Pick<Services, 'store' | 'settings' | 'clock'>;
type Side = { request: ServiceRequest; round: Round; steps: readonly string[] };

/** Null where they are to be put back: the call decides. Otherwise what became of it without one. */
export async function withoutCall({ store }: Needs, { request, steps }: Side, claimed: readonly ClaimedEffect[]): Promise<EffectOutcome[] | null> {
  const personId = claimed[0]?.personId ?? '';
  const row = await store.rows.ofSomebody(request.id, { personId });
  const verdict = underFence(verdictOn(await store.effects.somebody(request.id, await store.rounds.lastApplying(request.id), personId), row?.isAlready ?? false));
  if (verdict === 'remove') return null;
  const base = { personId, notBefore: null };
  // Nothing is there to put back: read back all the same, and said when it is confirmed.
  if (verdict === 'leave-out' || verdict === 'off-already' || verdict === 'in-hand') return steps.map(step => ({ ...base, step, state: 'already', reason: null }));
  return steps.map(step => ({ ...base, step, state: 'refused', reason: heldBack[verdict] }));
}

/** With the outcome, in its transaction. `written`: nothing where the fence was lost; `isAway`: the directory does not answer. */
export async function afterTakeOut(tx: Tables, needs: Needs, { request: { id }, round, steps }: Side, written: readonly EffectOutcome[], isAway: boolean): Promise<void> {
  const [outcome] = written;
  const now = await tx.requests.lock(id);
  if (outcome === undefined || now === null) return;
  const { personId, state, reason } = outcome;
  if (state === 'waiting') return isAway ? tell(tx, needs, now, round.round, { is: 'away', personId }) : undefined;
  await tx.rounds.finish(id, round.round, needs.clock.calendar());
  if (state === 'refused' || state === 'failed') return notOut(tx, needs, now, round, personId, reason);
  await tx.effects.tookOut(id, await shownRounds(tx, now), personId, steps, round.askedByName ?? '');
  await tx.jobs.add({ name: 'confirm-round', key: `${id}/${round.round}`, payload: { requestId: id, round: round.round } });
  await countsChanged(tx, needs, now, round);
  await completeIfReady(tx, needs, id);
}

/** What cards and files count, and what is applied again when it is re-opened. */
const shownRounds = async (tx: Tables, { id, round }: ServiceRequest): Promise<number[]> => [...new Set([await tx.rounds.lastApplying(id), round])];

/** Buttons name these counts. */
async function countsChanged(tx: Tables, needs: Needs, now: ServiceRequest, { round }: Round): Promise<void> {
  const move = advance(now, { is: 'taken-out' }, needs.clock.calendar());
  if (move) await saveMove(tx, needs, move, { actorId: 'la-desk', action: 'counts-changed', detail: { round } });
}

async function notOut(tx: Tables, needs: Needs, now: ServiceRequest, round: Round, personId: string, reason: string | null): Promise<void> {
  if (await tx.effects.notOut(now.id, await shownRounds(tx, now), personId, reason ?? 'failed')) await countsChanged(tx, needs, now, round);
  await tell(tx, needs, now, round.round, { is: 'not-out', personId, reason });
}

export async function sayStillThere({ store, clock }: Needs, { request: { id }, round }: Side, claimed: readonly ClaimedEffect[]): Promise<void> {
  await store.transaction(async tx => {
    const now = await tx.requests.lock(id);
    const [first] = claimed;
    if (now !== null && first !== undefined) await tell(tx, { clock }, now, round.round, { is: 'away', personId: first.personId });
  });
}

/** Somebody who can mend it is told by the log; whoever asked is told here, and nobody is left to wait for it. */
export async function giveUpTakingOut(tx: Tables, needs: Needs, request: ServiceRequest, round: Round): Promise<void> {
  const given = await tx.effects.giveUp(request.id, round.round, 'forbidden');
  await tx.rounds.finish(request.id, round.round, needs.clock.calendar());
  for (const { personId, step } of given) {
    await tx.audit.append({ requestId: request.id, at: needs.clock.calendar(), actorId: 'la-desk', action: 'failed', personId, detail: { step, round: round.round, purpose: round.purpose, reason: 'forbidden' } });
    await notOut(tx, needs, request, round, personId, 'forbidden');
  }
}
