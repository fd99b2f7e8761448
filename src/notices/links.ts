// Links and pictures that a notice may carry. Pure.
import { z } from 'zod';
import type { Field } from './kind.ts';

const isHttps = (text: string): boolean => URL.canParse(text) && new URL(text).protocol === 'https:';

/** Empty, or https: a client opens it with the reader's rights. */
export const httpsLink = z.string().trim().max(500).default('').refine(text => text === '' || isHttps(text));

/** With its text equivalent, which is what many people get of it. Null where there is no address. */
export const picture = z
  .object({ url: httpsLink, words: z.string().trim().max(300) })
  .nullable()
  .refine(shown => shown === null || shown.url === '' || shown.words.length >= 3)
  .transform(shown => (shown === null || shown.url === '' ? null : shown));

export const pictureFields = (now: { url: string; words: string } | null): Field[] => [
  { id: 'pictureUrl', label: 'Picture, https (optional)', kind: 'line', value: now?.url ?? '' },
  { id: 'pictureWords', label: 'The picture in words', kind: 'line', value: now?.words ?? '', most: 300 },
];
