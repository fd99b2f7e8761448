// What whoever answers for a notice sees when something has changed: what they can say, and the form for it.
import type { Card } from '../cards.ts';
import { deskButton, type Reader } from '../requests/desk-button.ts';
import { forMarkdown } from '../words.ts';
import { boxesOf } from './compose-form.ts';
import { noticeKinds } from './grid.ts';
import type { Change } from './kind.ts';
import type { Notice } from './notice.ts';

type Words = { speak: string; heading: string; lines: string[] };

const saysNow = (notice: Notice, at: Date): string => `It says now: ${noticeKinds[notice.kind].face(notice.facts, at).heading}.`;

/** A form counts for what was so when it was made: a second press finds that it is not so any more. */
export const stampOf = ({ kind, facts }: Pick<Notice, 'kind' | 'facts'>): string => noticeKinds[kind].changedAt(facts) ?? '';

export function changesCard(notice: Notice, reader: Reader, at: Date, words?: Words): Card {
  const { about } = noticeKinds[notice.kind].face(notice.facts, at);
  const { speak, heading, lines } = words ?? { speak: `What has changed: ${about}.`, heading: `What has changed: ${forMarkdown(about)}`, lines: [] };
  const offered = noticeKinds[notice.kind].changes(notice.facts, at);
  const nothing = offered.length === 0 ? ['Nothing more can be said of it but a correction.'] : [];
  return {
    name: 'notice-changes',
    data: { speak, heading, lines: [...lines, saysNow(notice, at), ...nothing], changes: offered.map(({ id, title }) => ({ ...deskButton(reader, 'notice.change-form', notice.id, title), change: id })) },
  };
}

/** With `wrong` it says what to mend; what was typed stays in its boxes. */
export function changeForm(notice: Notice, { id, title, lines, fields }: Change, reader: Reader, at: Date, wrong: { problem: string; typed: Readonly<Record<string, string>> } | null): Card {
  return {
    name: 'notice-form',
    data: {
      speak: `Not saved yet: ${title}.`,
      heading: `Not saved yet: ${forMarkdown(title, { most: 120 })}`,
      lines: [...(wrong === null ? [] : [wrong.problem]), ...lines, saysNow(notice, at)],
      fields: boxesOf(fields, wrong?.typed ?? null),
      change: { ...deskButton(reader, 'notice.change', notice.id, title), change: id, stamp: stampOf(notice) },
    },
  };
}
