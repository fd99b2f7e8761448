// What follows when a job has run out of attempts: somebody who can act is told on the card, and nothing is lost.
import type { Services } from '../services.ts';
import { advance } from './lifecycle.ts';
import { saveMove } from './save-move.ts';
import { giveUpTakingOut } from './taking-out.ts';

type Needs = Pick<Services, 'store' | 'settings' | 'clock'>;

export async function giveUpChecking(needs: Needs, { requestId }: { requestId: string }): Promise<undefined> {
  await needs.store.transaction(async tx => {
    const request = await tx.requests.lock(requestId);
    const move = request && advance(request, { is: 'dropped', reason: 'We could not check it: the directory keeps refusing. Nothing was changed. Tell the helpdesk, then send the file again.' }, needs.clock.calendar());
    if (!move) return;
    await tx.rows.deleteAll(requestId);
    await saveMove(tx, needs, move, { actorId: 'la-desk', action: 'check-given-up' });
  });
}

/** Every request of the lane stops where it is; a resolver continues it when the cause is mended. */
export async function haltLane(needs: Needs, { lane }: { lane: string }): Promise<undefined> {
  for (const round of await needs.store.rounds.openInLane(lane)) {
    await needs.store.transaction(async tx => {
      const request = await tx.requests.lock(round.requestId);
      if (request !== null && round.purpose === 'take-out') return giveUpTakingOut(tx, needs, request, round);
      const move = request && advance(request, { is: 'stopped', reason: 'refused' }, needs.clock.calendar());
      if (move) await saveMove(tx, needs, move, { actorId: 'la-desk', action: 'stopped', detail: { because: 'refused' } });
    });
  }
}
