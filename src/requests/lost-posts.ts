// For an operator: what we said and do not know to be there, and what could not be said, with the reason.
import type { Reaction } from '../dispatch.ts';
import type { Services, Turn } from '../services.ts';
import type { Troubled } from '../store/posts.ts';
import { formatDateTime, forMarkdown, plural } from '../words.ts';
import { plainCard } from './help-cards.ts';
import { reference } from './service-request.ts';

type Needs = Pick<Services, 'store' | 'access' | 'clock'>;

const listed = 15;

/** Asked for in one's own chat. Nothing is said of whom a post was for. */
export async function showLostPosts(needs: Needs, turn: Turn): Promise<Reaction> {
  const { isOperator } = await needs.access.rolesOf(turn.personId);
  const card = isOperator ? await lostPosts(needs) : plainCard('Not shown: lost posts are for operators', 'Type **help** for what you can do.');
  return { say: { is: 'card', card } };
}

async function lostPosts({ store }: Needs) {
  const found = await store.posts.troubled(listed + 1);
  const shown = found.slice(0, listed);
  const lines = await Promise.all(shown.map(post => lineOf(store, post)));
  const heading = found.length === 0 ? 'None lost: everything we said is known to be there' : `${found.length > listed ? `The latest ${listed}` : plural(found.length, 'post', 'posts')} unknown or not said, newest first`;
  return plainCard(heading, ...(lines.length === 0 ? ['Posts whose answer was lost, and posts that Teams refused, would stand here.'] : lines));
}

async function lineOf(store: Needs['store'], { requestId, subject, state, reason, at }: Troubled): Promise<string> {
  const request = requestId === null ? null : await store.requests.find(requestId);
  const what = state === 'unknown' ? 'may or may not be there' : `not said: ${forMarkdown(reason ?? 'no reason was kept')}`;
  return `${formatDateTime(at)}: ${forMarkdown(subject)}${request === null ? '' : ` of ${reference(request)}`}, ${what}.`;
}
