// An operator stops all changes, in all processes, and lets them go on. Typed in their own chat; a card asks once, with a reason.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Card } from '../cards.ts';
import type { Reaction } from '../dispatch.ts';
import type { Press, Services, Turn } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { formatDateTime, forMarkdown } from '../words.ts';
import type { Brake } from './brake.ts';
import { brakeCard, brakeForm, mostUnderWay, type UnderWay } from './brake-cards.ts';
import type { Reader } from './desk-button.ts';
import { onDesk, rolesHere, show } from './desk-press.ts';
import { nonceKey, progressOf } from './gather.ts';
import { plainCard } from './help-cards.ts';
import { organisationNameOf } from './organisation-name.ts';
import { forSomebodyElse } from './pressed.ts';
import { deliver, say } from './save-move.ts';

type Needs = Pick<Services, 'store' | 'access' | 'settings' | 'clock'>;

const withReason = z.looseObject({ reason: z.string().trim().min(1).max(200) });
const forOperators = plainCard('Not yours to stop: all changes are stopped by operators', 'A resolver can pause a request, or put it on hold, on its card.');
const nothingStopped = plainCard('Nothing is stopped: changes go on', 'To stop them all, type **stop all changes**.');

/** What is being changed in this moment, and the question. The id of the stop is on the card already, so that pressing twice stops once. */
async function formNow({ store, clock }: Needs, id: string, reader: Reader, problem?: string): Promise<Card> {
  const begun = (await store.requests.allOpen()).filter(({ status, halted }) => status === 'in-progress' && halted === null);
  const waiting = await store.rounds.waiting(begun.map(one => one.id), clock.calendar());
  const moving = begun.filter(one => !waiting.has(one.id));
  const shown: UnderWay[] = [];
  for (const request of moving.slice(0, mostUnderWay)) shown.push({ request, organisationName: await organisationNameOf(store, request), progress: await progressOf(store, request) });
  return brakeForm({ id, reader, shown, count: moving.length, ...(problem === undefined ? {} : { problem }) });
}

/** Whoever may stop them may let them go on, whoever it was that stopped them. */
const asked = (otherwise: (needs: Needs, reader: Reader) => Promise<Card>) => async (needs: Needs, turn: Turn): Promise<Reaction> => {
  const { store } = needs;
  if ((await rolesHere(needs, 'changes.stop', turn)) === null) return { say: { is: 'card', card: forOperators } };
  const brake = await store.brakes.current();
  const reader = { key: await nonceKey(store), personId: turn.personId };
  return { say: { is: 'card', card: brake === null ? await otherwise(needs, reader) : brakeCard(brake, reader) } };
};

export const showBrakeForm = asked((needs, reader) => formNow(needs, randomUUID(), reader));
export const showGoOn = asked(() => Promise.resolve(nothingStopped));

export const stopChanges = onDesk('changes.stop', async (needs: Needs, { press, id, key }) => {
  const { store, clock } = needs;
  const reader = { key, personId: press.personId };
  const known = (await store.brakes.find(id)) ?? (await store.brakes.current());
  if (known !== null) return show(brakeCard(known, reader));
  const typed = withReason.safeParse(press.inputs);
  if (!typed.success) return show(await formNow(needs, id, reader, 'Not stopped: say why, in at most 200 characters.'));
  const brake: Brake = { id, reason: typed.data.reason, stoppedByName: press.personName.slice(0, 80), stoppedAt: clock.calendar(), endedByName: null, endedAt: null };
  await store.transaction(tx => saveStopped(tx, needs, press, brake));
  // Of two operators in one moment the first has stopped it, and both see whose stop it is.
  return show(brakeCard((await store.brakes.find(id)) ?? (await store.brakes.current()) ?? brake, reader));
});

async function saveStopped(tx: Tables, { settings }: Needs, press: Press, brake: Brake): Promise<void> {
  if (!(await tx.brakes.put(brake))) return;
  const at = brake.stoppedAt;
  const postId = await tx.posts.add({ conversationId: settings.RESOLVER_CHANNEL, subject: 'brake', content: { is: 'card', card: brakeCard(brake, null) }, at });
  await tx.brakes.shownBy(brake.id, postId);
  await deliver(tx, postId);
  await note(tx, brake.id, press.personId, 'changes-stopped', at);
}

/** Why is not in the audit trail: words may name somebody. */
async function note(tx: Tables, requestId: string, actorId: string, action: string, at: Date): Promise<void> {
  await tx.audit.append({ requestId, at, actorId, action, detail: {} });
  await tx.jobs.add({ name: 'seal-audit', key: 'all', payload: {}, dueAt: new Date(at.getTime() + 60_000) });
  await tx.jobs.add({ name: 'show-brake', key: 'all', payload: {} });
}

export const letGoOn = onDesk('changes.go-on', async (needs: Needs, { press, id, key }) => {
  const { store } = needs;
  await store.transaction(tx => saveGoingOn(tx, needs, press, id));
  const brake = await store.brakes.find(id);
  return brake === null ? forSomebodyElse : show(brakeCard(brake, { key, personId: press.personId }));
});

async function saveGoingOn(tx: Tables, { settings, clock }: Needs, press: Press, id: string): Promise<void> {
  const at = clock.calendar();
  const ended = await tx.brakes.end(id, press.personName.slice(0, 80), at);
  const brake = ended === null ? null : await tx.brakes.find(id);
  if (ended === null || brake === null) return;
  if (ended.postId !== null && (await tx.posts.change(ended.postId, { is: 'card', card: brakeCard(brake, null) }))) await deliver(tx, ended.postId);
  // A card that changes alerts nobody.
  await say(tx, settings.RESOLVER_CHANNEL, { is: 'text', text: `Changes go on, let by ${forMarkdown(brake.endedByName ?? '')}. All were stopped since ${formatDateTime(brake.stoppedAt)}.` }, at);
  await note(tx, id, press.personId, 'changes-go-on', at);
  for (const lane of await tx.rounds.openLanes()) await tx.jobs.add({ name: 'run-lane', key: lane, payload: { lane } });
}
