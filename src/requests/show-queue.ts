// The queue on demand, in the resolver channel or in a resolver's own chat.
import type { Card } from '../cards.ts';
import type { Reaction } from '../dispatch.ts';
import type { Answer, Conversation, Press, Services, Turn } from '../services.ts';
import { nonceKey, progressOf } from './gather.ts';
import { plainCard } from './help-cards.ts';
import { nonceFor } from './nonce.ts';
import { readerIn } from './pressed.ts';
import { mostRows, queueCard, type Waiting } from './queue.ts';
import { reference, type ServiceRequest } from './service-request.ts';

type Needs = Pick<Services, 'store' | 'access' | 'settings' | 'clock'>;

const notHere = plainCard('Not shown here: the queue is for resolvers', 'Resolvers read it in their channel, or in their own chat with LA Desk.');

export async function showQueue(needs: Needs, turn: Turn): Promise<Reaction> {
  return { say: { is: 'card', card: await queueFor(needs, turn) } };
}

export const queueAgain = async (needs: Needs, press: Press): Promise<Answer> => ({ card: { is: 'card', card: await queueFor(needs, press) } });

async function queueFor(needs: Needs, { conversation, personId }: { conversation: Conversation; personId: string }): Promise<Card> {
  const reader = readerIn({ conversation, personId }, needs.settings);
  const { isResolver } = await needs.access.rolesOf(personId);
  if (!isResolver || reader === null) return notHere;
  const { store, clock } = needs;
  const open = await store.requests.allOpen();
  const shown: Waiting[] = [];
  for (const request of open.slice(0, mostRows)) shown.push(await waitingOf(store, request));
  const [oldest] = open;
  const nonce = oldest && nonceFor(await nonceKey(store), { requestId: oldest.id, version: oldest.version, verb: 'request.show', personId: reader });
  return queueCard(open, shown, clock.calendar(), oldest && nonce !== undefined ? { title: `Open ${reference(oldest)}, the oldest`, id: oldest.id, nonce } : null, await store.brakes.current());
}

const waitingOf = async (store: Needs['store'], request: ServiceRequest): Promise<Waiting> => ({
  request,
  organisationName: (await store.roster.organisationName(request.organisation ?? '')) ?? request.organisation ?? '',
  progress: request.startedAt === null ? null : await progressOf(store, request),
});
