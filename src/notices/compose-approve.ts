// What is pressed on a card that asks for approval. Never by its author, and only for what was seen.
import { z } from 'zod';
import type { Card } from '../cards.ts';
import { show } from '../requests/desk-press.ts';
import { plainCard } from '../requests/help-cards.ts';
import { say } from '../requests/save-move.ts';
import type { Answer } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { forMarkdown, mostWritten } from '../words.ts';
import { reachWords } from './compose-audience.ts';
import { seenOf } from './compose-draft.ts';
import { closeApproval, stopFollowing } from './compose-asked.ts';
import { aboutInMarkdown } from './compose-form.ts';
import { cardNow, draftOf } from './manage-now.ts';
import { onNotice, type NoticeNeeds as Needs } from './manage-press.ts';
import { advanceNotice, type Notice } from './notice.ts';
import { saveNotice } from './save-notice.ts';

const seen = z.looseObject({ seen: z.string().max(40), people: z.coerce.number().int(), channels: z.coerce.number().int() });

export const approve = onNotice('notice.approve', seen, async (tx, needs: Needs, { notice, reader, press, inputs, at }) => {
  const again = async (problem?: string): Promise<Answer> => show(await cardNow(tx, needs, notice, reader, problem));
  if (notice.state !== 'awaiting-approval') return again();
  const { reach } = await draftOf(tx, needs, notice, reader);
  if (inputs.seen !== seenOf(notice)) return again('Not approved: it was changed since this card was made. This is how it is now.');
  if (inputs.people !== reach.people || inputs.channels !== reach.channels) return again(`Not approved: by now ${reachWords(reach)} would get it. Press again if that is right.`);
  const byName = press.personName.slice(0, 80);
  const approved = advanceNotice(notice, { is: 'approved', by: reader.personId, byName }, at);
  if (approved === null) return again('Not approved: somebody other than its author must do that.');
  await saveNotice(tx, needs, approved, { actorId: reader.personId, action: 'notice-approved', detail: { ...reach } });
  const card = plainCard(`Approved by ${forMarkdown(byName)}: ${aboutInMarkdown(approved, at)}`, `It goes to ${reachWords(reach)}.`);
  await closeApproval(tx, notice.id, card);
  return show(card);
});

export const decline = onNotice('notice.decline', z.looseObject({ words: z.string().max(mostWritten) }), async (tx, needs: Needs, { notice, reader, press, inputs, at }) => {
  const words = inputs.words.trim();
  const declined = notice.composedBy === reader.personId ? null : advanceNotice(notice, { is: 'declined' }, at);
  if (declined === null || words === '') return show(await cardNow(tx, needs, notice, reader, declined === null ? undefined : 'Not declined: say why, so that its author can mend it.'));
  await saveNotice(tx, needs, declined, { actorId: reader.personId, action: 'notice-declined' });
  const card = plainCard(`Declined by ${forMarkdown(press.personName)}: ${aboutInMarkdown(declined, at)}`, `The reason given: ${forMarkdown(words, { most: mostWritten })}`, 'Nobody was sent it. It is a draft again.');
  await closeApproval(tx, notice.id, card);
  await tellAuthor(tx, needs, declined, reader.key, card);
  return show(card);
});

/** With the draft below, to go on with: a card that changes alerts nobody. */
async function tellAuthor(tx: Tables, needs: Needs, notice: Notice, key: string, card: Card): Promise<void> {
  await stopFollowing(tx, notice.id, card);
  const chat = await tx.conversations.personalOf(notice.composedBy);
  if (chat === null) return;
  await say(tx, chat.id, { is: 'card', card }, needs.clock.calendar());
  await say(tx, chat.id, { is: 'card', card: await cardNow(tx, needs, notice, { key, personId: notice.composedBy }) }, needs.clock.calendar());
}
