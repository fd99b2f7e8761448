// Links that people give: https only, and dead to Markdown where they are shown.
import { z } from 'zod';
import { forMarkdown } from '../../words.ts';

const isHttps = (text: string): boolean => URL.canParse(text) && new URL(text).protocol === 'https:';

export const httpsLink = z.string().trim().max(500).refine(isHttps);
/** Null where the box was left empty. */
export const optionalLink = z.union([z.literal(''), httpsLink]).default('').transform(link => (link === '' ? null : link));

const encoded = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;

/** In a text block or a message. Signs that would end the link are written as their codes, which mean the same. */
export const linkTo = (title: string, link: string): string => `[${forMarkdown(title)}](${new URL(link).href.replace(/[()<>[\]{}\\*`|$ ]/g, encoded)})`;
