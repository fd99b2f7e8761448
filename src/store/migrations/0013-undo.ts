// A request may be undone, and one person taken out of it: rounds of their own, an effect that says so, and what was said about it last.
import { sql, type Kysely } from 'kysely';

export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // Rounds are numbered in the order they were asked for, those of one person among them: the one a request is in is no longer always the last.
  `alter table request add column last_round int not null default 1, add column undo jsonb`,
  `update request set last_round = round`,
  // Rows that are there keep to the narrower rule they were written under: none is looked at again.
  `alter table round drop constraint round_purpose_check, add constraint round_purpose_check check (purpose in ('apply', 'reopen', 'undo', 'take-out')) not valid, add column told text, add column asked_by_name text`,
  `alter table effect drop constraint effect_state_check, add constraint effect_state_check check (state in ('waiting', 'calling', 'done', 'already', 'refused', 'failed', 'taken-out')) not valid`,
];
