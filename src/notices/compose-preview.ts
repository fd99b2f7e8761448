// A notice's card inside another card, exactly as its readers will see it: what its buttons are is said in words. Pure.
import type { CardData } from '../cards.ts';
import { forMarkdown, joined } from '../words.ts';
import { noticeCard } from './notice-card.ts';
import type { Notice } from './notice.ts';

/** Its buttons are left out, so nobody's key is needed. */
const nobody = { key: 'preview', personId: 'nobody' };

export function previewOf(notice: Notice, at: Date): CardData['notice-draft']['preview'] {
  const card = noticeCard({ notice, at, merge: null, ...nobody });
  if (card.name !== 'notice') throw new Error('Only a notice that is not withdrawn is previewed.');
  const { speak: _speak, answers = [], back, link, follow, ack, ...face } = card.data;
  const titles = [...answers, back, link, follow, ack].flatMap(button => (button === undefined ? [] : [`"${forMarkdown(button.title)}"`]));
  const note = titles.length === 0 ? 'It has no buttons.' : `${titles.length === 1 ? 'Its button is' : 'Its buttons are'} ${joined(titles)}.`;
  return { ...face, title: 'As readers will see it', note };
}
