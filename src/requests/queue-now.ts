// Reads what the queue card is drawn from, for whoever reads it.
import type { Card } from '../cards.ts';
import type { Tables } from '../store/tables.ts';
import { nonceKey, shownProgress } from './gather.ts';
import { nonceFor } from './nonce.ts';
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
  const nonce = oldest && nonceFor(await nonceKey(store), { requestId: oldest.id, version: oldest.version, verb: 'queue.open', personId: reader });
  return queueCard(open, shown, now, oldest && nonce !== undefined ? { title: `Open ${reference(oldest)}, the oldest`, id: oldest.id, nonce } : null, await store.brakes.current());
}

const waitingOf = async (store: Tables, request: ServiceRequest, waiting: ReadonlyMap<string, Date>): Promise<Waiting> => ({
  request,
  organisationName: await organisationNameOf(store, request),
  progress: await shownProgress(store, request),
  waitsUntil: waiting.get(request.id) ?? null,
});
