// Everything the bot says of its own accord. A post goes out once: what came of it is told, and repeating is the caller's decision.
import type { Activity } from 'botbuilder';
import type { ConnectorClient } from 'botframework-connector';
import { z } from 'zod';
import { WorldError } from '../errors.ts';
import { isForSome, type Content } from '../cards.ts';
import type { Conversation, Messenger, SendResult, UpdateResult } from '../services.ts';
import { connectTargeted, connectTo, connectToTeams, type ConnectorOptions } from './connector.ts';
import { activityOf } from './content.ts';
import { isServiceUrlAllowed } from './hosts.ts';
import { failureOf, sendFailed, updateFailed } from './connector-failures.ts';
import { makeSlots, type Pace } from './slots.ts';

export type MessengerOptions = {
  appId: string;
  tenantId: string;
  connector: ConnectorOptions;
  defaultServiceUrl: string;
  pace: Pace;
  machine: () => number;
  wait?: (ms: number) => Promise<void>;
};

/** Their intent is saved before their moment, and what people wait for goes at most so much later for them. */
const DELIVERIES = { readyMs: 50, aheadMs: 250 };

const SentSchema = z.looseObject({ id: z.string().min(1) });
const TeamSchema = z.looseObject({ aadGroupId: z.guid() });
const StartedSchema = z.looseObject({ id: z.string().min(1), serviceUrl: z.string().optional() });

export function makeMessenger(options: MessengerOptions): Messenger {
  const { connector } = options;
  const slots = makeSlots(options);

  /** A Retry-After is for the whole conversation, so everybody who has something to say there waits. */
  async function heeded<R extends SendResult | UpdateResult>(conversation: Conversation, result: R): Promise<R> {
    if (result.is === 'later' && result.afterMs !== undefined) await slots.hold(threadOf(conversation.id), result.afterMs);
    return result;
  }

  return {
    slot: (conversation, begins) => slots.take(threadOf(conversation.id), begins),

    async send(conversation, content) {
      const activity = addressed(content, conversation, options.appId);
      try {
        const answer = await client(conversation, content, connector).conversations.sendToConversation(conversation.id, activity);
        const sent = SentSchema.safeParse(answer);
        return sent.success ? { is: 'sent', activityId: sent.data.id } : { is: 'unknown' };
      } catch (error) {
        const failure = failureOf(error);
        // Somebody who left the team meanwhile can be told nothing there, and a tag can be gone: refused as a bad request, and no fault of ours.
        if (isForSome(content) && failure.status === 400) return { is: 'gone', reason: failure.code };
        return heeded(conversation, sendFailed(failure));
      }
    },

    async update(conversation, activityId, content) {
      const activity = { ...addressed(content, conversation, options.appId), id: activityId };
      try {
        await client(conversation, content, connector).conversations.updateActivity(conversation.id, activityId, activity);
        return { is: 'updated' };
      } catch (error) {
        return heeded(conversation, updateFailed(failureOf(error)));
      }
    },

    async startPersonal(personId, isBooked = false) {
      const { ms: afterMs } = isBooked ? { ms: 0 } : await slots.take(personId);
      if (afterMs > 0) throw new WorldError('throttled', 'too many conversations at once', { retryAfterMs: afterMs });
      return startPersonal(personId, options);
    },

    async book(ids, kept) {
      const idOf = new Map(ids.toReversed().map((id) => [threadOf(id), id]));
      const booked = await options.pace.book([...idOf.keys()].toReversed(), options.tenantId, { ...DELIVERIES, kept });
      return booked.map((one) => ({ ...one, thread: idOf.get(one.thread) ?? one.thread }));
    },

    holdDeliveries: (ms) => options.pace.holdBulk(options.tenantId, ms),

    async groupOf(conversation, teamId) {
      const { ms: afterMs } = await slots.take(threadOf(conversation.id));
      if (afterMs > 0) throw new WorldError('throttled', 'too much at once in this team', { retryAfterMs: afterMs });
      return groupOf(conversation.serviceUrl, teamId, connector);
    },
  };
}

/** Teams answers with the conversation that is already there, so starting it twice does no harm. */
async function startPersonal(personId: string, options: MessengerOptions): Promise<Conversation | null> {
  const { appId, tenantId, defaultServiceUrl, connector } = options;
  const parameters = { bot: { id: `28:${appId}`, name: '' }, members: [{ id: personId, name: '' }], isGroup: false, tenantId, channelData: { tenant: { id: tenantId } } };
  try {
    const connected = connectTo(defaultServiceUrl, connector);
    const started = StartedSchema.parse(await connected.conversations.createConversation(parameters));
    const named = started.serviceUrl ?? '';
    const serviceUrl = isServiceUrlAllowed(named, connector.serviceUrls) ? named : defaultServiceUrl;
    return { id: started.id, kind: 'personal', serviceUrl, tenantId, personId, teamsUserId: null, teamId: null, channelId: null };
  } catch (error) {
    const failure = failureOf(error);
    if (failure.status === 403 || failure.status === 404) return null;
    const retry = failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs };
    throw new WorldError(failure.status === 429 ? 'throttled' : 'unavailable', `the chat could not be started (${failure.code})`, retry);
  }
}

async function groupOf(serviceUrl: string, teamId: string, connector: ConnectorOptions): Promise<string | null> {
  try {
    return TeamSchema.parse(await connectToTeams(serviceUrl, connector).teams.fetchTeamDetails(teamId)).aadGroupId;
  } catch (error) {
    const failure = failureOf(error);
    if (failure.status === 403 || failure.status === 404) return null;
    const retry = failure.retryAfterMs === undefined ? {} : { retryAfterMs: failure.retryAfterMs };
    throw new WorldError('unavailable', `the team could not be looked up (${failure.code})`, retry);
  }
}

function client(conversation: Conversation, content: Content, connector: ConnectorOptions): ConnectorClient {
  return content.is === 'targeted' ? connectTargeted(conversation.serviceUrl, connector) : connectTo(conversation.serviceUrl, connector);
}

function addressed(content: Content, conversation: Conversation, appId: string): Partial<Activity> {
  return { ...activityOf(content), from: { id: `28:${appId}`, name: 'LA Desk' }, conversation: { id: conversation.id } as Activity['conversation'] };
}

/** Teams counts a channel with all its threads as the place it protects; the tighter reading costs us nothing. */
function threadOf(conversationId: string): string {
  return conversationId.split(';')[0] ?? conversationId;
}
