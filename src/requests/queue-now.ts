// Reads what the queue card is drawn from, for whoever reads it.
import type { Card } from '../cards.ts';
import type { Tables } from '../store/tables.ts';
import { deskButton } from './desk-button.ts';
import { nonceKey, shownProgress } from './gather.ts';
import { organisationNameOf } from './organisation-name.ts';
import { mostRows, queueCard, type Waiting } from './queue.ts';
import { reference, type ServiceRequest } from './service-request.ts';

export async function queueNow(store: Tables, now: Date, reader: string): Promise<Card> {
  const open = await store.requests.allOpen();
  const shown: Waiting[] = [];
  const first = open.slice(0, mostRows);
  const waiting = await store.rounds.waiting(first.map(({ id }) => id), now);
  for (const request of first) shown.push(await waitingOf(store, request, waiting));
  const [oldest] = open;
  const button = oldest === undefined ? null : deskButton({ key: await nonceKey(store), personId: reader }, 'queue.open', oldest.id, `Open ${reference(oldest)}, the oldest`);
  return queueCard(open, shown, now, button, await store.brakes.current());
}

const waitingOf = async (store: Tables, request: ServiceRequest, waiting: ReadonlyMap<string, Date>): Promise<Waiting> => ({
  request,
  organisationName: await organisationNameOf(store, request),
  progress: await shownProgress(store, request),
  waitsUntil: waiting.get(request.id) ?? null,
});
