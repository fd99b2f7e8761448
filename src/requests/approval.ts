// Saying yes to a list: never one's own, never another list than the one that was submitted, never one that was checked too long ago.
import { kinds } from '../kinds/grid.ts';
import { advance, type Event, type Move } from './lifecycle.ts';
import { isUndoAsked, type ServiceRequest } from './service-request.ts';

/** People move: a check is good for this long, to be submitted and to be approved. */
const goodForMs = 7 * 86_400_000;

export const goodUntil = ({ checkedAt }: Pick<ServiceRequest, 'checkedAt'>): Date | null => checkedAt && new Date(checkedAt.getTime() + goodForMs);

export const isLapsed = (request: Pick<ServiceRequest, 'checkedAt'>, at: Date): boolean => {
  const until = goodUntil(request);
  return until === null || at > until;
};

/** Why a yes does not count. */
export type Objection = 'own' | 'changed' | 'lapsed';

/** Whoever says yes, and the hash of the list as it is at that moment. */
export type Yes = { by: string; byName: string; listHash: string; /** False for one who is no resolver: the request is nobody's still. */ isOwner?: false };

/** About those whom the request changed itself, whatever the list was checked for and when. Its people are asked about again one by one when it runs. */
function undoes(request: ServiceRequest, event: Extract<Event, { is: 'undo-started' }>, at: Date): { moves: (Move & { event: Event['is'] })[] } {
  const move = advance(request, event, at);
  return { moves: move === null ? [] : [{ ...move, event: event.is }] };
}

/** The moves that a yes makes, each with the event that made it; none where the request is past that. Approving starts: an approval is used at once, or not at all. */
export function agree(request: ServiceRequest, { by, byName, listHash, ...more }: Yes, at: Date): { objection: Objection } | { moves: (Move & { event: Event['is'] })[] } {
  if (by === request.requesterId || (isUndoAsked(request) && by === request.undo?.askedBy)) return { objection: 'own' };
  if (isUndoAsked(request)) return undoes(request, { is: 'undo-started', by, byName }, at);
  if (request.listHash === null || listHash !== request.listHash) return { objection: 'changed' };
  if (isLapsed(request, at)) return { objection: 'lapsed' };
  const started: Event = { is: 'started', by, byName, ...more };
  const events: Event[] = kinds[request.kind].approval === 'second-approver' ? [{ is: 'approved', by, listHash }, started] : [started];
  const moves: (Move & { event: Event['is'] })[] = [];
  for (const event of events) {
    const move = advance(moves.at(-1)?.request ?? request, event, at);
    if (move === null) return { moves: [] };
    moves.push({ ...move, event: event.is });
  }
  return { moves };
}
