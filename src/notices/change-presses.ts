// After a notice was sent: whoever answers for it says what has changed, by a form, and every card of it follows.
import { z } from 'zod';
import { mayChange } from '../access/permissions.ts';
import type { Roles } from '../access/roles.ts';
import type { Reaction } from '../dispatch.ts';
import { saveEnded } from '../requests/end-incident.ts';
import { onDesk, rolesHere, show, type DeskPress } from '../requests/desk-press.ts';
import { nonceKey } from '../requests/gather.ts';
import { plainCard } from '../requests/help-cards.ts';
import { forSomebodyElse } from '../requests/pressed.ts';
import { say } from '../requests/save-move.ts';
import type { Answer, Services, Turn } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { forMarkdown } from '../words.ts';
import { changeForm, changesCard, stampOf } from './change-cards.ts';
import { noticeKinds } from './grid.ts';
import type { Changed } from './kind.ts';
import { advanceNotice, isOut, type Notice } from './notice.ts';
import { saveAndAlert, saveNotice } from './save-notice.ts';

type Needs = Pick<Services, 'store' | 'access' | 'settings' | 'clock'>;

/** As many of the latest as are looked through for one that is named. */
const lookedThrough = 200;
const noLonger: Answer = { message: 'It is not out any more, so nothing was changed.' };
const asked = z.looseObject({ change: z.string().max(40), stamp: z.string().max(40).default('') });
const typedText = z.record(z.string(), z.unknown());

async function whoMay({ store }: Pick<Needs, 'store'>, id: string, roles: Roles): Promise<Notice | Answer> {
  const notice = await store.notices.find(id);
  if (notice === null || !mayChange(notice.kind, roles)) return forSomebodyElse;
  return isOut(notice) ? notice : noLonger;
}

const isNotice = (found: Notice | Answer): found is Notice => 'revision' in found;

/** On the card that counts its deliveries, which stays as it is. */
export const showChanges = onDesk('notice.changes', async (needs: Needs, { press, id, roles, key }) => {
  const notice = await whoMay(needs, id, roles);
  if (!isNotice(notice)) return notice;
  const at = needs.clock.calendar();
  await needs.store.transaction(tx => say(tx, press.conversation.id, { is: 'card', card: changesCard(notice, { key, personId: press.personId }, at) }, at));
  return { message: 'Choose in the card below what has changed.' };
});

/** Typed: "update INC31020388". Resolvers have no card that counts deliveries. */
export async function showChangesOf(needs: Needs, turn: Turn, about: string): Promise<Reaction> {
  const [roles, at] = [await rolesHere(needs, 'notice.changes', turn), needs.clock.calendar()];
  if (roles === null) return { say: { is: 'card', card: plainCard('Not yours to change: notices are for communications', 'Type **help** for what you can do.') } };
  const isMeant = ({ kind, facts }: Notice): boolean => noticeKinds[kind].face(facts, at).about.toLowerCase() === about.trim().toLowerCase();
  const notice = (await needs.store.notices.latest(lookedThrough)).find(one => isOut(one) && mayChange(one.kind, roles) && isMeant(one));
  const card = notice === undefined ? plainCard(`Not found: ${forMarkdown(about)}`, 'No notice that you may change and that was sent is called so. Write its name or reference as its button Got it does.') : changesCard(notice, { key: await nonceKey(needs.store), personId: turn.personId }, at);
  return { say: { is: 'card', card } };
}

export const showChangeForm = onDesk('notice.change-form', async (needs: Needs, { press, id, roles, key }) => {
  const notice = await whoMay(needs, id, roles);
  if (!isNotice(notice)) return notice;
  const [reader, at] = [{ key, personId: press.personId }, needs.clock.calendar()];
  const change = noticeKinds[notice.kind].changes(notice.facts, at).find(one => one.id === asked.parse(press.inputs).change);
  return show(change === undefined ? changesCard(notice, reader, at) : changeForm(notice, change, reader, at, null));
});

export const makeChange = onDesk('notice.change', async (needs: Needs, pressed) => {
  const found = await whoMay(needs, pressed.id, pressed.roles);
  return isNotice(found) ? needs.store.transaction(tx => decide(tx, needs, pressed)) : found;
});

/** Of what is so once nobody else changes it. */
async function decide(tx: Tables, needs: Needs, { press, id, key }: DeskPress): Promise<Answer> {
  const notice = await tx.notices.lock(id);
  if (notice === null || !isOut(notice)) return noLonger;
  const [reader, at, { change: name, stamp }] = [{ key, personId: press.personId }, needs.clock.calendar(), asked.parse(press.inputs)];
  const change = noticeKinds[notice.kind].changes(notice.facts, at).find(one => one.id === name);
  const { about } = noticeKinds[notice.kind].face(notice.facts, at);
  if (change === undefined || stamp !== stampOf(notice)) return show(changesCard(notice, reader, at, { speak: `Changed already: ${about}.`, heading: `Changed already: ${forMarkdown(about)}`, lines: ['Nothing was changed by this press.'] }));
  const typed = textsIn(press.inputs, change.fields.map(field => field.id));
  const made = change.make(typed);
  if ('problem' in made) return show(changeForm(notice, change, reader, at, { problem: made.problem, typed }));
  const changed = await save(tx, needs, notice, made, { actorId: press.personId, action: 'notice-changed', detail: { change: name } }, key);
  return show(changesCard(changed, reader, at, { speak: `Saved: ${about}.`, heading: `Saved: every card of ${forMarkdown(about)} is being changed`, lines: [...(changed.state === 'paused' ? ['It is paused: nothing of this is sent before somebody resumes it.'] : []), ...toldOf(made)] }));
}

type Made = Exclude<Changed, { problem: string }>;

const toldOf = ({ alert }: Made): string[] => (alert === null ? [] : [`${alert.to === 'everybody' ? 'Everybody who has it is told' : 'Those who asked to be told are told'}: ${alert.words}`]);

function textsIn(inputs: unknown, ids: readonly string[]): Record<string, string> {
  const all = typedText.parse(inputs);
  return Object.fromEntries(ids.flatMap(id => { const value = all[id]; return typeof value === 'string' ? [[id, value]] : []; }));
}

async function save(tx: Tables, needs: Needs, notice: Notice, { facts, alert, ends }: Made, entry: Parameters<typeof saveNotice>[3], key: string): Promise<Notice> {
  const changed = advanceNotice(notice, { is: 'changed', facts }, needs.clock.calendar()) ?? notice;
  if (alert === null) await saveNotice(tx, needs, changed, entry);
  else await saveAndAlert(tx, needs, changed, alert.words, entry, alert.to);
  for (const { id } of ends === undefined ? [] : await tx.incidents.openBy(ends)) await saveEnded(tx, needs, { id, actorId: entry.actorId, key });
  return changed;
}
