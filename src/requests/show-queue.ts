// The queue when somebody types it: in the resolver channel a card that follows the queue from then on, in a resolver's own chat as it is now.
import type { Reaction } from '../dispatch.ts';
import type { Services, Turn } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { rolesHere } from './desk-press.ts';
import { plainCard } from './help-cards.ts';
import { placeOf, readerIn } from './pressed.ts';
import { queueNow } from './queue-now.ts';
import { replacedBoard } from './queue.ts';
import { deliver } from './save-move.ts';

type Needs = Pick<Services, 'store' | 'access' | 'settings' | 'clock'>;

const notHere = plainCard('Not shown here: the queue is for resolvers', 'Resolvers read it in their channel, or in their own chat with LA Desk.');

export async function showQueue(needs: Needs, turn: Turn): Promise<Reaction> {
  const { store, settings, clock } = needs;
  if ((await rolesHere(needs, 'queue.refresh', turn)) === null) return { say: { is: 'card', card: notHere } };
  const at = clock.calendar();
  const card = await queueNow(store, at, readerIn(turn, settings) ?? turn.personId);
  if (placeOf(turn.conversation, settings) === 'own chat') return { say: { is: 'card', card } };
  return {
    async save(tx: Tables) {
      const postId = await tx.posts.add({ conversationId: turn.conversation.id, subject: 'queue', content: { is: 'card', card }, at });
      await deliver(tx, postId);
      const before = await tx.queueBoards.move(settings.RESOLVER_CHANNEL, postId, at);
      if (before !== null && (await tx.posts.change(before, { is: 'card', card: replacedBoard(at) }))) await deliver(tx, before);
    },
  };
}
