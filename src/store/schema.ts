// What the tables hold: zod schemas that rows are parsed with when they are read, and the types Kysely checks statements against.
// The tables of requests (requests.ts, rounds.ts, rows.ts, effects.ts) are written in SQL, and hold their schemas themselves.
import type { ColumnType, Generated } from 'kysely';
import { z } from 'zod';

const at = z.date();
const maybeAt = at.nullable();
const text = z.string();
const maybeText = text.nullable();
// bigint comes as a number on both engines (connect.ts); jsonb is parsed further by the file that owns the table.
const count = z.number().int();
const json = z.unknown();

export const settingRow = z.object({ name: text, value: text });
export const organisationRow = z.object({ code: text, name: text });
export const rosterRow = z.object({
  person_id: text,
  organisation: text,
  role: z.enum(['la', 'primary-la']),
  /** The last day it holds, in London: 2026-03-29. */
  expires_on: maybeText,
});
export const conversationRow = z.object({
  id: text,
  kind: z.enum(['personal', 'channel']),
  service_url: text,
  tenant_id: text,
  person_id: maybeText,
  teams_user_id: maybeText,
  team_id: maybeText,
  channel_id: maybeText,
  gone_reason: maybeText,
  updated_at: at,
});
export const activityRow = z.object({ conversation_id: text, activity_id: text, answer: json, seen_at_machine: at });

export const laneRow = z.object({ key: text, owner: maybeText, fence: count, lease_until_machine: maybeAt });
export const nonceRow = z.object({ request_id: z.uuid(), version: count, verb: text, person_id: text, answer: json, spent_at: at });
export const postRow = z.object({
  id: z.uuid(),
  conversation_id: text,
  request_id: z.uuid().nullable(),
  subject: text,
  content: json,
  state: z.enum(['waiting', 'posting', 'posted', 'unknown', 'gone']),
  activity_id: maybeText,
  wanted: count,
  drawn: count,
  created_at: at,
  reason: maybeText,
  inputs_version: count.nullable(),
});
export const paceRow = z.object({ key: text, short_machine: z.number(), long_machine: z.number(), moments_machine: z.array(z.number()) });
export const jobRow = z.object({
  name: text,
  key: text,
  payload: json,
  due_at: at,
  not_before_machine: maybeAt,
  version: count,
  attempts: count,
  failures: count,
  lease_owner: maybeText,
  lease_until_machine: maybeAt,
  woken_at_machine: maybeAt,
  buried_at: maybeAt,
  buried_why: maybeText,
});
export const auditRow = z.object({
  request_id: z.uuid(),
  seq: count,
  at,
  actor_id: text,
  action: text,
  person_id: maybeText,
  detail: z.record(z.string(), z.json()),
  previous_hash: text,
  hash: text,
});
export const auditSealRow = z.object({
  seq: count,
  sealed_at: at,
  request_id: z.uuid(),
  request_seq: count,
  head_hash: text,
  previous_hash: text,
  hash: text,
});
export const auditHeadRow = z.object({ request_id: z.uuid(), seq: count, hash: text });
export const snapshotRow = z.object({ name: text, taken_at: at, taken_at_machine: at });
export const protectedPersonRow = z.object({ person_id: text });
export const registrationRow = z.object({ person_id: text, has_method: z.boolean(), as_of: at.nullable() });
export const ticketRow = z.object({
  number: text,
  correlation_id: text,
  state: z.enum(['new', 'in-progress', 'on-hold', 'resolved', 'closed', 'cancelled']),
  short_description: text,
  description: text,
  requester_id: text,
  contact_number: text,
  affected_count: count,
  updated_at: at,
});
export const ticketHeardRow = z.object({ request_id: z.uuid(), what: text });

/** jsonb columns are written as JSON text: a bare array would reach PostgreSQL as an array literal. */
type Column<T> = unknown extends T ? ColumnType<unknown, string | null, string | null> : T;
type Row<S extends z.ZodType, WithDefault extends keyof z.output<S> = never> = {
  [C in keyof z.output<S>]: C extends WithDefault ? Generated<z.output<S>[C]> : Column<z.output<S>[C]>;
};

export type Database = {
  setting: Row<typeof settingRow>;
  organisation: Row<typeof organisationRow>;
  roster: Row<typeof rosterRow>;
  conversation: Row<typeof conversationRow>;
  activity: Row<typeof activityRow>;
  lane: Row<typeof laneRow, 'fence'>;
  nonce: Row<typeof nonceRow>;
  post: Row<typeof postRow, 'wanted' | 'drawn'>;
  pace: Row<typeof paceRow, 'moments_machine'>;
  job: Row<typeof jobRow, 'version' | 'attempts' | 'failures'>;
  audit: Omit<Row<typeof auditRow>, 'detail'> & { detail: ColumnType<unknown, string, string> };
  audit_seal: Row<typeof auditSealRow>;
  audit_head: Row<typeof auditHeadRow>;
  snapshot: Row<typeof snapshotRow>;
  protected_person: Row<typeof protectedPersonRow>;
  registration: Row<typeof registrationRow>;
  ticket: Row<typeof ticketRow>;
  ticket_heard: Row<typeof ticketHeardRow>;
};
