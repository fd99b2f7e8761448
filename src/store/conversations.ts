// Where the bot can speak: every personal chat and channel it has been told of.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Conversation } from '../services.ts';
import { conversationRow, type Database } from './schema.ts';

const dayMs = 24 * 60 * 60_000;

export const conversationTable = (db: Kysely<Database>) => ({
  /** Adds it or brings it up to date; somebody who speaks to us is no longer gone. True where they were. */
  async remember(conversation: Conversation, at: Date): Promise<boolean> {
    const row = { ...toRow(conversation), gone_reason: null, updated_at: at };
    const { id: _, ...changed } = row;
    const before = await db.with('before', (q) => q.selectFrom('conversation').select('gone_reason').where('id', '=', conversation.id))
      .insertInto('conversation').values(row).onConflict((c) => c.column('id').doUpdateSet(changed))
      .returning((w) => w.selectFrom('before').select('gone_reason').as('was')).executeTakeFirst();
    return before?.was != null;
  },
  /** Nothing about it is new: it was heard from within a day, and is not gone. Spares those who press often a transaction each time. */
  async isAsKnown(conversation: Conversation, at: Date): Promise<boolean> {
    const { rows } = await sql`select 1 from conversation where id = ${conversation.id} and gone_reason is null and updated_at between ${new Date(at.getTime() - dayMs)} and ${new Date(at.getTime() + dayMs)}
      and (kind, service_url, tenant_id, person_id, teams_user_id, team_id, channel_id) is not distinct from (${sql.join(Object.values(toRow(conversation)).slice(1))})`.execute(db);
    return rows.length > 0;
  },
  async find(id: string): Promise<(Conversation & { goneReason: string | null }) | null> {
    const row = await db.selectFrom('conversation').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? fromRow(row) : null;
  },
  /** A person's own chat with the bot, the latest where there were several; null also once it is gone. By their id in Entra, or in Teams (29:...). */
  async personalOf(id: string, by: 'person_id' | 'teams_user_id' = 'person_id'): Promise<Conversation | null> {
    const row = await db.selectFrom('conversation').selectAll().where('kind', '=', 'personal').where(by, '=', id)
      .where('gone_reason', 'is', null).orderBy('updated_at', 'desc').executeTakeFirst();
    return row ? fromRow(row) : null;
  },
  async channels(): Promise<Conversation[]> {
    const rows = await db.selectFrom('conversation').selectAll().where('kind', '=', 'channel').where('gone_reason', 'is', null).orderBy('id').execute();
    return rows.map(fromRow);
  },
  async gone(id: string, reason: string, at: Date): Promise<void> {
    await db.updateTable('conversation').set({ gone_reason: reason, updated_at: at }).where('id', '=', id).execute();
  },
});

const toRow = (c: Conversation) => ({
  id: c.id,
  kind: c.kind,
  service_url: c.serviceUrl,
  tenant_id: c.tenantId,
  person_id: c.personId,
  teams_user_id: c.teamsUserId,
  team_id: c.teamId,
  channel_id: c.channelId,
});

const fromRow = (row: z.input<typeof conversationRow>) => {
  const r = conversationRow.parse(row);
  return {
    id: r.id,
    kind: r.kind,
    serviceUrl: r.service_url,
    tenantId: r.tenant_id,
    personId: r.person_id,
    teamsUserId: r.teams_user_id,
    teamId: r.team_id,
    channelId: r.channel_id,
    goneReason: r.gone_reason,
  };
};
