// A notice's deliveries as calls to Teams: what each says, what is saved before it, and what came of it after.
import type { Content } from '../cards.ts';
import { loudness, WorldError } from '../errors.ts';
import { everybody } from '../requests/nonce.ts';
import type { Conversation, Services } from '../services.ts';
import type { Ended, Holder, Taken } from '../store/deliveries.ts';
import type { Item, Source } from './fan-out.ts';
import { batched } from './batched.ts';
import { alertOf, type Notice } from './notice.ts';
import { noticeCard } from './notice-card.ts';
import { again, outcomeOf, updateOutcomeOf, type Outcome, type Tries } from './outcome.ts';

type Needs = Pick<Services, 'store' | 'messenger' | 'clock' | 'log'>;
/** As it is when deliveries are claimed; `owner`: whose leases. */
type Reading = { notice: Notice; alerts: ReadonlyMap<number, string>; key: string };
/** `place` null: their own chat is to be started, which is a call too. */
type Call = Item & { delivery: Taken; to: Conversation | null; content: Content; revision: number };

/** Longer than a call and the wait for it: after that its process is taken for dead. */
const leaseMs = 20_000;

export function deliveriesOf(needs: Needs, noticeId: string, { owner, key }: { owner: string; key: string }): Source<Call> {
  const { store, clock } = needs;
  const holder = (): Holder => ({ owner, until: new Date(clock.machine() + leaseMs) });
  const begin = batched((deliveries: readonly { id: string; conversationId: string }[]) => store.deliveries.begin(deliveries, holder()));
  const end = batched((ended: readonly Ended[]) => store.deliveries.end(ended, owner, clock.calendar()));

  return {
    async claim(limit) {
      const taken = await store.deliveries.claim(noticeId, holder(), { now: clock.calendar(), machineNow: new Date(clock.machine()), limit });
      // After the claim: what was corrected or added since is said as it is now.
      const notice = await store.notices.find(noticeId);
      if (notice === null) return [];
      const alerts = await store.notices.alerts(noticeId);
      const calls = taken.map(delivery => callOf({ notice, alerts, key }, delivery, clock.calendar()));
      await Promise.all(calls.flatMap(one => (isCall(one) ? [] : [end(one)])));
      return calls.filter(isCall);
    },
    async ready({ delivery: { id, state }, to }) {
      return to === null || state === 'delivered' || (await begin({ id, conversationId: to.id })).has(id);
    },
    async call(call, answered) {
      const came = call.to === null ? await start(needs, call, answered) : await outcomeOfCall(needs, call, { to: call.to, answered });
      if (!('is' in came)) return { ...call, to: came, place: came.id, isReady: false };
      await end(endedOf(call, came, clock));
      return null;
    },
    release: calls => store.deliveries.release(calls.map(({ delivery }) => delivery.id), owner),
  };
}

const isCall = (one: Call | Ended): one is Call => 'delivery' in one;

/** Where nothing can be said, or changed: that is what came of it. */
function callOf(reading: Reading, delivery: Taken, at: Date): Call | Ended {
  const { id, place, personId, state } = delivery;
  const { revision } = reading.notice;
  const content = contentOf(reading, delivery, at);
  if (state === 'delivered' && (place === null || delivery.activityId === null)) return { id, state, drawn: revision };
  if (content === null || (place === null && personId === null)) return { id, state: 'failed', reason: 'gone' };
  return { place: place?.id ?? personId ?? id, isReady: false, delivery, to: place, content, revision };
}

function contentOf({ notice, alerts, key }: Reading, { part, personId, merge }: Taken, at: Date): Content | null {
  const n = alertOf(part);
  if (n === null) return { is: 'card', card: noticeCard({ notice, key, at, personId: personId ?? everybody, merge }) };
  const text = alerts.get(n);
  return text === undefined ? null : { is: 'text', text };
}

const triesOf = ({ delivery: { failures } }: Call): Tries => ({ failures, random: Math.random() });

async function outcomeOfCall(needs: Needs, call: Call, { to, answered }: { to: Conversation; answered: () => void }): Promise<Outcome> {
  const { store, messenger, clock } = needs;
  const { delivery: { state, activityId }, content } = call;
  try {
    if (state === 'delivered') {
      const updated = await messenger.update(to, activityId ?? '', content);
      answered();
      return await heeded(needs, updateOutcomeOf(updated, triesOf(call)));
    }
    const result = await messenger.send(to, content);
    if (result.is !== 'unknown') answered();
    if (result.is === 'gone') await store.conversations.gone(to.id, result.reason, clock.calendar());
    return await heeded(needs, outcomeOf(result, triesOf(call)));
  } catch (err) {
    return notMade(needs, call, err);
  }
}

/** Answers the chat, or why there is none. */
async function start(needs: Needs, call: Call, answered: () => void): Promise<Conversation | Outcome> {
  const { store, messenger, clock } = needs;
  try {
    const chat = await messenger.startPersonal(call.delivery.personId ?? '', true);
    answered();
    if (chat === null) return { is: 'failed', reason: 'not-installed' };
    await store.conversations.remember(chat, clock.calendar());
    return chat;
  } catch (err) {
    return notMade(needs, call, err);
  }
}

/** The messenger throws only where nothing was said. */
function notMade(needs: Needs, call: Call, err: unknown): Promise<Outcome> {
  needs.log[loudness(err)]({ deliveryId: call.delivery.id, err }, 'a delivery could not be made');
  const afterMs = err instanceof WorldError ? err.retryAfterMs : undefined;
  const status = err instanceof WorldError && err.failure === 'throttled' ? 429 : undefined;
  return heeded(needs, again({ ...(afterMs === undefined ? {} : { afterMs }), ...(status === undefined ? {} : { status }) }, triesOf(call)));
}

/** Teams wants fewer calls: for all processes. */
async function heeded({ messenger }: Needs, outcome: Outcome): Promise<Outcome> {
  if (outcome.is === 'again' && outcome.pauseMs > 0) await messenger.holdDeliveries(outcome.pauseMs);
  return outcome;
}

function endedOf({ delivery: { id, state }, revision }: Call, outcome: Outcome, clock: Services['clock']): Ended {
  switch (outcome.is) {
    case 'delivered':
      return { id, state: 'delivered', activityId: outcome.activityId, drawn: revision };
    case 'drawn':
      return { id, state: 'delivered', drawn: revision };
    case 'failed':
      return { id, state: 'failed', reason: outcome.reason };
    case 'unknown':
      return { id, state: 'unknown' };
    case 'again':
      return { id, state: state === 'delivered' ? 'delivered' : 'waiting', notBefore: new Date(clock.machine() + outcome.afterMs) };
  }
}
