// Service requests: found, made, saved whole. The lease columns belong to the process that is reading an upload.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import { holdReasons, statuses, type ServiceRequest } from '../requests/service-request.ts';
import type { Database } from './schema.ts';

const counts = z.object({
  total: z.number(),
  wouldChange: z.number(),
  already: z.number(),
  leftOut: z.array(z.object({ cause: z.string(), count: z.number(), rows: z.array(z.number()) })),
  doubts: z.array(z.object({ doubt: z.string(), count: z.number() })),
  noMethod: z.object({ count: z.number(), asOf: z.coerce.date() }).nullable(),
  alsoOpen: z.array(z.object({ number: z.number(), count: z.number(), rows: z.array(z.number()) })).default([]),
  doneBefore: z.array(z.object({ number: z.number(), count: z.number(), isUndone: z.boolean().default(false) })).default([]),
  organisationSize: z.number().nullable().default(null),
});
const foundColumns = z.object({ address: z.array(z.string()), read: z.array(z.string()), ignoredCount: z.number(), hasMailboxType: z.boolean(), encoding: z.enum(['UTF-8', 'UTF-16', 'Windows-1252']) });
const fileProblem = z.object({
  problem: z.enum(['workbook', 'old-workbook', 'zip', 'pdf', 'picture', 'empty', 'header-only', 'no-address-column', 'too-large', 'too-many-rows', 'open-quote', 'not-text']),
  row: z.number().optional(),
  columns: z.array(z.string()).optional(),
});
const ticketState = z.enum(['new', 'in-progress', 'on-hold', 'resolved', 'closed', 'cancelled']);
const text = z.string().nullable();
const time = z.date().nullable();
const hold = z.object({ why: z.enum(holdReasons), words: z.string().nullable(), incidentId: text, reference: text, link: text, since: z.coerce.date(), from: z.enum(['submitted', 'in-progress']) });
const lateness = z.object({ reason: z.string(), until: z.coerce.date(), missedAt: z.coerce.date().nullable() });
const undo = z.object({ askedBy: z.string(), askedByName: z.string(), askedAt: z.coerce.date(), reason: z.string(), count: z.number(), round: z.number().nullable(), declined: text });

const requestRow = z.object({
  id: z.string(), number: z.number().nullable(), kind: z.enum(['enable-mfa', 'revoke-sessions']), status: z.enum(statuses), version: z.number(), round: z.number(),
  requesterId: z.string(), requesterName: z.string(), conversationId: z.string(), organisation: text, fileName: text,
  columns: foundColumns.nullable(), problem: fileProblem.nullable(), totalRows: z.number(), contactNumber: text, listHash: text, shown: counts.nullable(),
  halted: z.enum(['paused', 'stopped']).nullable(), hold: hold.nullable(), isToldToContinue: z.boolean(), reason: text, confirmedDoubts: z.array(z.string()),
  startedBy: text, startedByName: text, approvedBy: text, approvedHash: text, portalMarkedCount: z.number(), acceptedUnconfirmed: z.number(),
  ticketNumber: text, ticketState: ticketState.nullable(), ticketWanted: ticketState.nullable(),
  triesAgainAt: time, createdAt: z.date(), checkedAt: time, submittedAt: time, targetAt: time, dueSoonAt: time, lateAt: time, startedAt: time, resolvedAt: time, closesAt: time, nudgedAt: time, closedAt: time,
  follows: z.object({ id: z.string(), number: z.number(), ticketNumber: text }).nullable(),
  ownerId: text, ownerName: text, mentionedAt: time,
  notBefore: time, outsideHours: text,
  organisationSize: z.number().nullable(),
  lateness: lateness.nullable(),
  lastRound: z.number(), undo: undo.nullable(),
  weekToldAt: time,
});

const uuid = z.uuid();
const json = new Set(['columns', 'problem', 'shown', 'hold', 'follows', 'lateness', 'undo']);
const snake = (name: string) => name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
const names = Object.keys(requestRow.shape) as (keyof ServiceRequest)[];
const selected = sql.raw(names.map(name => `${snake(name)} as "${name}"`).join(', '));
const bound = (request: ServiceRequest, name: keyof ServiceRequest) => {
  const value = request[name];
  return json.has(name) ? sql`${value === null ? null : JSON.stringify(value)}::jsonb` : sql`${value}`;
};
const parse = (row: unknown): ServiceRequest => requestRow.parse(row) as ServiceRequest;

/** Whose the reading of an upload is: the process's that took the turn, or the job's. */
const uploadLeases = (db: Kysely<Database>) => ({
  /** False where somebody else has it by now: then stop and write nothing more. */
  async renewLease(id: string, owner: string, until: Date): Promise<boolean> {
    const { numAffectedRows } = await sql`update request set lease_until_machine = ${until} where id = ${id} and lease_owner = ${owner} and status = 'receiving'`.execute(db);
    return numAffectedRows === 1n;
  },

  /** Takes over from a reader that is dead: false where one is alive, or the reading is over. `at` is machine time. */
  async takeLease(id: string, owner: string, at: Date, until: Date): Promise<boolean> {
    const { numAffectedRows } = await sql`update request set lease_owner = ${owner}, lease_until_machine = ${until} where id = ${id} and status = 'receiving' and lease_until_machine <= ${at}`.execute(db);
    return numAffectedRows === 1n;
  },

  /** Says that nothing was heard of its reader; false where that was said before. A renewal takes it back. */
  async doubtLease(id: string): Promise<boolean> {
    const { numAffectedRows } = await sql`update request set lease_until_machine = 'epoch' where id = ${id} and lease_until_machine > 'epoch'`.execute(db);
    return numAffectedRows === 1n;
  },

  async leaseUntil(id: string): Promise<Date | null> {
    const { rows } = await sql`select lease_until_machine as until from request where id = ${id}`.execute(db);
    return z.object({ until: z.date().nullable() }).parse(rows[0] ?? { until: null }).until;
  },
});

/** Several at once: a person's, an incident's. */
const requestLists = (db: Kysely<Database>) => ({
  /** Newest first: those of the organisations somebody looks after. Checks never submitted are left out. */
  async visibleTo(organisations: readonly string[], limit: number): Promise<ServiceRequest[]> {
    const { rows } = await sql`select ${selected} from request where number is not null and organisation = any(${organisations})
      order by created_at desc, number desc limit ${limit}`.execute(db);
    return rows.map(parse);
  },

  /** Submitted and not finished, oldest first. */
  async allOpen(): Promise<ServiceRequest[]> {
    const { rows } = await sql`select ${selected} from request where status in ('submitted', 'in-progress', 'on-hold', 'confirming') order by submitted_at, number`.execute(db);
    return rows.map(parse);
  },

  /** Ids of those nobody was alerted to yet, oldest first. */
  async unmentioned(limit: number): Promise<string[]> {
    const { rows } = await sql`select id from request where status = 'submitted' and mentioned_at is null order by submitted_at, number limit ${limit}`.execute(db);
    return z.array(requestRow.pick({ id: true })).parse(rows).map(({ id }) => id);
  },

  /** When resolvers were last alerted to any. */
  async lastMention(): Promise<Date | null> {
    const { rows } = await sql`select max(mentioned_at) as at from request`.execute(db);
    return z.object({ at: time }).parse(rows[0]).at;
  },

  /** The one that waits longest behind it, locked. */
  async oldestBehind(incidentId: string): Promise<ServiceRequest | null> {
    const { rows } = await sql`select ${selected} from request where status = 'on-hold' and hold ->> 'incidentId' = ${incidentId} order by submitted_at, number limit 1 for update`.execute(db);
    return rows[0] ? parse(rows[0]) : null;
  },

  /** How many of these were sent from this chat. */
  async countIn(conversationId: string, ids: readonly string[]): Promise<number> {
    const { rows } = await sql`select count(*)::int as count from request where conversation_id = ${conversationId} and id = any(${ids}::uuid[])`.execute(db);
    return z.object({ count: z.number() }).parse(rows[0]).count;
  },
});

export const requestTable = (db: Kysely<Database>) => ({
  ...uploadLeases(db),
  ...requestLists(db),

  async find(id: string): Promise<ServiceRequest | null> {
    if (!uuid.safeParse(id).success) return null;
    const { rows } = await sql`select ${selected} from request where id = ${id}`.execute(db);
    return rows[0] ? parse(rows[0]) : null;
  },

  /** The row stays locked until the transaction ends, so that two presses at once see each other. */
  async lock(id: string): Promise<ServiceRequest | null> {
    const { rows } = await sql`select ${selected} from request where id = ${id} for update`.execute(db);
    return rows[0] ? parse(rows[0]) : null;
  },

  async byNumber(number: number): Promise<ServiceRequest | null> {
    const { rows } = await sql`select ${selected} from request where number = ${number}`.execute(db);
    return rows[0] ? parse(rows[0]) : null;
  },

  /** The newest one on this ticket. */
  async byTicket(ticketNumber: string): Promise<ServiceRequest | null> {
    const { rows } = await sql`select ${selected} from request where ticket_number = ${ticketNumber} order by number desc limit 1`.execute(db);
    return rows[0] ? parse(rows[0]) : null;
  },

  async insert(request: ServiceRequest, lease: { owner: string; until: Date } | null): Promise<void> {
    const columns = sql.raw(names.map(snake).join(', '));
    await sql`insert into request (${columns}, lease_owner, lease_until_machine) values (${sql.join(names.map(name => bound(request, name)))}, ${lease?.owner ?? null}, ${lease?.until ?? null})`.execute(db);
  },

  async save(request: ServiceRequest): Promise<void> {
    const sets = names.filter(name => name !== 'id').map(name => sql`${sql.raw(snake(name))} = ${bound(request, name)}`);
    await sql`update request set ${sql.join(sets)} where id = ${request.id}`.execute(db);
  },

  async nextNumber(): Promise<number> {
    const { rows } = await sql<{ number: number }>`select nextval('request_number')::int as number`.execute(db);
    return z.number().parse(rows[0]?.number);
  },

  /** Everything about it but the audit trail. */
  async forget(id: string): Promise<void> {
    await sql`delete from request where id = ${id}`.execute(db);
  },
});
