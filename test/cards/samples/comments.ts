// Comments on a request: the form, one as it comes, the notice in the resolver channel, the latest ones.
import type { Samples } from '../samples.ts';

const press = (title: string) => ({ title, id: 'r2041', nonce: 'n-comment-1' });
const reply = { ...press('Send the comment on R-2041'), showTitle: 'Comment on R-2041', label: 'Your comment on R-2041', commentId: 'c1' };
const items = [
  { title: 'A resolver, Friday 23 September 2022, 3:05pm', line: 'Are the two accounts on the list used by a scanner?' },
  { title: 'Priya Nair, Friday 23 September 2022, 3:20pm', line: 'One is\\. Leave it out, please\\.' },
];
const formLines = ['Resolvers read it in their own chat, and it goes on the ticket. Name people by their address only where it is needed.'];

const form = (heading: string, title: string, more: Partial<Samples['comment-form'][number]['data']> = {}): Samples['comment-form'][number] => ({
  title,
  data: { speak: `${heading}.`, heading, lines: formLines, items: [], label: 'Your comment on R-2041', typed: '', commentId: 'c1', send: press('Send the comment on R-2041'), cancel: press('Go back without sending'), ...more },
});

export const commentForm: Samples['comment-form'] = [
  form('Not sent yet: a comment on R-2041', 'a comment'),
  form('Not sent yet: your answer on R-2041', 'an answer', { items }),
];

const one = (heading: string, title: string, more: Partial<Samples['comments'][number]['data']>): Samples['comments'][number] => ({ title, data: { speak: `${heading}.`, heading, lines: [], items: [], ...more } });

export const comments: Samples['comments'] = [
  one('A resolver wrote on R-2041, ticket INC31020417', 'one, in the own chat', { lines: ['Are the two accounts on the list used by a scanner?'], reply }),
  one('New: R-2041 has a comment from its organisation', 'the notice in the resolver channel', { read: press('Send me the comments on R-2041') }),
  one('Comments on R-2041, the newest last', 'the latest ones', { items, reply }),
];
