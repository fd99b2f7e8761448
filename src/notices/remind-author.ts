// Tells whoever composed a notice, in their own chat, that it wants something said, with the buttons that say it.
import { say } from '../requests/save-move.ts';
import type { Services } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { forMarkdown, forPlain } from '../words.ts';
import { changesCard } from './change-cards.ts';
import { noticeKinds } from './grid.ts';
import type { Notice } from './notice.ts';

/** `words` is Markdown, escaped. */
export async function remindAuthor(tx: Tables, { clock, log }: Pick<Services, 'clock' | 'log'>, notice: Notice, words: string, key: string): Promise<void> {
  const at = clock.calendar();
  const chat = await tx.conversations.personalOf(notice.composedBy);
  if (chat === null) return log.warn({ notice: notice.id }, 'the author of a notice has no chat with us, and was not reminded');
  const { about } = noticeKinds[notice.kind].face(notice.facts, at);
  const card = changesCard(notice, { key, personId: notice.composedBy }, at, { speak: `To do: ${forPlain(about)}.`, heading: `To do: ${forMarkdown(about)}`, lines: [words] });
  await say(tx, chat.id, { is: 'card', card }, at);
}
