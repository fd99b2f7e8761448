// Offers a file by file consent, in the chat of whoever asks for it.
import type { RequestVerb } from '../access/permissions.ts';
import type { Conversation, Services } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { descriptionOf, makeFile, nameOf, type FileName } from './files.ts';
import { heardFrom } from './heard-from.ts';
import { say } from './save-move.ts';
import type { ServiceRequest } from './service-request.ts';

type Needs = Pick<Services, 'clock'>;

/** Nobody asks for the same file again as soon as this. */
const twiceWithinMs = 5_000;

type Offered = { requestId?: string; name: string; description: string; sizeInBytes: number; context: Record<string, string> };

/** Pressed twice at once, or sent twice by Teams under two ids, it is offered once: false the second time. */
export async function offerFile(tx: Tables, needs: Needs, chat: Conversation, { requestId, ...file }: Offered): Promise<boolean> {
  const at = needs.clock.calendar();
  if (await tx.posts.isOffered(requestId ?? null, chat.id, file.context, new Date(at.getTime() - twiceWithinMs))) return false;
  await heardFrom(tx, chat, at);
  await say(tx, chat.id, { is: 'file-consent', ...file }, at, requestId);
  return true;
}

export async function offer(tx: Tables, needs: Needs, chat: Conversation, request: ServiceRequest, verb: RequestVerb, file: FileName): Promise<boolean> {
  const { bytes, rows } = await makeFile(tx, request, file);
  if (rows === 0) return false;
  return offerFile(tx, needs, chat, { requestId: request.id, name: nameOf(request, file), description: descriptionOf(request, file, rows), sizeInBytes: bytes.byteLength, context: { requestId: request.id, file, verb } });
}
