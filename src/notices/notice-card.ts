// A notice's card, for whoever reads it: the face its kind gives it, its buttons, and what is merged for one organisation.
import { deskButton } from '../requests/desk-button.ts';
import { plainCard } from '../requests/help-cards.ts';
import type { Card } from '../cards.ts';
import { forMarkdown } from '../words.ts';
import { noticeKinds } from './grid.ts';
import { merged } from './merge-columns.ts';
import type { Notice } from './notice.ts';

export type Drawing = { notice: Notice; key: string; at: Date; personId: string; merge: Readonly<Record<string, string>> | null };

export function noticeCard({ notice, key, at, personId, merge }: Drawing): Card {
  const face = merged(noticeKinds[notice.kind].face(notice.facts, at), merge);
  if (notice.state === 'withdrawn') return plainCard(`Withdrawn: ${forMarkdown(face.about)}`, 'It is no longer so, or should not have been sent. You do not need to do anything.');
  const reader = { key, personId };
  const own = noticeKinds[notice.kind].card(notice.facts, reader, at);
  if (own !== null) return own;
  const { follow, about, answers, back, ...shown } = face;
  return {
    name: 'notice',
    data: {
      ...shown,
      ...(answers === undefined ? {} : { answers: answers.map(({ title, value }) => ({ ...deskButton(reader, 'notice.sign-up', notice.id, title), choice: value })) }),
      ...(back === undefined ? {} : { back: deskButton(reader, 'notice.take-back', notice.id, back) }),
      ...(follow === undefined ? {} : { follow: deskButton(reader, 'notice.follow', notice.id, follow) }),
      ...(notice.wantsAck ? { ack: deskButton(reader, 'notice.ack', notice.id, `Got it: ${about}`) } : {}),
    },
  };
}
