// News: a heading, a few lines, a link and a picture. What fits no other kind.
import { z } from 'zod';
import { forMarkdown, forPlain } from '../../words.ts';
import { noticeKind } from '../kind.ts';
import { httpsLink, picture, pictureFields } from '../links.ts';

const facts = z.object({ title: z.string().trim().min(3).max(80), text: z.string().trim().min(3).max(2_000), link: httpsLink, picture });

export const news = noticeKind({
  word: 'news',
  facts,
  fields: now => [
    { id: 'title', label: 'Heading', kind: 'line', value: now?.title ?? '', isRequired: true, most: 80 },
    { id: 'text', label: 'What it says', kind: 'text', value: now?.text ?? '', isRequired: true, most: 2_000 },
    { id: 'link', label: 'Link, https (optional)', kind: 'line', value: now?.link ?? '' },
    ...pictureFields(now?.picture ?? null),
  ],
  read: typed => {
    const read = facts.safeParse({ title: typed['title'], text: typed['text'], link: typed['link'] ?? '', picture: { url: typed['pictureUrl'] ?? '', words: typed['pictureWords'] ?? '' } });
    return read.success ? { facts: read.data } : { problem: 'Enter a heading, what it says, and a link that begins with https:// or none. A picture needs a description in words.' };
  },
  face: ({ title, text, link, picture: shown }) => ({
    heading: forMarkdown(title),
    speak: `${forPlain(title)}.`,
    lines: text.split(/\n+/).map(line => forMarkdown(line, { most: 2_000 })),
    list: '',
    facts: [],
    sections: [],
    ...(shown === null ? {} : { picture: shown }),
    subtle: '',
    ...(link === '' ? {} : { link: { title: `Read about ${forPlain(title, { most: 40 })}`, url: link } }),
    about: forPlain(title, { most: 40 }),
  }),
});
