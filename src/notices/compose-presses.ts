// Composing a notice: its kind, what it says with a preview, whom it is for and when, and the press that sends it or asks for approval.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Card } from '../cards.ts';
import type { Reaction } from '../dispatch.ts';
import type { Reader } from '../requests/desk-button.ts';
import { onDesk, rolesHere, show, type DeskPress } from '../requests/desk-press.ts';
import { nonceKey } from '../requests/gather.ts';
import { plainCard } from '../requests/help-cards.ts';
import { say } from '../requests/save-move.ts';
import type { Answer, Press, Turn } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { audience } from './audience.ts';
import { reachWords, readAudience } from './compose-audience.ts';
import { takeBack } from './compose-asked.ts';
import { handedOver, isForNobody, seenOf } from './compose-draft.ts';
import { correctForm, factsForm, kindsCard, typedIn, type Typed } from './compose-form.ts';
import { noticeKinds } from './grid.ts';
import { cardNow, draftOf, knownOrganisations, whoForm } from './manage-now.ts';
import { noLongerHere, onNotice, type NoticeNeeds as Needs } from './manage-press.ts';
import { advanceNotice, composedKindNames, isOut, type Notice, type NoticeKindName } from './notice.ts';
import { noticeCard } from './notice-card.ts';
import { saveNotice } from './save-notice.ts';
import { startingFacts } from './starting-facts.ts';

const forCommunications = plainCard('Not yours to send: notices are sent by communications officers', 'Type **help** for what you can do.');
const anything = z.looseObject({});

/** The id of what is to be composed is on the card already, so that pressing twice composes one. */
export async function chooseKind(needs: Needs, turn: Turn): Promise<Reaction> {
  if ((await rolesHere(needs, 'notice.compose', turn)) === null) return { say: { is: 'card', card: forCommunications } };
  return { say: { is: 'card', card: kindsCard(randomUUID(), { key: await nonceKey(needs.store), personId: turn.personId }) } };
}

const withKind = z.looseObject({ kind: z.enum(composedKindNames) });

/** Of one that may not be kept yet: nothing is, before it can be read. */
const ofKind = (verb: 'notice.compose' | 'notice.preview' | 'notice.next', act: (needs: Needs, pressed: DeskPress, kind: NoticeKindName, known: Notice | null) => Promise<Answer>) =>
  onDesk(verb, async (needs: Needs, pressed) => {
    const known = await needs.store.notices.find(pressed.id);
    const { data } = withKind.safeParse(pressed.press.inputs);
    return data === undefined ? noLongerHere : act(needs, pressed, known?.kind ?? data.kind, known);
  });

export const compose = ofKind('notice.compose', async (needs, { press, id, key }, kind, known) => {
  const reader = { key, personId: press.personId };
  return show(known === null ? factsForm({ id, kind, facts: await startingFacts(needs.store, kind, needs.clock.calendar()), reader, at: needs.clock.calendar() }) : await cardNow(needs.store, needs, known, reader));
});

/** What was typed is saved where it can be read; where not, it stays in its boxes with what to mend. */
const withWhatWasTyped = (verb: 'notice.preview' | 'notice.next', then: (needs: Needs, notice: Notice, reader: Reader, typed: Typed) => Card) =>
  ofKind(verb, async (needs, { press, id, key }, kind, known) => {
    const reader = { key, personId: press.personId };
    const at = needs.clock.calendar();
    const typed = typedIn(press.inputs);
    const read = noticeKinds[kind].read(typed, at, known?.facts ?? null);
    if ('problem' in read) return show(factsForm({ id, kind, facts: known?.facts ?? null, reader, at, typed, problem: read.problem }));
    return needs.store.transaction(async tx => {
      await tx.notices.insert(fresh(id, kind, read.facts, press, at));
      const notice = await tx.notices.lock(id);
      if (notice === null) return noLongerHere;
      if (notice.composedBy === press.personId && isOut(notice)) return show(correctForm({ notice, reader, at, typed, problem: 'It is out since then: what you typed is not saved yet, and would now correct it.' }));
      const changed = notice.composedBy === press.personId && notice.beganAt === null ? advanceNotice(notice, { is: 'changed', facts: read.facts }, at) : null;
      if (changed === null) return show(await cardNow(tx, needs, notice, reader));
      await saveChanged(tx, needs, notice, changed);
      return show(then(needs, (await tx.notices.find(id)) ?? changed, reader, typed));
    });
  });

const fresh = (id: string, kind: NoticeKindName, facts: unknown, press: Press, at: Date): Notice => ({
  id, kind, facts, audience: audience.parse({}), state: 'draft', revision: 1, wantsAck: false, sendAt: null,
  composedBy: press.personId, composedByName: press.personName.slice(0, 80), approvedBy: null, approvedByName: null, createdAt: at, beganAt: null, endedAt: null,
});

/** While it is typed nothing follows from it. Taken back from approval or its time, that is said where it was. */
async function saveChanged(tx: Tables, needs: Needs, before: Notice, changed: Notice): Promise<void> {
  if (before.state === 'draft') return tx.notices.save(changed);
  await takeBack(tx, before, needs.clock.calendar());
  return saveNotice(tx, needs, changed, { actorId: changed.composedBy, action: 'notice-taken-back' });
}

export const preview = withWhatWasTyped('notice.preview', (needs, notice, reader, typed) =>
  factsForm({ id: notice.id, kind: notice.kind, facts: notice.facts, reader, at: needs.clock.calendar(), typed, preview: notice }));
export const chooseWho = withWhatWasTyped('notice.next', (needs, notice, reader) => whoForm(needs, notice, reader));

/** Before it is sent, and by its author alone. */
const ofAuthor = <S extends z.ZodType>(verb: 'notice.form' | 'notice.who-form' | 'notice.who' | 'notice.send' | 'notice.drop', schema: S, act: Parameters<typeof onNotice<Needs, S>>[2]) =>
  onNotice(verb, schema, async (tx, needs: Needs, pressed) => {
    const { notice, reader } = pressed;
    const isTheirs = notice.composedBy === reader.personId && notice.beganAt === null && (notice.state === 'draft' || verb === 'notice.form');
    return isTheirs ? act(tx, needs, pressed) : show(verb === 'notice.send' && notice.composedBy === reader.personId ? handedOver(notice, 'those chosen') : await cardNow(tx, needs, notice, reader));
  });

/** Once a card follows it the form is another one: no redraw takes away what is typed. */
export const showForm = ofAuthor('notice.form', anything, async (tx, _needs, { notice, reader, press, at }) => {
  if (notice.state === 'cancelled') return { message: 'It was cancelled. Type notice to compose another.' };
  const isDraft = notice.state === 'draft';
  const problem = isDraft ? {} : { problem: 'With the first preview it is taken back: it is not sent until you send it again.' };
  const card = factsForm({ id: notice.id, kind: notice.kind, facts: notice.facts, reader, at, preview: notice, ...problem });
  if (isDraft) return show(card);
  await say(tx, press.conversation.id, { is: 'card', card }, at);
  return { message: 'The form is in a new card below.' };
});

export const showWhoForm = ofAuthor('notice.who-form', anything, (_tx, needs, { notice, reader }) => Promise.resolve(show(whoForm(needs, notice, reader))));

export const saveWho = ofAuthor('notice.who', anything, async (tx, needs, { notice, reader, inputs, at }) => {
  const typed = typedIn(inputs);
  const read = readAudience(typed, notice.audience, { channels: needs.settings.NOTICE_CHANNELS, known: await knownOrganisations(tx, at), now: at });
  if ('problem' in read) return show(whoForm(needs, notice, reader, { typed, problem: read.problem }));
  await tx.notices.save({ ...notice, ...read.aim });
  return show(await cardNow(tx, needs, (await tx.notices.find(notice.id)) ?? notice, reader));
});

/** As it is, and to nobody else: presses on it count for nothing. */
export const toMe = onNotice('notice.to-me', anything, async (tx, needs: Needs, { notice, reader, press, at }) => {
  if (notice.beganAt !== null || (notice.state === 'draft' && notice.composedBy !== reader.personId)) return show(await cardNow(tx, needs, notice, reader));
  await say(tx, press.conversation.id, { is: 'card', card: noticeCard({ notice, ...reader, at, merge: null }) }, at);
  return { message: 'It is below, as its readers would see it.' };
});

const seen = z.looseObject({ seen: z.string().max(40), people: z.coerce.number().int(), channels: z.coerce.number().int() });

/** Sends what was seen, to as many as the button named; anything else is shown again. */
export const send = ofAuthor('notice.send', seen, async (tx, needs, { notice, reader, inputs, at }) => {
  const draft = await draftOf(tx, needs, notice, reader);
  const { people, channels } = draft.reach;
  const again = async (problem: string): Promise<Answer> => show(await cardNow(tx, needs, notice, reader, problem));
  if (isForNobody(notice) || people + channels === 0) return again('Not sent: it is for nobody yet.');
  if (inputs.seen !== seenOf(notice)) return again('Not sent: it was changed since you pressed. Look at it again.');
  if (inputs.people !== people || inputs.channels !== channels) return again(`Not sent: by now ${reachWords(draft.reach)} would get it. Press again if that is right.`);
  if (notice.sendAt !== null && notice.sendAt <= at) return again('Not sent: the time chosen has passed. Choose another, or none to send it at once.');
  const finished = advanceNotice(notice, { is: 'finished', needsApproval: draft.needsApproval, sendAt: notice.sendAt }, at);
  if (finished === null) return again('Not sent: it is no draft any more.');
  await saveNotice(tx, needs, finished, { actorId: reader.personId, action: draft.needsApproval ? 'notice-approval-asked' : 'notice-scheduled', detail: { people, channels } });
  if (draft.needsApproval) await tx.jobs.add({ name: 'ask-approval', key: notice.id, payload: { noticeId: notice.id } });
  return show(handedOver(finished, reachWords(draft.reach)));
});

export const drop = ofAuthor('notice.drop', anything, async (tx, needs, { notice, reader, at }) => {
  const dropped = advanceNotice(notice, { is: 'cancelled' }, at);
  if (dropped !== null) await tx.notices.save(dropped);
  return show(dropped === null ? await cardNow(tx, needs, notice, reader) : plainCard('Deleted: this draft, and nobody was sent it', 'Type **notice** to compose another.'));
});
