// What a ticket says and what a helpdesk tells of it, and what is said on one: the same for every helpdesk. Types only.
import type { HoldReason } from '../requests/service-request.ts';

export type TicketState = 'new' | 'in-progress' | 'on-hold' | 'resolved' | 'closed' | 'cancelled';

/** The minimum data set of the helpdesk's ticket (domain.md section 5). */
export type TicketFacts = {
  /** Ours; a ticket is looked up by it before one is raised, so that two attempts never raise two. */
  correlationId: string;
  reference: string;
  state: TicketState;
  shortDescription: string;
  description: string;
  requesterId: string;
  requesterName: string;
  contactNumber: string;
  affectedCount: number;
  /** What came of it: what a helpdesk asks for with some states. */
  notes: string;
  /** Why it is on hold; null where it is not. */
  waitsFor: HoldReason | null;
};

/** What a ticket has come to. */
export type Mirrored = {
  /** For example INC31020417. Another than before where a closed ticket had to be followed by a new one. */
  number: string;
  /** As it is there now. Another than was asked for where somebody changed it there since `known`: then nothing was written. */
  state: TicketState;
  /** It is over there and cannot be changed any more. */
  isFinal?: true;
};

/** Something said on a ticket: a comment is for the person it is about too, a note only for those who work on it. */
export type Remark = { id: string; is: 'comment' | 'note'; text: string };

/** What somebody did to a ticket in the helpdesk. An event which the lifecycle may refuse. */
export type TicketChange = { is: 'comment'; id: string; text: string; at: Date } | { is: 'state'; state: TicketState; notes: string; waitsFor: HoldReason | null };

/** `state` is null where the helpdesk has it in one we do not know; `waitsFor` where it is not on hold, or for a reason we do not know. */
export type TicketThere = { number: string; state: TicketState | null; notes: string; waitsFor: HoldReason | null; comments: Extract<TicketChange, { is: 'comment' }>[] };

export type Helpdesk = {
  /**
   * Raises the ticket, or brings the one already raised to the state asked for. `known`: the state it was last seen in, and those asked for
   * since without an answer; none before the first. `note` is written with a change of state, for those who work on the ticket.
   */
  mirror(ticket: TicketFacts, seen: { known: readonly TicketState[]; note?: string }): Promise<Mirrored>;
  /** Attaches a file to the ticket, once for its name. */
  attach(correlationId: string, file: { name: string; bytes: Uint8Array }): Promise<void>;
  /** Says something on the ticket, once for its id. */
  say(correlationId: string, remark: Remark): Promise<void>;
  /** The ticket as it is there, and what others said on it. Null where there is none. */
  read(correlationId: string): Promise<TicketThere | null>;
  /** Which of our tickets somebody may have changed since `mark`, which an earlier call answered; null: since ever. Names one rather twice than never. */
  changed(mark: string | null): Promise<{ correlationIds: string[]; mark: string }>;
};
