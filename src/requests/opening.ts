// When people may be changed: within working hours and not before the time that was asked for, unless a resolver gave a reason or it is urgent.
import { kinds } from '../kinds/grid.ts';
import { later, nextOpening, type WorkingHours } from '../schedule.ts';
import type { Round } from '../store/rounds.ts';
import type { ServiceRequest } from './service-request.ts';

type Timed = Pick<ServiceRequest, 'kind' | 'notBefore' | 'outsideHours'>;

/** Putting back what was done helps somebody who is locked out: that never waits. */
const keepsHours = ({ kind }: Pick<ServiceRequest, 'kind'>, { purpose }: Pick<Round, 'purpose'>): boolean => kinds[kind].keepsHours && (purpose === 'apply' || purpose === 'reopen');

/** When the next slice of a round may be taken; null where that is now. */
export function waitsUntil(request: Timed, round: Pick<Round, 'purpose'>, hours: WorkingHours, at: Date): Date | null {
  if (!keepsHours(request, round)) return null;
  const opens = opensAt(request, hours, at);
  return opens > at ? opens : null;
}

/** When a request may first be applied as it is: what its Local Administrator can expect. */
export function opensAt({ notBefore, outsideHours }: Pick<ServiceRequest, 'notBefore' | 'outsideHours'>, hours: WorkingHours, at: Date): Date {
  const from = later(at, notBefore);
  return outsideHours === null ? nextOpening(hours, from) : from;
}
