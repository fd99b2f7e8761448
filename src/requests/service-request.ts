// A service request as the rest of the house knows it: what one person asked to be done to others, and how far it is.
import type { KindName } from '../kinds/kind.ts';
import type { FileProblem, FoundColumns } from '../intake/read-rows.ts';
import { later } from '../schedule.ts';
import type { TicketState } from '../helpdesk/ticket.ts';
import { formatFrom } from '../words.ts';

export const statuses = ['receiving', 'choosing', 'checking', 'checked', 'dropped', 'submitted', 'in-progress', 'on-hold', 'confirming', 'resolved', 'closed', 'withdrawn', 'rejected'] as const;
export type Status = (typeof statuses)[number];

/** Why the clock of a request stands still. `answer`: the Local Administrator is asked something. */
export const holdReasons = ['incident', 'release', 'answer'] as const;
export type HoldReason = (typeof holdReasons)[number];
export type Hold = {
  why: HoldReason;
  /** What the Local Administrator reads about it, where somebody wrote that. */
  words: string | null;
  /** Where it waits behind one, whose end resumes it; with what to quote and to read. */
  incidentId: string | null;
  reference: string | null;
  link: string | null;
  since: Date;
  from: 'submitted' | 'in-progress';
};

/** As it was when a request about it was begun: that one outlives it. */
export type Followed = { id: string; number: number; ticketNumber: string | null };
/** Asked by a Local Administrator, started by somebody else: what this request did to people is taken back. */
export type Undo = {
  askedBy: string;
  askedByName: string;
  askedAt: Date;
  /** For those who decide on it, in their own chats: it may name somebody. */
  reason: string;
  /** As many as the button said. */
  count: number;
  /** Null until it is started. */
  round: number | null;
  /** A resolver's words, where it was not started. */
  declined: string | null;
};

export type ServiceRequest = {
  id: string;
  /** From submission on: R-2041 is number 2041. */
  number: number | null;
  kind: KindName;
  status: Status;
  /** Rises with each change of state; presses are bound to it. Progress does not change it. */
  version: number;
  round: number;
  requesterId: string;
  requesterName: string;
  conversationId: string;
  organisation: string | null;
  fileName: string | null;
  columns: FoundColumns | null;
  problem: FileProblem | null;
  totalRows: number;
  contactNumber: string | null;
  /** Hash of the exact people that would change: an approval and a start hold it. */
  listHash: string | null;
  /** The counts as they were shown when somebody decided. */
  shown: Counts | null;
  halted: 'paused' | 'stopped' | null;
  /** Only while on hold. */
  hold: Hold | null;
  isToldToContinue: boolean;
  reason: string | null;
  confirmedDoubts: string[];
  startedBy: string | null;
  startedByName: string | null;
  approvedBy: string | null;
  approvedHash: string | null;
  portalMarkedCount: number;
  acceptedUnconfirmed: number;
  ticketNumber: string | null;
  ticketState: TicketState | null;
  ticketWanted: TicketState | null;
  /** While checking: the directory is slow or away, and we come back then. */
  triesAgainAt: Date | null;
  createdAt: Date;
  checkedAt: Date | null;
  submittedAt: Date | null;
  targetAt: Date | null;
  /** When resolvers were told that it is due soon, and everybody that it is late. */
  dueSoonAt: Date | null;
  lateAt: Date | null;
  startedAt: Date | null;
  resolvedAt: Date | null;
  closesAt: Date | null;
  /** When its Local Administrator was reminded that it closes. */
  nudgedAt: Date | null;
  closedAt: Date | null;
  /** The closed request it is about, to be quoted. */
  follows: Followed | null;
  /** The resolver who has it, whoever started it. */
  ownerId: string | null;
  ownerName: string | null;
  /** When resolvers were alerted to it. */
  mentionedAt: Date | null;
  /** Nobody is changed before then, as its Local Administrator asked. */
  notBefore: Date | null;
  /** Why a resolver has this round applied outside working hours. */
  outsideHours: string | null;
  /** How many people its organisation had at the check; null where that is not known. */
  organisationSize: number | null;
  /** Why it is late and by when it is done instead, where a resolver said so. */
  lateness: Lateness | null;
  /** The highest number that a round of it has. Those that take one person out have numbers too, and are never its `round`. */
  lastRound: number;
  undo: Undo | null;
  /** When its requester heard who still has no sign-in method. */
  weekToldAt: Date | null;
};

/** `missedAt`: when everybody was told that this was missed too. */
export type Lateness = { reason: string; until: Date; missedAt: Date | null };

/** Rows of a check by what would happen to them. They add up to `total`. */
export type Counts = {
  total: number;
  wouldChange: number;
  already: number;
  leftOut: { cause: string; count: number; rows: number[] }[];
  /** Among those who would change. */
  doubts: { doubt: string; count: number }[];
  /** Null before the first snapshot of sign-in methods. */
  noMethod: { count: number; asOf: Date } | null;
  /** Among those who would change: also in another open request of their organisation. `rows` are the first of them. */
  alsoOpen: { number: number; count: number; rows: number[] }[];
  /** Among those who are so already: because of an earlier request, by the newest one. `isUndone`: it is being undone. */
  doneBefore: { number: number; count: number; isUndone: boolean }[];
  /** People of the organisation; null where that is not known. */
  organisationSize: number | null;
};

/** Effects of the present round by state. */
export type Progress = {
  total: number;
  waiting: number;
  calling: number;
  /** Changed by us, or found to be so. */
  applied: number;
  confirmed: number;
  refused: { reason: string; count: number }[];
  contradicted: number;
  /** Applied, every early re-read done, still not seen. */
  overdue: number;
  /** One by one, by whom. */
  takenOut: { by: string; count: number }[];
};

/** Nothing is left to do: everything but the audit trail goes after this long. */
export const keptForDays = 30;
/** It waits for a resolver to start it, or is held before that. */
export const isUndoAsked = ({ undo }: Pick<ServiceRequest, 'undo'>): boolean => undo !== null && undo.round === null && undo.declined === null;
/** The round it is in takes back what the rounds before did. */
export const isUndoing = ({ undo, round }: Pick<ServiceRequest, 'undo' | 'round'>): boolean => undo !== null && undo.round === round;

/** How many people it is about now: those whom an undo is for, while there is one. */
export const sizeOf = (request: Pick<ServiceRequest, 'undo' | 'round' | 'shown'>): number => (isUndoAsked(request) || isUndoing(request) ? (request.undo?.count ?? 0) : (request.shown?.wouldChange ?? 0));

/** How far it is, in the words of lists. `waitsUntil`: it is started, and nobody is changed before then. */
export function stateWord({ status, undo, round }: Pick<ServiceRequest, 'status' | 'undo' | 'round'>, waitsUntil: Date | null = null): string {
  if (waitsUntil !== null) return `started, waits until ${formatFrom(waitsUntil)}`;
  const word = status.replace('-', ' ');
  if (isUndoAsked({ undo })) return status === 'submitted' ? 'undo asked' : `undo ${word}`;
  if (!isUndoing({ undo, round })) return word;
  return status === 'resolved' ? 'undone' : status === 'closed' ? 'closed, undone' : `undo ${word}`;
}

/** Somebody waits for it, and its clock runs. */
export const isUnderWay = ({ status }: Pick<ServiceRequest, 'status'>): boolean => status === 'submitted' || status === 'in-progress' || status === 'confirming';

/** What is left of the 24 hours where the clock stands still: less than nothing where it had run out. Null before submission and while it runs. */
export const leftOnHoldMs = ({ hold, targetAt, notBefore }: Pick<ServiceRequest, 'hold' | 'targetAt' | 'notBefore'>): number | null => (hold === null || targetAt === null ? null : targetAt.getTime() - later(hold.since, notBefore).getTime());

export const refusedCount = (progress: Progress): number => progress.refused.reduce((sum, { count }) => sum + count, 0);

export const takenOutCount = ({ takenOut }: Progress): number => takenOut.reduce((sum, { count }) => sum + count, 0);

export const reference = (request: { number: number | null }): string => (request.number === null ? 'this check' : `R-${request.number}`);

export const followedBy = ({ id, number, ticketNumber }: ServiceRequest): Followed | null => (number === null ? null : { id, number, ticketNumber });
