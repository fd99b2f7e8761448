// What stands on the cards that asked for approval, and on the one that follows a notice, once it is decided or taken back.
import type { Card } from '../cards.ts';
import { deliver } from '../requests/save-move.ts';
import type { Tables } from '../store/tables.ts';

async function put(tx: Tables, postId: string, card: Card): Promise<void> {
  if (await tx.posts.change(postId, { is: 'card', card })) await deliver(tx, postId);
}

/** Nobody is asked any more: their cards say why. */
export async function closeApproval(tx: Tables, noticeId: string, card: Card): Promise<void> {
  for (const postId of await tx.approvals.close(noticeId)) await put(tx, postId, card);
}

/** It is a draft again, so its author's card follows it no longer; sent again, it has a new one below. */
export async function stopFollowing(tx: Tables, noticeId: string, card: Card): Promise<void> {
  const postId = await tx.notices.progressPost(noticeId);
  if (postId !== null) await put(tx, postId, card);
  await tx.approvals.followAnew(noticeId);
}
