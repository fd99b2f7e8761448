// A card for whoever pressed a button, beside the one they pressed: in a channel only they see it, and no redraw takes what they choose or type in it.
import type { Card } from '../cards.ts';
import type { Press, Services } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { say } from './save-move.ts';

/** With `requestId` it is forgotten with its request. */
export function sayToPresser(tx: Tables, { clock }: Pick<Services, 'clock'>, { conversation, teamsUserId }: Press, card: Card, requestId?: string): Promise<void> {
  return say(tx, conversation.id, conversation.kind === 'channel' ? { is: 'targeted', to: teamsUserId, card } : { is: 'card', card }, clock.calendar(), requestId);
}
