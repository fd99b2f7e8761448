// Whoever had a request is told in their own chat that somebody else has it now.
import type { Press, Services } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { forMarkdown } from '../words.ts';
import { say } from './save-move.ts';
import { reference, type ServiceRequest } from './service-request.ts';

/** Not where they gave it away themselves, or have no chat. */
export async function tellFormerOwner(tx: Tables, { clock }: Pick<Services, 'clock'>, { personId }: Press, before: ServiceRequest, after: ServiceRequest): Promise<void> {
  if (before.ownerId === null || before.ownerId === after.ownerId || before.ownerId === personId) return;
  const chat = await tx.conversations.personalOf(before.ownerId);
  if (chat === null) return;
  await say(tx, chat.id, { is: 'text', text: `${reference(before)} is not yours any more: ${forMarkdown(after.ownerName ?? '')} has it now. You do not need to do anything.` }, clock.calendar(), before.id);
}
