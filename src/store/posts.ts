// What we say in Teams: the intent before the call, and what came of it. A post whose answer was lost is unknown and never repeated by itself.
import { sql, type Kysely } from 'kysely';
import { z } from 'zod';
import type { Content } from '../cards.ts';
import { fromRow as conversationFrom, placeRow, type Known } from './conversations.ts';
import { postRow, type Database } from './schema.ts';
import type { Statement } from './statement.ts';

/** Only we write `content`; that it is one of ours is all there is to check. */
const contentLike = z.object({ is: z.string() });
const content = z.custom<Content>((value) => contentLike.safeParse(value).success).nullable();
const typedRow = postRow.extend({ content });
const placed = z.object({ place: placeRow.nullable() });
const idRow = postRow.pick({ id: true });
const idRows = z.array(idRow);
const goneRows = z.array(z.object({ is_new: z.boolean() }));

export type Post = {
  id: string;
  conversationId: string;
  requestId: string | null;
  /** What it is about, for example status; one card per request, conversation and subject. */
  subject: string;
  /** Null: a request's card, drawn from the request's present state. */
  content: Content | null;
  state: z.infer<typeof postRow>['state'];
  activityId: string | null;
  /** The card on show is behind while `drawn` is less than `wanted`. */
  wanted: number;
  drawn: number;
  /** The request's version of the inputs on show there, a form opened by a press included. */
  inputsVersion: number | null;
};

export type Troubled = Post & { reason: string | null; at: Date };

/** What is on show now: drawn for `drawn`; with the request's version where it holds inputs. */
type Shown = { activityId: string; drawn: number; inputsVersion: number | null };

const beginning = (id: string, isNow: Statement): Statement => sql`update post set state = 'posting' where id = ${id} and state = 'waiting' and ${isNow}`;

const showing = (id: string, { activityId, drawn, inputsVersion }: Shown): Statement =>
  sql`update post set state = 'posted', activity_id = ${activityId}, reason = null, inputs_version = ${inputsVersion}, drawn = greatest(drawn, ${drawn}) where id = ${id}`;

export const postTable = (db: Kysely<Database>) => {
  const change = (id: string) => db.updateTable('post').where('id', '=', id);
  return {
    ...postReads(db),
    ...postCards(db),
    /** Something said once. Answers its id. */
    async add(post: { conversationId: string; requestId?: string; subject: string; content: Content; at: Date }): Promise<string> {
      const { rows } = await sql`insert into post (id, conversation_id, request_id, subject, content, state, created_at)
        values (gen_random_uuid(), ${post.conversationId}, ${post.requestId ?? null}, ${post.subject}, ${JSON.stringify(post.content)}::jsonb, 'waiting', ${post.at}) returning id`.execute(db);
      return idRow.parse(rows[0]).id;
    },
    /** Something else stands in its place from now on; false where it was forgotten. */
    async change(id: string, content: Content): Promise<boolean> {
      const { numAffectedRows } = await sql`update post set content = ${JSON.stringify(content)}::jsonb, wanted = wanted + 1 where id = ${id}`.execute(db);
      return numAffectedRows === 1n;
    },
    /** What was said about no request before `before`, calendar time, and is not about to be said. */
    async forgetSaid(before: Date): Promise<void> {
      await db.deleteFrom('post').where('request_id', 'is', null).where('created_at', '<', before).where('state', 'in', ['posted', 'unknown', 'gone']).execute();
    },
    /** Before the call to Teams. False: it is not waiting, so somebody else began it, perhaps a process that died. */
    async begin(id: string): Promise<boolean> {
      const { numAffectedRows } = await beginning(id, sql`true`).execute(db);
      return numAffectedRows === 1n;
    },
    beginning,
    /** It is on show: saved with the end of its job. */
    showing,
    /** Nothing was posted: it may be begun again. */
    async later(id: string): Promise<void> {
      await change(id).where('state', '=', 'posting').set({ state: 'waiting' }).execute();
    },
    /** No answer came: it may be there or not. */
    async unknown(id: string): Promise<void> {
      await change(id).where('state', '=', 'posting').set({ state: 'unknown' }).execute();
    },
    /** It cannot be said there: nowhere to say it, or refused again and again. Its message, where there was one, is kept: it may be changed again. False where that was known. */
    async gone(id: string, reason: string): Promise<boolean> {
      const { rows } = await sql`update post set state = 'gone', reason = ${reason} from (select id, state from post where id = ${id} for update) before
        where post.id = before.id returning before.state <> 'gone' as is_new`.execute(db);
      return goneRows.parse(rows).some(({ is_new }) => is_new);
    },
    /** Nothing is left to do for `drawn`, whatever is on show. */
    async drawn(id: string, drawn: number): Promise<void> {
      await change(id).set((w) => ({ drawn: w.fn<number>('greatest', ['drawn', w.val(drawn)]) })).execute();
    },
    /** The card on show cannot be updated any more: the next delivery posts it anew. False: it is not in the state it was seen in, so somebody else has it. */
    async anew(id: string, seen: 'unknown' | 'gone' | 'posted'): Promise<boolean> {
      const { numUpdatedRows } = await change(id).where('state', '=', seen).set({ state: 'waiting', activity_id: null }).executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
};

/** A request's cards: one per request, conversation and subject, drawn from its present state. */
const postCards = (db: Kysely<Database>) => ({
  /** Asks for a request's card to be drawn, or drawn again. Answers its id. */
  async want(requestId: string, conversationId: string, subject: string, at: Date): Promise<string> {
    const { rows } = await sql`insert into post (id, conversation_id, request_id, subject, state, created_at)
      values (gen_random_uuid(), ${conversationId}, ${requestId}, ${subject}, 'waiting', ${at})
      on conflict (request_id, conversation_id, subject) where request_id is not null and content is null
      do update set wanted = post.wanted + 1 returning id`.execute(db);
    return idRow.parse(rows[0]).id;
  },
  /** Asks for every card of a request to be drawn again. Answers their ids. */
  async wantAll(requestId: string): Promise<string[]> {
    const { rows } = await sql`update post set wanted = wanted + 1 where request_id = ${requestId} and content is null returning id`.execute(db);
    return idRows.parse(rows).map((row) => row.id);
  },
  /** A form stands in this card's place, made of the request's version; null: it was closed. Answers the card's id. */
  async formOpen(requestId: string, conversationId: string, version: number | null): Promise<string | null> {
    const row = await db.updateTable('post').where('request_id', '=', requestId).where('conversation_id', '=', conversationId).where('content', 'is', null)
      .set({ inputs_version: version }).returning('id').executeTakeFirst();
    return row?.id ?? null;
  },
  /** Cards that could not be shown in a conversation, of requests that go on, newest first: they are wanted again. Answers their ids. */
  async wantMissed(conversationId: string, limit = 20): Promise<string[]> {
    const { rows } = await sql`update post set wanted = wanted + 1 where id = any(array(select p.id from post p join request r on r.id = p.request_id
      where p.conversation_id = ${conversationId} and p.content is null and p.state = 'gone' and r.status not in ('dropped', 'closed', 'withdrawn', 'rejected')
      order by r.created_at desc limit ${limit})) returning id`.execute(db);
    return idRows.parse(rows).map((row) => row.id);
  },
});

const postReads = (db: Kysely<Database>) => ({
  /** With where it is to be said; null there: a conversation we do not know. */
  async withConversation(id: string): Promise<{ post: Post; conversation: Known | null } | null> {
    const { rows: [row] } = await sql`select to_jsonb(conversation) as place, post.* from post left join conversation on conversation.id = post.conversation_id where post.id = ${id}`.execute(db);
    if (row === undefined) return null;
    const { place } = placed.parse(row);
    return { post: fromRow(row), conversation: place && conversationFrom(place) };
  },
  async find(id: string): Promise<Post | null> {
    const row = await db.selectFrom('post').selectAll().where('id', '=', id).executeTakeFirst();
    return row ? fromRow(row) : null;
  },
  /** A request's card in a conversation, where there is one. */
  async cardOf(requestId: string, conversationId: string, subject: string): Promise<Post | null> {
    const row = await db.selectFrom('post').selectAll().where('request_id', '=', requestId).where('conversation_id', '=', conversationId)
      .where('subject', '=', subject).where('content', 'is', null).executeTakeFirst();
    return row ? fromRow(row) : null;
  },
  /** Whether this file is on offer there since `since`, calendar time, or about to be. */
  async isOffered(requestId: string | null, conversationId: string, context: object, since: Date): Promise<boolean> {
    const { rows } = await sql`select 1 from post where request_id is not distinct from ${requestId}::uuid and conversation_id = ${conversationId}
      and content -> 'context' = ${JSON.stringify(context)}::jsonb and (state in ('waiting', 'posting') or (created_at > ${since} and state <> 'gone')) limit 1`.execute(db);
    return rows.length > 0;
  },
  /** For an operator: posts that may or may not be there, and those that could not be said, newest first. */
  async troubled(limit = 100): Promise<Troubled[]> {
    const rows = await db.selectFrom('post').selectAll().where('state', 'in', ['unknown', 'gone']).orderBy('created_at', 'desc').orderBy('id').limit(limit).execute();
    return rows.map((row) => ({ ...fromRow(row), reason: row.reason, at: row.created_at }));
  },
  async countUnknown(): Promise<number> {
    const { count } = await db.selectFrom('post').select(db.fn.countAll<number>().as('count')).where('state', '=', 'unknown').executeTakeFirstOrThrow();
    return count;
  },
});

function fromRow(row: unknown): Post {
  const r = typedRow.parse(row);
  return { id: r.id, conversationId: r.conversation_id, requestId: r.request_id, subject: r.subject, content: r.content, state: r.state, activityId: r.activity_id, wanted: r.wanted, drawn: r.drawn, inputsVersion: r.inputs_version };
}
