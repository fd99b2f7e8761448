// Somebody spoke where we may not have been heard: the conversation is known to live, and the cards it missed are shown.
import type { Conversation } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { deliver } from './save-move.ts';

export async function heardFrom(tx: Tables, conversation: Conversation, at: Date): Promise<void> {
  if (!(await tx.conversations.remember(conversation, at))) return;
  for (const postId of await tx.posts.wantMissed(conversation.id)) await deliver(tx, postId);
}

/** The app is back in a team, which Teams tells of in the team's first channel: the resolvers' channel in it can be spoken in again. */
export async function backInTeam(tx: Tables, { teamId }: Conversation, channelId: string, at: Date): Promise<void> {
  const known = await tx.conversations.find(channelId);
  if (known === null || known.goneReason === null) return;
  // Where nobody has spoken yet its team is not known; a wrong guess costs one refusal.
  if (known.teamId === null || known.teamId === teamId) await heardFrom(tx, known, at);
}
