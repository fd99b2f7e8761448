// What the API says of a message, as the page wants it.
import { fileUrl } from './api.js';
import { session } from './session.js';

/**
 * @typedef {{id: string, at: Date, name: string, isBot: boolean, isMine: boolean, text: string, card: object | null,
 *   files: {id: string, name: string, url: string, size: number | null, isGone: boolean}[],
 *   consent: {name: string, size: number | null, answered: 'accepted' | 'declined' | null} | null,
 *   mentions: string[], mentionsMe: boolean, isTargeted: boolean, isEdited: boolean, isDeleted: boolean, replyTo: string | null}} Message
 */

/** @returns {Message} */
export function toMessage(raw) {
  return {
    id: raw.id,
    at: new Date(raw.at),
    ...senderOf(raw.from),
    text: raw.isMention ? `<at>LA Desk</at> ${raw.text}` : (raw.text ?? ''),
    card: raw.card ?? null,
    files: [raw.file, ...(raw.moreFiles ?? [])].filter(Boolean).map(({ id, name, size, isGone }) => ({ id, name, url: fileUrl(id), size: size ?? null, isGone: Boolean(isGone) })),
    consent: raw.fileConsent ? { name: raw.fileConsent.name, size: raw.fileConsent.size ?? null, answered: raw.fileConsent.answered ?? null } : null,
    mentions: (raw.mentions ?? []).map(({ text }) => text),
    mentionsMe: (raw.mentions ?? []).some(({ people }) => people.includes(session.me?.slug)),
    isTargeted: Boolean(raw.targetedTo),
    isEdited: Boolean(raw.edited),
    isDeleted: Boolean(raw.deleted),
    replyTo: raw.replyTo ?? null,
  };
}

/** @param {string} from a person's slug, or "bot" */
function senderOf(from) {
  const person = session.people.find((one) => one.slug === from);
  const isBot = person === undefined && from === 'bot';
  return { name: isBot ? 'LA Desk' : (person?.name ?? from), isBot, isMine: person !== undefined && from === session.me?.slug };
}
