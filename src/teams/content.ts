// What we want to say, as the activity Teams expects.
import type { Activity, Attachment, Entity } from 'botbuilder';
import type { Content, Mention } from '../cards.ts';
import { renderCard } from './render-card.ts';

/** Teams refuses messages over about 100 KB, counted in UTF-16; it asks bots to stay under this. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages */
const MAX_ACTIVITY_BYTES = 80 * 1024;

/** Throws (our fault) for content too large for Teams. */
export function activityOf(content: Content): Partial<Activity> {
  const activity = bareActivity(content);
  const size = Buffer.byteLength(JSON.stringify(activity), 'utf16le');
  if (size >= MAX_ACTIVITY_BYTES) throw new Error(`a ${content.is} of ${size} bytes is too large for Teams`);
  return activity;
}

function bareActivity(content: Content): Partial<Activity> {
  if (content.is === 'text') return { type: 'message', text: content.text, textFormat: 'markdown', ...(content.mentions === undefined ? {} : { entities: content.mentions.map(mentionEntity) }) };
  if (content.is === 'targeted') return { ...bareActivity({ is: 'card', card: content.card }), recipient: { id: content.to, name: '' } };
  if (content.is === 'card') {
    // The summary is what the notification says.
    return { type: 'message', summary: content.card.data.speak, attachments: [renderCard(content.card)] };
  }
  return { type: 'message', attachments: [content.is === 'file' ? fileInfo(content) : fileConsent(content)] };
}

/** People by their object id in Entra. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/channel-and-group-conversations */
const mentionEntity = ({ id, name, isTag }: Mention): Entity => ({ type: 'mention', text: `<at>${name}</at>`, mentioned: { id, name, ...(isTag === true ? { type: 'tag' } : {}) } });

function fileConsent(content: Extract<Content, { is: 'file-consent' }>): Attachment {
  const { name, description, sizeInBytes, context } = content;
  return {
    contentType: 'application/vnd.microsoft.teams.card.file.consent',
    name,
    content: { description, sizeInBytes, acceptContext: context, declineContext: context },
  };
}

function fileInfo(content: Extract<Content, { is: 'file' }>): Attachment {
  const { name, contentUrl, uniqueId, fileType } = content;
  return { contentType: 'application/vnd.microsoft.teams.card.file.info', name, contentUrl, content: { uniqueId, fileType } };
}
