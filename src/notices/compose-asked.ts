// What stands on the cards that asked for approval, and on the one that follows a notice, once it is decided or taken back.
import type { Card } from '../cards.ts';
import { plainCard } from '../requests/help-cards.ts';
import { deliver } from '../requests/save-move.ts';
import type { Tables } from '../store/tables.ts';
import { aboutInMarkdown } from './compose-form.ts';
import type { Notice } from './notice.ts';

async function put(tx: Tables, postId: string, card: Card): Promise<void> {
  if (await tx.posts.change(postId, { is: 'card', card })) await deliver(tx, postId);
}

/** Nobody is asked any more: their cards say why. */
export async function closeApproval(tx: Tables, noticeId: string, card: Card): Promise<void> {
  for (const postId of await tx.approvals.close(noticeId)) await put(tx, postId, card);
}

/** Its author changes it: nobody answers for it as it was. */
export async function takeBack(tx: Tables, notice: Notice, at: Date): Promise<void> {
  const card = plainCard(`Taken back by its author: ${aboutInMarkdown(notice, at)}`, 'It is being changed. Nobody was sent it.');
  await closeApproval(tx, notice.id, card);
  await stopFollowing(tx, notice.id, card);
}

/** It is a draft again, so its author's card follows it no longer; sent again, it has a new one below. */
export async function stopFollowing(tx: Tables, noticeId: string, card: Card): Promise<void> {
  const postId = await tx.notices.progressPost(noticeId);
  if (postId !== null) await put(tx, postId, card);
  await tx.approvals.followAnew(noticeId);
}
