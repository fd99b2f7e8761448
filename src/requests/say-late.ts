// Says on the ticket why its request is late and the new time: what is promised now, once.
import { createHash } from 'node:crypto';
import type { Again } from '../jobs/run-job.ts';
import type { Services } from '../services.ts';
import { lateComment } from './lateness.ts';

export async function sayLateOnTicket({ store, helpdesk }: Pick<Services, 'store' | 'helpdesk'>, { requestId }: { requestId: string }): Promise<Again> {
  const request = await store.requests.find(requestId);
  if (request?.lateness == null) return undefined;
  // Not raised yet: the helpdesk is away, and the ticket comes first.
  if (request.ticketNumber === null) return { againAfterMs: 60_000 };
  const text = lateComment(request, request.lateness);
  // By what is said: a run too many says nothing new, and another reason or time is another remark.
  const id = `late ${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
  await helpdesk.say(requestId, { id, is: 'comment', text });
  return undefined;
}
