// What must hold once all is at rest, whatever Teams did. Each line of an answer is one thing that is wrong.
import { z } from 'zod';
import { headingOf } from '../../support/card-reading.ts';
import type { Message } from '../../support/chat.ts';

const postRow = z.object({ id: z.string(), conversation_id: z.string(), request_id: z.string().nullable(), subject: z.string(), state: z.string(), reason: z.string().nullable(), activity_id: z.string().nullable(), content: z.unknown(), wanted: z.number(), drawn: z.number() });
export type PostRow = z.infer<typeof postRow>;
export const postRows = (rows: readonly unknown[]): PostRow[] => z.array(postRow).parse(rows);

/** Sent, unknown, or not to be said there with the reason why: nothing hangs between. */
export function wrongPosts(posts: readonly PostRow[]): string[] {
  return posts.flatMap(({ id, subject, state, reason, activity_id }) => {
    const isFinal = (state === 'posted' && activity_id !== null) || state === 'unknown' || (state === 'gone' && reason !== null);
    return isFinal ? [] : [`the post ${subject} ${id} is ${state}, its reason ${reason ?? 'not told'}`];
  });
}

export type Facts = {
  posts: readonly PostRow[];
  requests: readonly { id: string; number: number | null; status: string }[];
  audit: readonly { request_id: string; action: string }[];
  /** Everything in each conversation, by its id. */
  conversations: ReadonlyMap<string, readonly Message[]>;
  /** Posts whose answer was lost, each as often as it was. */
  unknownPosts: readonly string[];
  /** Requests that went the whole way. */
  finished: readonly string[];
};

export const wrongIn = (facts: Facts): string[] => [...wrongPosts(facts.posts), ...wrongCards(facts), ...wrongEffects(facts)];

/** How a card begins in each state it may be left in; a resolver reads the same of it. */
const headings: Record<string, RegExp> = { checked: /^Checked/, dropped: /^(Deleted|Stopped|Replaced|Interrupted|We could not)/, submitted: /^(Submitted|New)/, resolved: /^Resolved/, confirming: /^(Confirming|Waiting for the Portal)/, 'in-progress': /^(In progress|Applying)/ };

/** A card on show is the present state's, and there is one for each request and conversation, but for those whose answer was lost. */
function wrongCards({ posts, requests, conversations, unknownPosts }: Facts): string[] {
  return requests.flatMap(request => posts.filter(post => post.request_id === request.id && post.content === null).flatMap(post => {
    const there = (conversations.get(post.conversation_id) ?? []).filter(one => one.from === 'bot' && !one.deleted && headingOf(one.card) !== '' && JSON.stringify(one.card).includes(request.id));
    const lost = unknownPosts.filter(id => id === post.id).length;
    const extra = there.length > 1 + lost ? [`${there.length} cards of ${request.id} in one conversation, ${lost} answers were lost`] : [];
    const shown = (conversations.get(post.conversation_id) ?? []).find(one => one.id === post.activity_id);
    const heading = headingOf(shown?.card);
    if (post.state !== 'posted' || shown === undefined || shown.deleted) return extra;
    return headings[request.status]?.test(heading) === true ? extra : [...extra, `a card says "${heading}", its request is ${request.status}`];
  }));
}

/** Each decision is in the audit once, however often it was pressed and sent. */
function wrongEffects({ requests, audit, finished }: Facts): string[] {
  const times = (id: string, action: string) => audit.filter(row => row.request_id === id && row.action === action).length;
  const notOnce = finished.flatMap(id => ['submitted', 'started', 'portal-marked'].flatMap(action => (times(id, action) === 1 ? [] : [`${action} is in the audit ${times(id, action)} times for ${id}`])));
  const lost = finished.filter(id => requests.find(request => request.id === id)?.status !== 'resolved').map(id => `${id} was not resolved`);
  return [...notOnce, ...lost];
}
