// Names in a message that alert those they belong to. The words of the message hold each as at() writes it; without that Teams ignores the mention.
import type { Mention } from '../cards.ts';
import { forPlain } from '../words.ts';

/** `id`: a person's object id in Entra, or with `isTag` a tag's of the team. */
export const mentionOf = (id: string, name: string, more: { isTag?: true } = {}): Mention => ({ id, name: forPlain(name).replace(/[<>&" ]+/g, ' ').trim() || 'you', ...more });

export const at = ({ name }: Mention): string => `<at>${name}</at>`;
