// ServiceNow's tables as they stand: incidents, what was written on them, and files attached to them.

import { createBell } from './bell.ts';

/** Every value is text, as in the Table API. */
export type Fields = Record<string, string>;
export type Tickets = ReturnType<typeof createTickets>;

export function createTickets() {
  const tables = { incident: new Map<string, Fields>(), sys_journal_field: new Map<string, Fields>(), sys_attachment: new Map<string, Fields>() };
  const bell = createBell();
  let seq = 0;
  return {
    ...tables,
    put(table: keyof typeof tables, row: Fields): void {
      tables[table].set(row.sys_id ?? '', row);
      seq += 1;
      bell.ring();
    },
    /** Rises with each change. */
    seq: (): number => seq,
    /** Resolves at the next change, after `ms`, or when the caller hangs up. */
    changed: bell.wait,
    byNumber: (number: string): Fields | undefined => [...tables.incident.values()].find(row => row.number === number),
  };
}
