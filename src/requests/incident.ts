// A high severity service incident or an emergency release: it comes before bulk requests, which wait behind it and resume by themselves when it ends.
import { z } from 'zod';
import { httpsLink } from '../notices/links.ts';
import type { ServiceRequest } from './service-request.ts';

export const incidentKinds = ['incident', 'release'] as const;
export type IncidentKind = (typeof incidentKinds)[number];

export type Incident = {
  id: string;
  kind: IncidentKind;
  /** As people quote it: INC31020388, or a release's name. */
  reference: string;
  /** What the Local Administrators read. */
  title: string;
  /** https only. */
  link: string | null;
  /** Those to put on hold. */
  requestIds: string[];
  openedByName: string;
  openedAt: Date;
  endedAt: Date | null;
};

export const kindName: Record<IncidentKind, string> = { incident: 'incident', release: 'emergency release' };

/** Sign-outs do not wait, and who is applied to already is only confirmed. */
export const canWait = ({ kind, status }: Pick<ServiceRequest, 'kind' | 'status'>): boolean => kind === 'enable-mfa' && (status === 'submitted' || status === 'in-progress');

/** What the form sends. `requests`: ids with commas between them, as Teams sends several choices. */
export const incidentForm = z.object({
  kind: z.enum(incidentKinds),
  reference: z.string().trim().regex(/^[\p{L}\p{N}][\p{L}\p{N} ./-]{2,39}$/u),
  title: z.string().trim().min(3).max(80),
  link: httpsLink,
  scope: z.enum(['all', 'chosen']),
  requests: z.string().max(10_000).default('').transform(text => text.split(',').filter(id => id !== '')),
});
