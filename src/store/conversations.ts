// Where the bot can speak: every personal chat and channel it has been told of.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Conversation } from '../services.ts';
import { conversationRow, type Database } from './schema.ts';
import type { Statement } from './statement.ts';

const dayMs = 24 * 60 * 60_000;

export const conversationTable = (db: Kysely<Database>) => ({
  /** Adds it or brings it up to date; somebody who speaks to us is no longer gone. True where they were. */
  async remember(conversation: Conversation, at: Date): Promise<boolean> {
    const changed = { ...heardRow(conversation, at), gone_reason: null };
    const row = { id: conversation.id, ...changed };
    // A chat that we started ourselves does not say it, and is the one that was known.
    const teamsUserId = sql<string | null>`coalesce(excluded.teams_user_id, conversation.teams_user_id)`;
    const before = await db.with('before', (q) => q.selectFrom('conversation').select('gone_reason').where('id', '=', conversation.id))
      .insertInto('conversation').values(row).onConflict((c) => c.column('id').doUpdateSet({ ...changed, teams_user_id: teamsUserId }))
      .returning((w) => w.selectFrom('before').select('gone_reason').as('was')).executeTakeFirst();
    return before?.was != null;
  },
  async find(id: string): Promise<Known | null> {
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

/** One row where nothing about it is new: it was heard from within a day, and is not gone. Spares those who press often a transaction each time. */
export const asKnown = (conversation: Conversation, at: Date): Statement => sql`
  select 1 from conversation where id = ${conversation.id} and gone_reason is null and updated_at between ${new Date(at.getTime() - dayMs)}::timestamptz and ${new Date(at.getTime() + dayMs)}::timestamptz
    and (kind, service_url, tenant_id, person_id, teams_user_id, team_id, channel_id) is not distinct from (${sql.join(Object.values(toRow(conversation)))})`;

/** What is saved of it whenever somebody speaks there. */
export const heardRow = (conversation: Conversation, at: Date) => ({ ...toRow(conversation), updated_at: at });

const toRow = (c: Conversation) => ({
  kind: c.kind,
  service_url: c.serviceUrl,
  tenant_id: c.tenantId,
  person_id: c.personId,
  teams_user_id: c.teamsUserId,
  team_id: c.teamId,
  channel_id: c.channelId,
});

export type Known = Conversation & { goneReason: string | null };
export const placeRow = conversationRow.omit({ updated_at: true });

export const fromRow = (row: z.input<typeof placeRow>): Known => {
  const r = placeRow.parse(row);
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
