// Correcting a notice that is out: the form with what it says now, its preview, and the press that changes every card of it.
import { z } from 'zod';
import type { Card } from '../cards.ts';
import type { Reader } from '../requests/desk-button.ts';
import { show } from '../requests/desk-press.ts';
import { plainCard } from '../requests/help-cards.ts';
import { say } from '../requests/save-move.ts';
import type { Tables } from '../store/tables.ts';
import { forMarkdown } from '../words.ts';
import { aboutInMarkdown, alertIn, correctForm, factsSeen, typedIn, type Typed } from './compose-form.ts';
import { noticeKinds } from './grid.ts';
import { withIncident } from './incident-link.ts';
import { cardNow } from './manage-now.ts';
import { onNotice, type NoticeNeeds as Needs } from './manage-press.ts';
import { advanceNotice, isOut, type Notice } from './notice.ts';
import { saveAndAlert, saveCorrected } from './save-notice.ts';

/** A form of its own: the card it is asked for on is redrawn while people press and cards go out. */
export const showCorrectForm = onNotice('notice.correct-form', z.looseObject({}), async (tx, needs: Needs, { notice, reader, press, at }) => {
  if (!isOut(notice)) return show(await cardNow(tx, needs, notice, reader));
  await say(tx, press.conversation.id, { is: 'card', card: correctForm({ notice, reader, at }) }, at);
  return { message: 'The form is in a new card below.' };
});

type Correction = { notice: Notice; typed: Typed; facts: unknown; seen: string; reader: Reader; at: Date };

const onRevision = z.looseObject({ revision: z.coerce.number().int(), seen: z.string().max(40).default('') });
const changedSince = 'Nothing was changed yet: somebody corrected it since you opened this form. Look at what it says now under **notices**, mend what you typed, and look at the preview again.';

/** Anything that cannot be taken keeps what was typed. */
const corrects = (verb: 'notice.correct-preview' | 'notice.correct', act: (tx: Tables, needs: Needs, correction: Correction) => Promise<Card>) =>
  onNotice(verb, onRevision, async (tx, needs: Needs, { notice, reader, inputs, at }) => {
    if (!isOut(notice)) return show(await cardNow(tx, needs, notice, reader));
    const typed = typedIn(inputs);
    if (inputs.revision !== notice.revision) return show(correctForm({ notice, reader, at, typed, problem: changedSince }));
    const read = noticeKinds[notice.kind].read(typed, at, notice.facts);
    if ('problem' in read) return show(correctForm({ notice, reader, at, typed, problem: read.problem }));
    return show(await act(tx, needs, { notice, typed, facts: read.facts, seen: inputs.seen, reader, at }));
  });

const withPreview = ({ notice, typed, facts, reader, at }: Correction, problem?: string): Card =>
  correctForm({ notice, reader, at, typed, preview: { ...notice, facts }, ...(problem === undefined ? {} : { problem }) });

export const previewCorrection = corrects('notice.correct-preview', (_tx, _needs, correction) => Promise.resolve(withPreview(correction)));

/** What was seen in the preview, and nothing else. */
export const correct = corrects('notice.correct', async (tx, needs, correction) => {
  const { notice, typed, facts, seen, reader, at } = correction;
  if (seen !== factsSeen(facts)) return withPreview(correction, 'Nothing was changed yet: you typed more since the preview. This is what it would say.');
  const advanced = advanceNotice(notice, { is: 'changed', facts }, at);
  if (advanced === null) return cardNow(tx, needs, notice, reader);
  const changed = await withIncident(tx, advanced);
  const text = alertIn(typed);
  const entry = { actorId: reader.personId, action: 'notice-corrected', detail: { alert: text !== '' } };
  await (text === '' ? saveCorrected(tx, needs, { before: notice, notice: changed }, entry) : saveAndAlert(tx, needs, changed, forMarkdown(text, { most: 200 }), entry));
  await tellOthers(tx, changed, reader.personId, at);
  return plainCard(`Corrected: ${aboutInMarkdown(changed, at)}`, followsWords(changed, text));
});

function followsWords({ state }: Notice, alert: string): string {
  if (state === 'paused') return `It is paused: its cards are changed${alert === '' ? '' : ', and the short new message is sent,'} when you resume it.`;
  return `Every card of it is being changed now.${alert === '' ? '' : ' The short new message goes to everybody who has it.'} The card that counts it follows it.`;
}

/** A correction does not wait for approval, since what is wrong is out: whoever answered for it hears of it. */
async function tellOthers(tx: Tables, notice: Notice, correctedBy: string, at: Date): Promise<void> {
  const text = `Corrected everywhere: ${aboutInMarkdown(notice, at)}. You ${notice.approvedBy === null ? 'composed' : 'composed or approved'} it. Type **notices** to see it as it is now.`;
  for (const personId of new Set([notice.composedBy, notice.approvedBy])) {
    const chat = personId === null || personId === correctedBy ? null : await tx.conversations.personalOf(personId);
    if (chat !== null) await say(tx, chat.id, { is: 'text', text }, at);
  }
}
