// Sends a notice: what waits is said, and cards that are behind are brought up to date. Intent before each call; a lost answer is unknown, and never repeated by itself.
import type { Content } from '../cards.ts';
import type { Again } from '../jobs/run-job.ts';
import { nonceKey } from '../requests/gather.ts';
import { everybody } from '../requests/nonce.ts';
import { ownChat } from '../requests/own-chat.ts';
import type { Conversation, Services } from '../services.ts';
import type { Delivery } from '../store/deliveries.ts';
import { advanceNotice, alertOf, isOut, type Notice } from './notice.ts';
import { noticeCard } from './notice-card.ts';
import { saveNotice } from './save-notice.ts';

type Needs = Pick<Services, 'store' | 'messenger' | 'clock' | 'log'>;

/** In one run of the job. */
const atOnce = 20;

export async function sendNotice(needs: Needs, { noticeId }: { noticeId: string }): Promise<Again> {
  const { store, clock } = needs;
  const notice = await store.notices.find(noticeId);
  if (notice?.beganAt == null) return undefined;
  const open = await store.deliveries.open(noticeId, notice.revision, clock.calendar(), atOnce);
  const [key, alerts] = [await nonceKey(store), await store.notices.alerts(noticeId)];
  const done = new Set<string>();
  for (const delivery of open) {
    const content = contentOf(notice, delivery, { key, alerts, at: clock.calendar() });
    const afterMs = content === null ? null : await deliver(needs, notice, delivery, content);
    if (afterMs === null) done.add(delivery.id);
    else return { againAfterMs: afterMs };
  }
  await store.jobs.add({ name: 'show-delivery', key: noticeId, payload: { noticeId } });
  if (open.length === atOnce && done.size > 0) return { againAfterMs: 0 };
  return finish(needs, noticeId);
}

/** Those who rest are sent to when they are back; with nobody left it is sent. */
async function finish(needs: Needs, noticeId: string): Promise<Again> {
  const next = await needs.store.deliveries.nextDue(noticeId);
  if (next !== null) return next > needs.clock.calendar() ? { againAt: next } : undefined;
  await needs.store.transaction(async tx => {
    const notice = await tx.notices.lock(noticeId);
    const sent = notice && advanceNotice(notice, { is: 'all-sent' }, needs.clock.calendar());
    if (sent) await saveNotice(tx, needs, sent, { actorId: 'la-desk', action: 'notice-sent' });
  });
  return undefined;
}

type Reading = { key: string; alerts: ReadonlyMap<number, string>; at: Date };

function contentOf(notice: Notice, { part, personId, merge }: Delivery, { key, alerts, at }: Reading): Content | null {
  const n = alertOf(part);
  if (n === null) return { is: 'card', card: noticeCard({ notice, key, at, personId: personId ?? everybody, merge }) };
  const text = alerts.get(n);
  return text === undefined ? null : { is: 'text', text };
}

/** Null once something came of it; otherwise after how many milliseconds to come back. */
async function deliver(needs: Needs, notice: Notice, delivery: Delivery, content: Content): Promise<number | null> {
  const { store, messenger, clock } = needs;
  const conversation = await placeOf(needs, delivery);
  if (conversation === null) {
    if (await store.deliveries.begin(delivery.id)) await store.deliveries.failed(delivery.id, 'not-installed', clock.calendar());
    return null;
  }
  const { ms } = await messenger.slot(conversation);
  if (ms > 0) return ms;
  return delivery.state === 'delivered' ? redraw(needs, notice, delivery, conversation, content) : post(needs, notice, delivery, conversation, content);
}

async function placeOf({ store, messenger }: Needs, { personId, conversationId }: Delivery): Promise<Conversation | null> {
  if (personId !== null) return ownChat({ store, messenger }, { personId, teamsUserId: null });
  const known = conversationId === null ? null : await store.conversations.find(conversationId);
  return known?.goneReason === null ? known : null;
}

async function post({ store, messenger, clock }: Needs, notice: Notice, { id }: Delivery, conversation: Conversation, content: Content): Promise<number | null> {
  if (!(await store.deliveries.begin(id))) return null;
  await store.deliveries.placed(id, conversation.id);
  const result = await messenger.send(conversation, content);
  switch (result.is) {
    case 'sent':
      await store.deliveries.delivered(id, { activityId: result.activityId, drawn: notice.revision, at: clock.calendar() });
      return null;
    case 'gone':
      await store.deliveries.failed(id, result.reason, clock.calendar());
      return null;
    case 'unknown':
      await store.deliveries.unknown(id, clock.calendar());
      return null;
    case 'later':
      await store.deliveries.later(id);
      return result.afterMs ?? 1_000;
  }
}

async function redraw({ store, messenger }: Needs, notice: Notice, delivery: Delivery, conversation: Conversation, content: Content): Promise<number | null> {
  if (delivery.activityId === null || !isOut(notice) && notice.state !== 'withdrawn') return null;
  const result = await messenger.update(conversation, delivery.activityId, content);
  if (result.is === 'later') return result.afterMs ?? 1_000;
  await store.deliveries.drawn(delivery.id, notice.revision);
  return null;
}
