// ServiceNow's tables as they stand: incidents, what was written on them, and files attached to them.

/** Every value is text, as in the Table API. */
export type Fields = Record<string, string>;
export type Tickets = ReturnType<typeof createTickets>;

export function createTickets() {
  const tables = { incident: new Map<string, Fields>(), sys_journal_field: new Map<string, Fields>(), sys_attachment: new Map<string, Fields>() };
  return {
    ...tables,
    put: (table: keyof typeof tables, row: Fields): void => void tables[table].set(row.sys_id ?? '', row),
    byNumber: (number: string): Fields | undefined => [...tables.incident.values()].find(row => row.number === number),
  };
}
