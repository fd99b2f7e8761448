// Puts a webinar's card where its series is held, keeps it up to date, and says what a changed card would tell nobody.
import type { Services } from '../../services.ts';
import { nonceKey } from '../../requests/gather.ts';
import { everybody } from '../../requests/nonce.ts';
import { deliver, say } from '../../requests/save-move.ts';
import type { Tables } from '../../store/tables.ts';
import type { Planned } from './look.ts';
import { webinarCard } from './webinar-card.ts';

type Needs = Pick<Services, 'clock'>;

const channelCard = async (tx: Tables, { clock }: Needs, shown: Planned) =>
  ({ is: 'card' as const, card: webinarCard(shown, { key: await nonceKey(tx), personId: everybody }, clock.calendar()) });

/** Its card says what is so now, where there is one. */
export async function redrawCard(tx: Tables, needs: Needs, shown: Planned): Promise<boolean> {
  const { postId } = shown.occurrence;
  if (postId === null || !(await tx.posts.change(postId, await channelCard(tx, needs, shown)))) return false;
  await deliver(tx, postId);
  return true;
}

/** A new message, which alerts those who follow the channel. Answers the id of the post. */
export async function postCard(tx: Tables, needs: Needs, shown: Planned): Promise<string> {
  const postId = await tx.posts.add({ conversationId: shown.series.channelId, subject: 'webinar', content: await channelCard(tx, needs, shown), at: needs.clock.calendar() });
  await deliver(tx, postId);
  return postId;
}

/** One short line, because an update of a card alerts nobody. */
export const sayInChannel = (tx: Tables, { clock }: Needs, { series }: Planned, text: string): Promise<void> => say(tx, series.channelId, { is: 'text', text }, clock.calendar());

/** In the own chats of those who asked to be reminded. */
export async function sayToReminded(tx: Tables, { clock }: Needs, { occurrence }: Planned, text: string): Promise<void> {
  for (const { conversationId } of await tx.occurrences.reminded(occurrence.id)) await say(tx, conversationId, { is: 'text', text }, clock.calendar());
}
