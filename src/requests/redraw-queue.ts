// Brings the newest queue card of the resolver channel up to date after something changed, and not more often than every half minute.
import type { Again } from '../jobs/run-job.ts';
import type { Services } from '../services.ts';
import { anyResolver } from './nonce.ts';
import { queueNow } from './queue-now.ts';
import { deliver } from './save-move.ts';

const apartMs = 30_000;

/** By the calendar: a wait by the machine would keep whoever winds it. Teams' limits are kept where posts are made. */
export async function redrawQueue({ store, settings, clock }: Pick<Services, 'store' | 'settings' | 'clock'>): Promise<Again> {
  const channel = settings.RESOLVER_CHANNEL;
  const board = await store.queueBoards.find(channel);
  if (board === null) return undefined;
  const at = clock.calendar();
  const next = new Date(board.drawnAt.getTime() + apartMs);
  if (next > at) return { againAt: next };
  const card = await queueNow(store, at, anyResolver);
  await store.transaction(async tx => {
    const post = await tx.posts.find(board.postId);
    // Deleted there, or forgotten: nobody looks at it. Typing queue makes a new one.
    if (post === null || post.state === 'gone') return tx.queueBoards.remove(channel, board.postId);
    if ((await tx.queueBoards.drawn(channel, board.postId, at)) && (await tx.posts.change(board.postId, { is: 'card', card }))) await deliver(tx, board.postId);
  });
  return undefined;
}
