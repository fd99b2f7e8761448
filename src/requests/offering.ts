// Offers a file of a request by file consent, in the chat of whoever asks for it.
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

export async function offer(tx: Tables, needs: Needs, chat: Conversation, request: ServiceRequest, verb: RequestVerb, name: FileName): Promise<boolean> {
  const at = needs.clock.calendar();
  const { bytes, rows } = await makeFile(tx, request, name);
  const context = { requestId: request.id, file: name, verb };
  // Pressed twice at once, or sent twice by Teams under two ids, it is offered once.
  if (rows === 0 || (await tx.posts.isOffered(request.id, chat.id, context, new Date(at.getTime() - twiceWithinMs)))) return false;
  await heardFrom(tx, chat, at);
  await say(tx, chat.id, { is: 'file-consent', name: nameOf(request, name), description: descriptionOf(request, name, rows), sizeInBytes: bytes.byteLength, context }, at, request.id);
  return true;
}
