// An operator has stopped all changes: no process changes anybody until an operator lets them go on. No request is put on hold by it, and no clock stands still.
import { formatDateTime } from '../words.ts';
import type { ServiceRequest } from './service-request.ts';

export type Brake = {
  id: string;
  /** What resolvers read. */
  reason: string;
  stoppedByName: string;
  stoppedAt: Date;
  endedByName: string | null;
  endedAt: Date | null;
};

/** Its people are still to be changed. */
export const isBrakedBy = ({ status }: Pick<ServiceRequest, 'status'>): boolean => status === 'submitted' || status === 'in-progress';

/** In progress, changes stopped: ... One that somebody paused, or that stopped by itself, says that first. */
export const withBrake = (brake: Brake | null, { status, halted }: Pick<ServiceRequest, 'status' | 'halted'>, heading: string): string =>
  brake === null || status !== 'in-progress' || halted !== null ? heading : heading.replace(/^[^:]+/, '$&, changes stopped');

const since = ({ stoppedAt }: Brake): string => `since ${formatDateTime(stoppedAt)}`;

/** On the card of a Local Administrator. */
export function ownBrakeLine(brake: Brake, { status, halted }: Pick<ServiceRequest, 'status' | 'halted'>): string {
  const first = `All changes are stopped by an operator, ${since(brake)}.`;
  if (status === 'submitted') return `${first} It can be started meanwhile; nobody is changed before they go on.`;
  return halted === null ? `${first} It goes on by itself afterwards: you do not need to do anything.` : first;
}

/** On the card of one that is under way, for resolvers. */
export const brakeLine = (brake: Brake, { halted }: Pick<ServiceRequest, 'halted'>): string =>
  `All changes are stopped by an operator, ${since(brake)}. ${halted === null ? 'It goes on by itself when they let changes go on' : 'Continued now, it waits until they go on'}; the time to finish by stays.`;
/** For whoever takes one person out meanwhile. */
export const takeOutBrakeLine = (brake: Brake): string => `All changes are stopped by an operator, ${since(brake)}. Whoever has MFA from this request is taken out as soon as changes go on, before everybody else. If that is too late, ask the helpdesk.`;
/** Before Start. */
export const brakePoint = 'all changes are stopped by an operator: started now, it waits until they go on';
/** At the end of a line about a request. */
export const brakeNote = ' All changes are stopped by an operator.';
