// The form in which communications writes up a webinar: its recording, and what was said topic by topic.
import type { Card, CardData } from '../../cards.ts';
import { deskButton, type Reader } from '../../requests/desk-button.ts';
import { formatDate, plural, unescaped } from '../../words.ts';
import type { Planned } from './look.ts';
import { titleOf, updateLine } from './webinar-card.ts';

type Typed = CardData['webinar-updates-form']['typed'];
export const nothingTyped: Typed = { topic: '', words: '', link: '' };

type Form = { updateId: string; reader: Reader; typed: Typed; problem?: string; recording?: string };

export function updatesForm(shown: Planned, { updateId, reader, typed, problem, recording }: Form): Card {
  const { occurrence, updates } = shown;
  const heading = `${updates.length === 0 ? 'Not written yet' : `Not posted yet, ${plural(updates.length, 'key update', 'key updates')}`}: ${titleOf(shown)}, ${formatDate(occurrence.startsAt)}`;
  return {
    name: 'webinar-updates-form',
    data: {
      speak: `${unescaped(heading)}.`, heading,
      lines: [...(problem === undefined ? [] : [problem]), 'Add one topic after the other, then post. The card in the channel shows them with the recording, and they are kept for search. You can come back: type **webinar updates**.'],
      items: updates.map(updateLine), recording: recording ?? occurrence.recording ?? '', typed, updateId,
      add: deskButton(reader, 'webinar.add-update', occurrence.id, 'Add this key update'), post: deskButton(reader, 'webinar.post-updates', occurrence.id, 'Post the key updates'),
    },
  };
}
