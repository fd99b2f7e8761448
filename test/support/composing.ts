// What walks about notices begin with: a notice of some kind is composed, looked at, and handed over to whom it is for.
import type { Answer, Chat, Message } from './chat.ts';

type Audience = { toPeople?: 'none' | 'las' | 'primary-las'; toChannels?: string; toOrganisations?: string; sendDate?: string; sendTime?: string; wantsAck?: 'true' | 'false' };

/** As far as the card that names how many would get it. What is typed is sent with each press of its form, as a client does. */
export async function compose(chat: Chat, kind: string, typed: Record<string, string>, audience: Audience): Promise<Answer> {
  const said = await chat.say('notice');
  const kinds = await chat.card(/^Nothing composed yet/, { newerThan: said });
  const form = await chat.press(kinds, 'notice.compose', { kind });
  const preview = await chat.press(form, 'notice.preview', typed);
  const who = await chat.press(preview, 'notice.next', typed);
  return chat.press(who, 'notice.who', { toPeople: 'none', toChannels: '', toOrganisations: '', sendDate: '', sendTime: '', wantsAck: 'false', ...audience });
}

/** Handed over; gives the card that follows it. */
export async function sendNotice(chat: Chat, kind: string, typed: Record<string, string>, audience: Audience): Promise<Message> {
  const handed = await chat.press(await compose(chat, kind, typed, audience), 'notice.send');
  return chat.card(/^(?:About to be sent|Scheduled|Sending|Sent|Waiting for somebody else)/, { newerThan: handed });
}
