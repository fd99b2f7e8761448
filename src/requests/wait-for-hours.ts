// A round out of hours: it waits by the calendar, its cards say until when, and it goes on by itself.
import type { Services } from '../services.ts';
import type { Round } from '../store/rounds.ts';
import { advance } from './lifecycle.ts';
import { waitsUntil } from './opening.ts';
import { saveMove, waitOf } from './save-move.ts';
import type { ServiceRequest } from './service-request.ts';

type Needs = Pick<Services, 'store' | 'settings' | 'clock'>;
type Turn = { request: ServiceRequest; round: Round; lane: string; fence: number };

/** Asked before each slice. True where none may be taken now. */
export async function mustWait(needs: Needs, { request, round, lane, fence }: Turn): Promise<boolean> {
  const { store, settings, clock } = needs;
  const until = waitsUntil(request, round, settings.WORKING_HOURS, clock.calendar());
  if (until?.getTime() === round.waitsUntil?.getTime()) return until !== null;
  return store.transaction(async tx => {
    if (!(await tx.lanes.holds(lane, fence))) return true;
    const now = await tx.requests.lock(request.id);
    if (now === null) return true;
    const at = clock.calendar();
    const waits = await waitOf(tx, needs, now, { ...round, isFilled: true }, at);
    if (waits === null && round.waitsUntil === null) return false;
    await tx.rounds.waitUntil(request.id, round.round, waits);
    const move = now.round === round.round ? advance(now, { is: waits === null ? 'goes-on' : 'waits' }, at) : null;
    if (move) await saveMove(tx, needs, move, { actorId: 'la-desk', action: waits === null ? 'goes-on' : 'waits', detail: waits === null ? {} : { until: waits.toISOString() } });
    return waits !== null;
  });
}
