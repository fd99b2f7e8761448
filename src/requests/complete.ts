// Calls a request resolved the moment nothing is missing any more; asked after each thing that could have been the last.
import { kinds } from '../kinds/grid.ts';
import type { Services } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { isComplete } from './completion.ts';
import { progressOf } from './gather.ts';
import { advance } from './lifecycle.ts';
import { saveMove } from './save-move.ts';
import { refusedCount } from './service-request.ts';

export async function completeIfReady(tx: Tables, needs: Pick<Services, 'settings' | 'clock'>, requestId: string): Promise<boolean> {
  const request = await tx.requests.lock(requestId);
  if (request?.status !== 'confirming') return false;
  const progress = await progressOf(tx, request);
  if (!isComplete(request, kinds[request.kind], progress)) return false;
  const move = advance(request, { is: 'completed' }, needs.clock.calendar());
  if (move === null) return false;
  await saveMove(tx, needs, move, { actorId: 'la-desk', action: 'resolved', detail: { confirmed: progress.confirmed, applied: progress.applied, refused: refusedCount(progress), marked: request.portalMarkedCount } });
  return true;
}
