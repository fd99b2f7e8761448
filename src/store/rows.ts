// Rows of an upload: number, address, verdict. Nothing else of the file is kept.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from './schema.ts';

const checkRow = z.object({ number: z.number(), address: z.string(), alternatives: z.array(z.string()).nullable(), fileCause: z.string().nullable(), doubts: z.array(z.string()) });
export type RowToCheck = z.infer<typeof checkRow>;

const somebodysRow = z.object({ number: z.number(), address: z.string(), personId: z.string(), isAlready: z.boolean() });

const outcomeRow = z.object({
  number: z.number(), address: z.string(), cause: z.string().nullable(), isAlready: z.boolean(), duplicateOf: z.number().nullable(), doubts: z.array(z.string()),
  personId: z.string().nullable(), state: z.string().nullable(), reason: z.string().nullable(), isConfirmed: z.boolean(), contradicted: z.string().nullable(),
  /** In the round that undoes, where there is one: null for those it is not about. */
  undo: z.object({ state: z.string(), reason: z.string().nullable(), isConfirmed: z.boolean(), contradicted: z.string().nullable() }).nullable(),
});
export type OutcomeRow = z.infer<typeof outcomeRow>;

/** What would happen to a row, in the order the rules are asked. */
const cause = sql.raw(`coalesce(file_cause, directory_cause, case when duplicate_of is not null then 'duplicate' end)`);
/** `row`: the table's alias in the statement. */
export const wouldChangeOf = (row: string) => sql.raw(['file_cause is null', 'directory_cause is null', 'duplicate_of is null', 'is_already = false', 'person_id is not null'].map(fact => `${row}.${fact}`).join(' and '));
const wouldChange = wouldChangeOf('request_row');

export type NewRow = { number: number; address: string; alternatives: string[] | null; fileCause: string | null; doubts: string[] };
export type CheckedRow = { number: number; address: string; fileCause: string | null; personId: string | null; directoryCause: string | null; duplicateOf: number | null; isAlready: boolean };

const toCopy = (requestId: string) => sql`request_id = ${requestId} and ${wouldChange} and not exists (select 1 from effect e where e.request_id = request_row.request_id and e.person_id = request_row.person_id
  and e.state = 'taken-out' and e.round = (select max(round) from round where request_id = ${requestId} and purpose in ('apply', 'reopen')))`;

/** Rows while they are saved and checked. */
const checking = (db: Kysely<Database>) => ({
  async insert(requestId: string, rows: readonly NewRow[]): Promise<void> {
    await sql`insert into request_row (request_id, number, address, alternatives, file_cause, doubts)
      select ${requestId}::uuid, r.number, r.address, r.alternatives, r."fileCause", coalesce(array(select jsonb_array_elements_text(r.doubts)), '{}')
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) r(number int, address text, alternatives jsonb, "fileCause" text, doubts jsonb)`.execute(db);
  },

  async deleteAll(requestId: string): Promise<void> {
    await sql`delete from request_row where request_id = ${requestId}`.execute(db);
  },

  /** In row order, so that the first of two rows for one person is the one that counts. */
  async unchecked(requestId: string, limit: number): Promise<RowToCheck[]> {
    const { rows } = await sql`select number, address, alternatives, file_cause as "fileCause", doubts from request_row
      where request_id = ${requestId} and checked_at is null order by number limit ${limit}`.execute(db);
    return z.array(checkRow).parse(rows);
  },

  async uncheckAll(requestId: string): Promise<void> {
    await sql`update request_row set checked_at = null, person_id = null, directory_cause = null, duplicate_of = null, is_already = false where request_id = ${requestId}`.execute(db);
  },

  async chooseColumn(requestId: string, index: number): Promise<void> {
    await sql`update request_row set address = coalesce(alternatives ->> ${index}::int, ''), alternatives = '[]'::jsonb where request_id = ${requestId} and alternatives is not null`.execute(db);
  },

  /** Those whom an earlier request would change and whom nobody took out of it, as rows of a new one that are still to be checked: number 1 and on. Answers how many. */
  async copyPeople(fromId: string, toId: string): Promise<number> {
    const { numAffectedRows } = await sql`insert into request_row (request_id, number, address, doubts)
      select ${toId}::uuid, (row_number() over (order by number))::int, address, doubts from request_row where ${toCopy(fromId)}`.execute(db);
    return Number(numAffectedRows ?? 0);
  },

  /** How many that would be. */
  async copyable(fromId: string): Promise<number> {
    const { rows } = await sql`select count(*)::int as count from request_row where ${toCopy(fromId)}`.execute(db);
    return z.object({ count: z.number() }).parse(rows[0]).count;
  },

  async checkedCount(requestId: string): Promise<number> {
    const { rows } = await sql`select count(*)::int as count from request_row where request_id = ${requestId} and checked_at is not null`.execute(db);
    return z.object({ count: z.number() }).parse(rows[0]).count;
  },

  /** The first checked row of each of these people. */
  async firstRows(requestId: string, personIds: readonly string[]): Promise<Map<string, number>> {
    const { rows } = await sql`select person_id as "personId", min(number)::int as number from request_row where request_id = ${requestId} and person_id = any(${personIds}) group by 1`.execute(db);
    return new Map(z.array(z.object({ personId: z.string(), number: z.number() })).parse(rows).map(row => [row.personId, row.number]));
  },

  async saveChecked(requestId: string, checked: readonly CheckedRow[], at: Date): Promise<void> {
    await sql`update request_row t set address = r.address, file_cause = r."fileCause", person_id = r."personId", directory_cause = r."directoryCause",
        duplicate_of = r."duplicateOf", is_already = r."isAlready", checked_at = ${at}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(checked)}::jsonb)
        r(number int, address text, "fileCause" text, "personId" text, "directoryCause" text, "duplicateOf" int, "isAlready" boolean)
      where t.request_id = ${requestId} and t.number = r.number`.execute(db);
  },
});

/** What a check came to: counts, people, outcomes. */
const results = (db: Kysely<Database>) => ({
  /** Left-out rows by cause, with the first row numbers of each. */
  async leftOut(requestId: string, rowLimit: number): Promise<{ cause: string; count: number; rows: number[] }[]> {
    const { rows } = await sql`select cause, count(*)::int as count, (array_agg(number order by number))[1:${sql.raw(String(rowLimit))}] as rows
      from (select number, ${cause} as cause from request_row where request_id = ${requestId}) r where cause is not null group by cause`.execute(db);
    return z.array(z.object({ cause: z.string(), count: z.number(), rows: z.array(z.number()) })).parse(rows);
  },

  async totals(requestId: string): Promise<{ total: number; wouldChange: number; already: number }> {
    const { rows } = await sql`select count(*)::int as total, (count(*) filter (where ${wouldChange}))::int as "wouldChange",
      (count(*) filter (where ${cause} is null and is_already))::int as already from request_row where request_id = ${requestId}`.execute(db);
    return z.object({ total: z.number(), wouldChange: z.number(), already: z.number() }).parse(rows[0]);
  },

  async doubts(requestId: string): Promise<{ doubt: string; count: number }[]> {
    const { rows } = await sql`select unnest(doubts) as doubt, count(*)::int as count from request_row where request_id = ${requestId} and ${wouldChange} group by 1 order by 1`.execute(db);
    return z.array(z.object({ doubt: z.string(), count: z.number() })).parse(rows);
  },

  /** Among those who would change: people the last snapshot knows to have no sign-in method. */
  async noMethodCount(requestId: string): Promise<number> {
    const { rows } = await sql`select count(*)::int as count from request_row where request_id = ${requestId} and ${wouldChange}
      and person_id in (select g.person_id from registration g where not g.has_method)`.execute(db);
    return z.object({ count: z.number() }).parse(rows[0]).count;
  },

  /** Object ids of those who would change, in one order, a page at a time after `after`. */
  async people(requestId: string, after: string, limit: number): Promise<string[]> {
    const { rows } = await sql`select person_id as "personId" from request_row where request_id = ${requestId} and ${wouldChange} and person_id > ${after} order by person_id limit ${limit}`.execute(db);
    return z.array(z.object({ personId: z.string() })).parse(rows).map(row => row.personId);
  },

  /** The row of one of its people, the first where there are several; null for everybody whom it was never to change. */
  async ofSomebody(requestId: string, by: { address: string } | { number: number } | { personId: string }): Promise<z.infer<typeof somebodysRow> | null> {
    const is = 'address' in by ? sql`lower(address) = ${by.address}` : 'number' in by ? sql`number = ${by.number}` : sql`person_id = ${by.personId}`;
    const { rows } = await sql`select number, address, person_id as "personId", is_already as "isAlready" from request_row
      where request_id = ${requestId} and ${is} and person_id is not null and file_cause is null and directory_cause is null order by number limit 1`.execute(db);
    return rows[0] ? somebodysRow.parse(rows[0]) : null;
  },

  /** Every row with what became of it in the last round that applied, and in the one that undoes where there is one, a page at a time. */
  async outcomes(requestId: string, round: number, after: number, limit: number, undo: number | null = null): Promise<OutcomeRow[]> {
    const { rows } = await sql`select r.number, r.address, ${cause} as cause, r.is_already as "isAlready", r.duplicate_of as "duplicateOf", r.doubts, r.person_id as "personId",
        e.state, e.reason, e.confirmed_at is not null as "isConfirmed", e.contradicted,
        case when u.state is not null then jsonb_build_object('state', u.state, 'reason', u.reason, 'isConfirmed', u.confirmed_at is not null, 'contradicted', u.contradicted) end as undo
      from request_row r left join effect e on e.request_id = r.request_id and e.round = ${round} and e.person_id = r.person_id
        left join effect u on u.request_id = r.request_id and u.round = ${undo}::int and u.person_id = r.person_id
      where r.request_id = ${requestId} and r.number > ${after} order by r.number limit ${limit}`.execute(db);
    return z.array(outcomeRow).parse(rows);
  },
});

export const rowTable = (db: Kysely<Database>) => ({ ...checking(db), ...results(db) });
