// Alerts resolvers to new requests, once to each: a card by itself alerts nobody. In the thread of its card; several at once are one message.
import type { Mention } from '../cards.ts';
import type { Again } from '../jobs/run-job.ts';
import type { Services } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { forMarkdown, joined, plural } from '../words.ts';
import { at as named, mentionOf } from './mentions.ts';
import { organisationNameOf } from './organisation-name.ts';
import { allResolvers } from './resolvers.ts';
import { say } from './save-move.ts';
import { reference, type ServiceRequest } from './service-request.ts';
import { people } from './view.ts';

type Needs = Pick<Services, 'store' | 'directory' | 'settings' | 'clock' | 'log'>;

/** Teams takes five messages with a tag in a minute. */
const apartMs = 15_000;
/** More names than this would be a crowd called for one list. */
const mostNames = 20;
const atOnce = 50;

export async function mentionResolvers(needs: Needs): Promise<Again> {
  const { store, settings, clock } = needs;
  const ids = await store.requests.unmentioned(atOnce);
  if (ids.length === 0 || settings.RESOLVER_MENTION === 'off') return undefined;
  const last = await store.requests.lastMention();
  const next = new Date((last?.getTime() ?? 0) + apartMs);
  if (next > clock.calendar()) return { againAt: next };
  const mentions = await whom(needs);
  await store.transaction(tx => mention(tx, needs, ids, mentions));
  return ids.length < atOnce ? undefined : { againAfterMs: apartMs };
}

async function whom(needs: Needs): Promise<Mention[]> {
  const wanted = needs.settings.RESOLVER_MENTION;
  if (typeof wanted === 'object') return [mentionOf(wanted.id, wanted.name, { isTag: true })];
  const resolvers = await allResolvers(needs);
  if (resolvers.length <= mostNames) return resolvers.map(({ id, name }) => mentionOf(id, name));
  needs.log.warn({ resolvers: resolvers.length }, 'nobody is alerted to a new request: RESOLVER_GROUP has too many members to name. Set RESOLVER_MENTION to a tag of the resolvers\' team');
  return [];
}

async function mention(tx: Tables, { settings, clock }: Needs, ids: readonly string[], mentions: readonly Mention[]): Promise<void> {
  const at = clock.calendar();
  const fresh: ServiceRequest[] = [];
  for (const id of ids) {
    const request = await tx.requests.lock(id);
    if (request === null || request.mentionedAt !== null) continue;
    await tx.requests.save({ ...request, mentionedAt: at });
    // Somebody was quicker.
    if (request.status === 'submitted' && request.ownerId === null) fresh.push(request);
  }
  const [first, ...others] = fresh;
  const called = mentions.filter(({ id }) => !fresh.every(({ requesterId }) => requesterId === id));
  if (first === undefined || called.length === 0) return;
  const text = others.length === 0 ? await oneLine(tx, first) : `New: ${plural(fresh.length, 'request', 'requests')}, ${joined(fresh.map(reference))}. Nobody has them yet.`;
  const where = others.length === 0 ? await threadOf(tx, first, settings.RESOLVER_CHANNEL, at) : settings.RESOLVER_CHANNEL;
  await say(tx, where, { is: 'text', text: `${text} ${called.map(named).join(', ')}`, mentions: called }, at, others.length === 0 ? first.id : undefined);
}

async function oneLine(tx: Tables, request: ServiceRequest): Promise<string> {
  const waits = request.kind === 'revoke-sessions' ? 'It needs an approval.' : 'Nobody has it yet.';
  return `New: ${reference(request)}, ${people(request.shown?.wouldChange ?? 0)}, ${forMarkdown(await organisationNameOf(tx, request))}. ${waits}`;
}

/** The thread of the request's card, so that the alert leads to it; the channel itself where the card is not there yet. */
async function threadOf(tx: Tables, request: ServiceRequest, channelId: string, at: Date): Promise<string> {
  const card = await tx.posts.cardOf(request.id, channelId, 'resolver');
  const channel = await tx.conversations.find(channelId);
  if (card?.state !== 'posted' || card.activityId === null || channel === null) return channelId;
  const thread = { ...channel, id: `${channelId};messageid=${card.activityId}` };
  await tx.conversations.remember(thread, at);
  return thread.id;
}
