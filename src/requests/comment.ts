// What somebody wrote about a request, and how it is shown: to its organisation, and to those who work on it.
import type { Card } from '../cards.ts';
import { formatDateTime, forMarkdown } from '../words.ts';
import { deskButton } from './desk-button.ts';
import { anyResolver } from './nonce.ts';
import { reference, type ServiceRequest } from './service-request.ts';
import { button, type View } from './view.ts';

/** `helpdesk`: written on the ticket there. */
type Side = 'organisation' | 'resolver' | 'helpdesk';

export type Comment = {
  id: string;
  requestId: string;
  side: Side;
  /** Null where the helpdesk does not say who. */
  personId: string | null;
  personName: string;
  words: string;
  at: Date;
};

export const mostWords = 2_000;
/** Further up in the chat are the others. */
export const mostShown = 5;

/** Lines of people are data: none of them becomes a heading or a list. */
const linesOf = (words: string): string[] => words.split(/\r?\n/).filter(line => line.trim() !== '').map(line => forMarkdown(line, { most: mostWords }));

/** A resolver has no name for an organisation: the helpdesk does not give it. */
const who = ({ side, personName }: Comment): string => (side === 'organisation' ? forMarkdown(personName) : side === 'resolver' ? 'A resolver' : 'The helpdesk');

const items = (comments: readonly Comment[]) => comments.map(comment => ({ title: `${who(comment)}, ${formatDateTime(comment.at)}`, line: linesOf(comment.words).join('\n\n') }));

/** `problem`: what to mend. What was typed stays in its box. */
export function commentForm(view: View, id: string, comments: readonly Comment[], wrong: { problem: string; typed: string } | null): Card {
  const name = reference(view.request);
  const heading = wrong?.problem ?? (view.request.hold?.why === 'answer' ? `Not sent yet: your answer on ${name}` : `Not sent yet: a comment on ${name}`);
  return {
    name: 'comment-form',
    data: {
      speak: `${heading}.`,
      heading,
      lines: ['Resolvers read it in their own chat, and it goes on the ticket. Name people by their address only where it is needed.'],
      items: items(comments),
      label: `Your comment on ${name}`,
      typed: wrong?.typed ?? '',
      commentId: id,
      send: button(view, 'request.comment', `Send the comment on ${name}`),
      cancel: button(view, 'request.back', 'Go back without sending'),
    },
  };
}

type Way = { request: Pick<ServiceRequest, 'id' | 'number'>; key: string; reader: string; /** Of the comment that is written with it: pressed twice, it is written once. */ commentId: string };

export const replyButton = ({ request, key, reader, commentId }: Way) => ({
  ...deskButton({ key, personId: reader }, 'comment.reply', request.id, `Send the comment on ${reference(request)}`),
  showTitle: `Comment on ${reference(request)}`,
  label: `Your comment on ${reference(request)}`,
  commentId,
});

/** In the own chat of somebody of the other side, with a way to answer. */
export function commentCard(request: Pick<ServiceRequest, 'number' | 'ticketNumber'>, comment: Comment, reply: ReturnType<typeof replyButton>): Card {
  const ticket = request.ticketNumber === null ? '' : `, ticket ${request.ticketNumber}`;
  const heading = `${who(comment)} wrote on ${reference(request)}${ticket}`;
  return { name: 'comments', data: { speak: `${heading}.`, heading, lines: linesOf(comment.words), items: [], reply } };
}

/** In the resolver channel: that there is one. What it says may name people. */
export function commentNotice(request: Pick<ServiceRequest, 'id' | 'number' | 'hold'>, key: string): Card {
  const name = reference(request);
  const heading = request.hold?.why === 'answer' ? `Answered: ${name} has a comment, which it was waiting for` : `New: ${name} has a comment from its organisation`;
  return { name: 'comments', data: { speak: `${heading}.`, heading, lines: [], items: [], read: deskButton({ key, personId: anyResolver }, 'comment.read', request.id, `Send me the comments on ${name}`) } };
}

/** All that was written lately, for one who works on it. */
export function commentList(request: Pick<ServiceRequest, 'number'>, comments: readonly Comment[], reply: ReturnType<typeof replyButton>): Card {
  const heading = comments.length === 0 ? `No comments yet: ${reference(request)}` : `Comments on ${reference(request)}, the newest last`;
  return { name: 'comments', data: { speak: `${heading}.`, heading, lines: [], items: items(comments), reply } };
}
