// What a card is drawn from: the request, its numbers, and who will read it.
import type { Button } from '../cards.ts';
import type { RequestVerb } from '../access/permissions.ts';
import type { WorkingHours } from '../schedule.ts';
import { plural } from '../words.ts';
import type { Brake } from './brake.ts';
import type { Reader } from './desk-button.ts';
import { nonceFor } from './nonce.ts';
import { isUndoing, reference, type Counts, type Followed, type Progress, type ServiceRequest } from './service-request.ts';

export type View = {
  request: ServiceRequest;
  /** Null until the check is done. */
  counts: Counts | null;
  /** Null before it was started. */
  progress: Progress | null;
  /** Rows checked so far. */
  checkedRows: number;
  organisationName: string;
  /** The one who will read it: nonces are for them. */
  reader: string;
  nonceKey: string;
  portalUrl: string;
  smallListGoesToPortal: boolean;
  /** References of incidents that are open, while it is not begun. */
  openIncidents: string[];
  /** All changes are stopped, while it has people to change. */
  brake: Brake | null;
  /** The requester's id in Teams, for the card that differs for them. */
  requesterTeamsId: string | null;
  workingHours: WorkingHours;
  /** Until when its round waits, for working hours or the time that was asked for; null while it is applied. */
  waitsUntil: Date | null;
  /** Whom it changed and has not put back: read while it may be undone. */
  standing: number;
};

/** On a card that is not drawn from a view of its request. */
export const buttonOn = ({ id, version }: Pick<ServiceRequest, 'id' | 'version'>, { key, personId }: Reader, verb: RequestVerb, title: string): Button => ({ title, id, nonce: nonceFor(key, { requestId: id, version, verb, personId }) });

export const button = ({ request, nonceKey, reader }: View, verb: RequestVerb, title: string): Button => buttonOn(request, { key: nonceKey, personId: reader }, verb, title);

export const people = (count: number): string => plural(count, 'person', 'people');

/** "R-2041, INC31020417", of the request that this one is about. */
export const quoted = ({ number, ticketNumber }: Followed): string => [reference({ number }), ...(ticketNumber === null ? [] : [ticketNumber])].join(', ');

/** "Request R-2041, ticket INC31020417." */
export const referenceLine = ({ request }: View): string =>
  `Request ${reference(request)}, ${request.ticketNumber === null ? 'ticket number to follow' : `ticket ${request.ticketNumber}`}.${request.follows === null ? '' : ` About ${quoted(request.follows)}.`}`;

/** What the kind does to people, in the few words cards need. */
export const kindWords = {
  'enable-mfa': { would: 'would get MFA', already: 'already have MFA', applied: 'MFA applied to', did: 'MFA turned on', undo: 'take MFA off', undid: 'MFA taken off', have: 'have MFA', has: 'has MFA', keep: 'They keep MFA', confirmed: 'confirmed in the policy', not: 'do not', notOne: 'does not', nobody: 'Nobody will get MFA from this request.', again: 'You can send the list again at any time.' },
  'revoke-sessions': { would: 'would be signed out everywhere', already: 'are signed out already', applied: 'signed out', did: 'signed out everywhere', undo: '', undid: '', have: 'are signed out everywhere', has: 'is signed out everywhere', keep: 'They stay signed out', confirmed: 'confirmed by the directory audit', not: 'are not', notOne: 'is not', nobody: 'Nobody will be signed out by this request.', again: 'You can ask again at any time.' },
} as const;

/** In a round that puts back what the rounds before did. */
const backWords = { applied: 'MFA taken off', keep: 'They stay without it', confirmed: 'confirmed: no longer in the policy group', marked: 'marks taken away in the Portal', unseen: 'taken off, not yet confirmed', refused: 'not taken off' } as const;
const forthWords = { marked: 'marked in the Portal', unseen: 'applied, not yet confirmed', refused: 'refused' } as const;

export const words = (view: View) => ({ ...kindWords[view.request.kind], ...forthWords, ...(isUndoing(view.request) ? backWords : {}) });
