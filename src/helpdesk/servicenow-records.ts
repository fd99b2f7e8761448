// What an incident of ServiceNow says, and how our states and theirs stand for each other. Pure.
import { z } from 'zod';
import type { HoldReason } from '../requests/service-request.ts';
import type { TicketState, TicketFacts } from './ticket.ts';

/** Marks what is ours among others' incidents. */
export const display = 'LA Desk';

/** The values of the base system. https://www.servicenow.com/docs/r/zurich/it-service-management/incident-management/c_IncidentManagementStateModel.html */
const numbers: Record<TicketState, string> = { new: '1', 'in-progress': '2', 'on-hold': '3', resolved: '6', closed: '7', cancelled: '8' };
const states = Object.fromEntries(Object.entries(numbers).map(([state, number]) => [number, state])) as Record<string, TicketState>;

export const incidentRow = z.object({
  sys_id: z.string().min(1), number: z.string().min(1), state: z.string(), correlation_id: z.string(), close_notes: z.string().default(''), hold_reason: z.string().default(''),
  sys_created_on: z.string(), sys_updated_on: z.string(), sys_mod_count: z.coerce.number(),
});
export type Incident = z.infer<typeof incidentRow>;
export const incidentFields = Object.keys(incidentRow.shape).join(',');

/** Null for a state that this instance has and the base system has not. */
export const stateOf = (incident: Pick<Incident, 'state'>): TicketState | null => states[incident.state] ?? null;

export const isOver = (state: TicketState | null): boolean => state === 'closed' || state === 'cancelled';

const older = (a: Incident, b: Incident): number => a.sys_created_on.localeCompare(b.sys_created_on) || a.number.localeCompare(b.number);

/**
 * Which of the incidents of one request is its ticket: the oldest that is still open, so that all who look choose the same; where none is,
 * the newest. Those open beside it were raised twice: an answer was lost for so long that it was raised again.
 */
export function chosenOf(incidents: readonly Incident[]): { ticket: Incident | null; twins: Incident[] } {
  const [first, ...others] = incidents.filter(one => !isOver(stateOf(one))).toSorted(older);
  return first === undefined ? { ticket: incidents.toSorted(older).at(-1) ?? null, twins: [] } : { ticket: first, twins: others };
}

export type Codes = { closeCode: string; holdReasons: Record<HoldReason, string> };

/** Why it waits there, where that is one of ours. */
export function waitsFor(incident: Incident, { holdReasons }: Codes): HoldReason | null {
  const known = Object.entries(holdReasons) as [HoldReason, string][];
  return stateOf(incident) === 'on-hold' ? (known.find(([, value]) => value === incident.hold_reason)?.[0] ?? null) : null;
}

/** The fields that a state asks for there, the state among them. */
export function stateFields(facts: Pick<TicketFacts, 'state' | 'notes' | 'waitsFor'>, { closeCode, holdReasons }: Codes): Record<string, string> {
  const state = { state: numbers[facts.state] };
  if (facts.state === 'resolved' || facts.state === 'closed') return { ...state, close_code: closeCode, close_notes: facts.notes };
  if (facts.state === 'cancelled') return { ...state, close_notes: facts.notes };
  return facts.state === 'on-hold' ? { ...state, hold_reason: holdReasons[facts.waitsFor ?? 'answer'] } : state;
}

/** The minimum data set. The addresses are in the attached list. */
export function description(facts: TicketFacts, requesterAddress: string | null, after: string | null): string {
  return [
    facts.description,
    `Requestor: ${facts.requesterName}${requesterAddress === null ? '' : `, ${requesterAddress}`}`,
    `Contact number: ${facts.contactNumber || 'none given'}`,
    `Affected users: ${facts.affectedCount}. Their email addresses are in the attached list.`,
    ...(after === null ? [] : [`This continues ${after}, which was closed.`]),
  ].join('\n');
}

/** Ends each remark of ours, so that it is known again: not to be written twice, not to be heard as somebody else's. */
export const markOf = (id: string): string => `(${display} ${id})`;
export const isOurs = (text: string): boolean => /\(LA Desk [\w-]+\)\s*$/.test(text);

/** 2022-09-20 08:00:00, in UTC: what the Table API answers unless it is asked for display values. */
export const momentOf = (text: string): Date => new Date(`${text.replace(' ', 'T')}Z`);
export const stampOf = (moment: Date): string => moment.toISOString().slice(0, 19).replace('T', ' ');
