// Links of a webinar: what a form takes, and how one is written in a text without coming alive otherwise.
import { forMarkdown } from '../../words.ts';
import { httpsLink } from '../links.ts';

export const neededLink = httpsLink.refine(link => link !== '');
/** Null where the box was left empty. */
export const optionalLink = httpsLink.transform(link => (link === '' ? null : link));

const encoded = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`;

/** In a text block or a message. Signs that would end the link are written as their codes, which mean the same. */
export const linkTo = (title: string, link: string): string => `[${forMarkdown(title)}](${new URL(link).href.replace(/[()<>[\]{}\\*`|$ ]/g, encoded)})`;
