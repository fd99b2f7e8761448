// Who asks for a slot of a webinar, and what communications said. One slot is accepted once: the database holds it so.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Database } from './schema.ts';

const askRow = z.object({
  id: z.string(), occurrenceId: z.string(), slot: z.enum(['guest', 'workplace']), title: z.string(), speaker: z.string(), link: z.string().nullable(),
  askedBy: z.string(), askedByName: z.string(), askedAt: z.date(), verdict: z.enum(['accepted', 'declined']).nullable(), reason: z.string().nullable(),
});
export type SlotAsk = z.infer<typeof askRow>;
const selected = sql.raw(`id, occurrence_id as "occurrenceId", slot, title, speaker, link, asked_by as "askedBy", asked_by_name as "askedByName", asked_at as "askedAt", verdict, reason`);

export const slotAskTable = (db: Kysely<Database>) => ({
  /** False where it is there already: the same press again. */
  async add({ id, occurrenceId, slot, title, speaker, link, askedBy, askedByName, askedAt }: Omit<SlotAsk, 'verdict' | 'reason'>): Promise<boolean> {
    const { numAffectedRows } = await sql`insert into slot_ask (id, occurrence_id, slot, title, speaker, link, asked_by, asked_by_name, asked_at)
      values (${id}, ${occurrenceId}, ${slot}, ${title}, ${speaker}, ${link}, ${askedBy}, ${askedByName}, ${askedAt}) on conflict do nothing`.execute(db);
    return numAffectedRows === 1n;
  },

  async find(id: string): Promise<SlotAsk | null> {
    const { rows } = await sql`select ${selected} from slot_ask where id = ${id}`.execute(db);
    return rows[0] ? askRow.parse(rows[0]) : null;
  },

  async taken(occurrenceId: string): Promise<SlotAsk[]> {
    const { rows } = await sql`select ${selected} from slot_ask where occurrence_id = ${occurrenceId} and verdict = 'accepted' order by slot`.execute(db);
    return z.array(askRow).parse(rows);
  },

  /** False where it was decided before, or its slot is taken. The date is locked, so that two never decide at once. */
  async decide(id: string, verdict: 'accepted' | 'declined', reason: string | null): Promise<boolean> {
    const { numAffectedRows } = await sql`update slot_ask a set verdict = ${verdict}, reason = ${reason} where id = ${id} and verdict is null
      and (${verdict} = 'declined' or not exists (select 1 from slot_ask b where b.occurrence_id = a.occurrence_id and b.slot = a.slot and b.verdict = 'accepted'))`.execute(db);
    return numAffectedRows === 1n;
  },

  /** Who asked, and who was to speak, at what is over; what the agenda said stays. */
  async forgetOld(endedBefore: Date): Promise<void> {
    await sql`delete from slot_ask a using webinar_date d where d.id = a.occurrence_id and d.ends_at < ${endedBefore} and a.verdict is distinct from 'accepted'`.execute(db);
    await sql`update slot_ask a set asked_by = '', asked_by_name = '', speaker = '' from webinar_date d where d.id = a.occurrence_id and d.ends_at < ${endedBefore} and a.asked_by <> ''`.execute(db);
  },
});
