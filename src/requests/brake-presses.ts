// An operator stops all changes, in all processes, and lets them go on. Typed in their own chat; a card asks once, with a reason.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { noDirectory } from '../access/look-up.ts';
import { mayHere } from '../access/permissions.ts';
import type { Card } from '../cards.ts';
import type { Reaction } from '../dispatch.ts';
import { UserError } from '../errors.ts';
import type { Answer, Press, Services, Turn } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { formatDateTime, forMarkdown } from '../words.ts';
import type { Brake } from './brake.ts';
import { brakeCard, brakeForm, mostUnderWay, type UnderWay } from './brake-cards.ts';
import { nonceKey, progressOf } from './gather.ts';
import { plainCard } from './help-cards.ts';
import { boundTo } from './nonce.ts';
import { deliver, say } from './save-move.ts';

type Needs = Pick<Services, 'store' | 'access' | 'settings' | 'clock'>;

const onBrake = z.looseObject({ id: z.uuid(), nonce: z.string().max(64) });
const withReason = z.looseObject({ reason: z.string().trim().min(1).max(200) });
const forOperators = plainCard('Not yours to stop: all changes are stopped by operators', 'A resolver can pause a request, or put it on hold, on its card.');
const nothingStopped = plainCard('Nothing is stopped: changes go on', 'To stop them all, type **stop all changes**.');
const unknown: Answer = { message: 'This card is for somebody else. Nothing was changed.' };
const show = (card: Card): Answer => ({ card: { is: 'card', card } });

async function isOperator({ access }: Needs, personId: string): Promise<boolean> {
  const roles = await access.rolesOf(personId);
  // Both ways: whoever may stop them may let them go on. Its cards are in operators' own chats, and count nowhere else.
  const is = mayHere('changes.stop', roles, 'own chat');
  if (!is && roles.isUncertain === true) throw new UserError(noDirectory);
  return is;
}

const readerOf = async ({ store }: Needs, personId: string) => ({ key: await nonceKey(store), personId });

/** What is being changed in this moment, and the question. The id of the stop is on the card already, so that pressing twice stops once. */
async function formNow(needs: Needs, id: string, personId: string, problem?: string): Promise<Card> {
  const { store } = needs;
  const begun = (await store.requests.allOpen()).filter(({ status, halted }) => status === 'in-progress' && halted === null);
  const waiting = await store.rounds.waiting(begun.map(one => one.id), needs.clock.calendar());
  const moving = begun.filter(one => !waiting.has(one.id));
  const shown: UnderWay[] = [];
  for (const request of moving.slice(0, mostUnderWay)) shown.push({ request, organisationName: (await store.roster.organisationName(request.organisation ?? '')) ?? '', progress: await progressOf(store, request) });
  return brakeForm({ id, reader: await readerOf(needs, personId), shown, count: moving.length, ...(problem === undefined ? {} : { problem }) });
}

const asked = (otherwise: (needs: Needs, personId: string) => Promise<Card>) => async (needs: Needs, { personId }: Turn): Promise<Reaction> => {
  if (!(await isOperator(needs, personId))) return { say: { is: 'card', card: forOperators } };
  const brake = await needs.store.brakes.current();
  return { say: { is: 'card', card: brake === null ? await otherwise(needs, personId) : brakeCard(brake, await readerOf(needs, personId)) } };
};

export const showBrakeForm = asked((needs, personId) => formNow(needs, randomUUID(), personId));
export const showGoOn = asked(() => Promise.resolve(nothingStopped));

/** Null where it is forged, for somebody else, or pressed anywhere but in one's own chat. */
async function idOf({ store }: Needs, press: Press, verb: string): Promise<string | null> {
  const { success, data } = onBrake.safeParse(press.inputs);
  if (!success || press.conversation.kind !== 'personal') return null;
  return boundTo(await nonceKey(store), data.nonce, { id: data.id, version: 1 }, verb, [press.personId]) === null ? null : data.id;
}

export async function stopChanges(needs: Needs, press: Press): Promise<Answer> {
  const { store, clock } = needs;
  const id = await idOf(needs, press, 'changes.stop');
  if (id === null || !(await isOperator(needs, press.personId))) return unknown;
  const reader = await readerOf(needs, press.personId);
  const known = (await store.brakes.find(id)) ?? (await store.brakes.current());
  if (known !== null) return show(brakeCard(known, reader));
  const typed = withReason.safeParse(press.inputs);
  if (!typed.success) return show(await formNow(needs, id, press.personId, 'Not stopped: say why, in at most 200 characters.'));
  const brake: Brake = { id, reason: typed.data.reason, stoppedByName: press.personName.slice(0, 80), stoppedAt: clock.calendar(), endedByName: null, endedAt: null };
  await store.transaction(tx => saveStopped(tx, needs, press, brake));
  // Of two operators in one moment the first has stopped it, and both see whose stop it is.
  return show(brakeCard((await store.brakes.find(id)) ?? (await store.brakes.current()) ?? brake, reader));
}

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

export async function letGoOn(needs: Needs, press: Press): Promise<Answer> {
  const { store } = needs;
  const id = await idOf(needs, press, 'changes.go-on');
  if (id === null || !(await isOperator(needs, press.personId))) return unknown;
  await store.transaction(tx => saveGoingOn(tx, needs, press, id));
  const brake = await store.brakes.find(id);
  return brake === null ? unknown : show(brakeCard(brake, await readerOf(needs, press.personId)));
}

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
