// When a request may be called resolved: everybody applied is confirmed, contradicted or accepted as not yet seen, and the Portal is marked.
import type { Kind } from '../kinds/kind.ts';
import type { Progress, ServiceRequest } from './service-request.ts';

/** Applied, but the directory does not show it. Somebody has to accept that, or wait. */
export const unconfirmedCount = (progress: Progress): number => progress.applied - progress.confirmed;

const isPortalDone = (request: ServiceRequest, kind: Kind, progress: Progress): boolean => !kind.needsPortalMark || progress.applied === 0 || request.portalMarkedCount >= progress.applied;

const isConfirmationDone = (request: ServiceRequest, kind: Kind, progress: Progress): boolean =>
  'none' in kind.confirm || unconfirmedCount(progress) === 0 || request.acceptedUnconfirmed >= unconfirmedCount(progress);

export const isComplete = (request: ServiceRequest, kind: Kind, progress: Progress): boolean =>
  request.status === 'confirming' && progress.waiting + progress.calling === 0 && isConfirmationDone(request, kind, progress) && isPortalDone(request, kind, progress);
