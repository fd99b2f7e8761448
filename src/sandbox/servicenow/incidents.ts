// What ServiceNow does with an incident that is written: numbers and stamps it, asks for what a state needs, keeps its journal, closes it by itself.
import { randomUUID } from 'node:crypto';
import type { Fields } from '../world/tickets.ts';
import type { World } from '../world/world.ts';

/** Refused, in the words of the API's error. */
export class Refused extends Error {
  readonly status: number;
  readonly detail: string;
  constructor(status: number, message: string, detail: string) {
    super(message);
    this.status = status;
    this.detail = detail;
  }
}

export const states = { new: '1', inProgress: '2', onHold: '3', resolved: '6', closed: '7', cancelled: '8' } as const;
const isFinal = (row: Fields): boolean => row.state === states.closed || row.state === states.cancelled;

/** Those a caller may set; others are left out without a word, as there. */
const settable = new Set(['short_description', 'description', 'caller_id', 'assignment_group', 'assigned_to', 'category', 'urgency', 'impact', 'correlation_id', 'correlation_display', 'contact_type', 'state', 'hold_reason', 'close_code', 'close_notes', 'parent_incident']);
const journals = ['comments', 'work_notes'] as const;
const empty: Fields = Object.fromEntries([...settable, 'resolved_at', 'resolved_by', 'closed_at', 'closed_by'].map(name => [name, '']));
export const incidentFields: ReadonlySet<string> = new Set([...Object.keys(empty), 'sys_id', 'number', 'active', 'opened_at', 'sys_created_on', 'sys_created_by', 'sys_updated_on', 'sys_updated_by', 'sys_mod_count']);

const firstNumber = 31_030_001;
const dayMs = 86_400_000;
export const newSysId = (): string => randomUUID().replaceAll('-', '');
/** 2022-09-20 08:00:00, in UTC. */
export const stamp = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
const momentOf = (text: string): number => Date.parse(`${text.replace(' ', 'T')}Z`);

export function createIncidents(world: World) {
  const { tickets, clock, faults } = world;

  function journal(incident: string, change: Fields, user: string): void {
    for (const element of journals) {
      const value = change[element]?.trim() ?? '';
      if (value !== '') world.record({ is: 'ticket', table: 'sys_journal_field', row: { sys_id: newSysId(), name: 'incident', element, element_id: incident, value, sys_created_on: stamp(clock.calendar()), sys_created_by: user } });
    }
  }

  function save(before: Fields, change: Fields, user: string, at: number): Fields {
    const row = { ...before, ...change, sys_updated_on: stamp(at), sys_updated_by: user, sys_mod_count: before.sys_mod_count === undefined ? '0' : String(Number(before.sys_mod_count) + 1) };
    world.record({ is: 'ticket', table: 'incident', row });
    return row;
  }

  /** ServiceNow's own rule: so many days after it was resolved. Looked at before anything else, so that nobody sees it late. */
  function closeByItself(): void {
    const days = faults.get().serviceNowAutoCloseDays;
    if (days === 0) return;
    for (const row of [...tickets.incident.values()].filter(({ state }) => state === states.resolved)) {
      const due = momentOf(row.resolved_at ?? '') + days * dayMs;
      if (due <= clock.calendar()) save(row, { state: states.closed, active: 'false', closed_at: stamp(due), closed_by: 'system' }, 'system', due);
    }
  }

  function find(id: string): Fields {
    const row = tickets.incident.get(id);
    if (!row) throw new Refused(404, 'No Record found', "Record doesn't exist or ACL restricts the record retrieval");
    return row;
  }

  return {
    all: (): Fields[] => (closeByItself(), [...tickets.incident.values()]),
    one: (id: string): Fields => (closeByItself(), find(id)),
    create(given: Fields, user: string): Fields {
      closeByItself();
      const at = clock.calendar();
      const start = { ...empty, sys_id: newSysId(), number: `INC${firstNumber + tickets.incident.size}`, opened_at: stamp(at), sys_created_on: stamp(at), sys_created_by: user, active: 'true', urgency: '3', impact: '3' };
      const row = save(start, { ...followUp({ ...start, state: '' }, { ...asked(given), state: given.state ?? states.new }, user, at) }, user, at);
      journal(start.sys_id, given, user);
      return row;
    },
    update(id: string, given: Fields, user: string): Fields {
      closeByItself();
      const before = find(id);
      if (isFinal(before)) throw new Refused(403, 'Operation Failed', 'ACL Exception Update Failed due to security constraints');
      const change = followUp(before, asked(given), user, clock.calendar());
      const hasWords = journals.some(name => (given[name]?.trim() ?? '') !== '');
      // What is as it was is not saved again.
      if (!hasWords && Object.entries(change).every(([name, value]) => before[name] === value)) return before;
      const row = save(before, change, user, clock.calendar());
      journal(id, given, user);
      return row;
    },
  };
}
export type Incidents = ReturnType<typeof createIncidents>;

const asked = (given: Fields): Fields => Object.fromEntries(Object.entries(given).filter(([name]) => settable.has(name)));

/** What a change of state asks for and brings with it. */
function followUp(before: Fields, change: Fields, user: string, at: number): Fields {
  const { state } = change;
  if (state === undefined || state === before.state) return change;
  const next = { ...before, ...change };
  const isOver = state === states.resolved || state === states.closed;
  if (isOver && (next.close_code === '' || next.close_notes === '')) throw new Refused(403, 'Operation Failed', 'Data Policy Exception: The following fields are mandatory: Resolution code, Resolution notes');
  return {
    ...change, active: String(state !== states.closed && state !== states.cancelled),
    ...(state === states.resolved ? { resolved_at: stamp(at), resolved_by: user } : {}),
    ...(state === states.closed ? { closed_at: stamp(at), closed_by: user } : {}),
    ...(isOver || state === states.cancelled ? {} : { resolved_at: '', resolved_by: '' }),
    ...(state === states.onHold ? {} : { hold_reason: '' }),
  };
}
