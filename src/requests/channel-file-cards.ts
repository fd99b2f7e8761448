// What is said about a file posted in a channel. To its sender only, but for one sentence that says a file was checked, and nothing of whose or what.
import type { Card, Content } from '../cards.ts';
import { forMarkdown } from '../words.ts';
import { ownChatLink } from './help-cards.ts';
import type { Status } from './service-request.ts';

const onlyYou = 'Only you can see this message.';
const goes = 'In a channel, this message goes after 24 hours.';
const takeAway = '1. Open **More options** on your message, then **Delete**.\n2. In the channel open **Files**, select the file, then **Delete**.';

/** Their words are true in the own chat too: they are said there where the channel does not show them. */
type FileCard = Extract<Card, { name: 'channel-file' }>;
type Parts = { heading: string; lines: string[]; steps?: string; subtle?: string };
const card = (appId: string, { heading, lines, steps = '', subtle = goes }: Parts): FileCard => ({
  name: 'channel-file',
  data: { speak: `${heading}.`, heading, lines, steps, subtle, link: ownChatLink(appId) },
});

const everyoneCanOpen = 'We did not open your file, but everyone in the team can';

/** At once, before the file is read. */
export const openToAll = (appId: string): FileCard =>
  card(appId, {
    heading: 'Everyone in the team can open the file you posted',
    lines: [`${onlyYou} We are checking the file: the result comes to your personal chat with LA Desk, not to the channel.`, 'To take the file away:'],
    steps: takeAway,
    subtle: `Next time, attach it in the personal chat. ${goes}`,
  });

export const readingIsOff = (appId: string): FileCard =>
  card(appId, { heading: everyoneCanOpen, lines: [`${onlyYou} Take the file away, then attach it in your personal chat with LA Desk.`], steps: takeAway });

/** `hasFile`: as far as Teams shows it to us. */
export const strangerInChannel = (appId: string, contact: string, hasFile: boolean): FileCard =>
  card(appId, {
    heading: hasFile ? everyoneCanOpen : 'We do not know you as a Local Administrator yet',
    lines: [onlyYou, `Nothing you send is read until you are on the list for your organisation. Ask your Primary Local Administrator to add you, or ask ${forMarkdown(contact)}.`],
    steps: hasFile ? takeAway : '',
  });

/** Asked for in words, and no file came with them. */
export const nothingAttached = (appId: string): FileCard =>
  card(appId, { heading: 'Not checked: no file came with your message', lines: [`${onlyYou} Attach the CSV in your personal chat with LA Desk: there nobody else can open it.`] });

/** The result has nowhere to go: LA Desk is not installed for them. */
export const addTheApp = (appId: string): FileCard =>
  card(appId, {
    heading: 'Not checked: you do not have a chat with LA Desk yet',
    lines: [`${onlyYou} We did not open your file. To get the result, add LA Desk under **Apps** and send it **hello**. Then attach the file there.`, 'To take the file away from this channel:'],
    steps: takeAway,
  });

export type NotRead = 'nothing' | 'missing' | 'deleted' | 'file-gone' | 'elsewhere' | 'refused' | 'away' | 'failed';

/** Why a file posted in a channel was not read: said in the personal chat, so each line says where "here" is not. */
export function notReadWords(why: NotRead, contact: string): { heading: string; line: string } {
  const here = 'Attach the file in this chat instead.';
  const words: Record<NotRead, [heading: string, line: string]> = {
    'nothing': ['Not checked: no file came with your message in the channel', 'A picture or a link is no file we can open. Attach the CSV in this chat, with the paperclip.'],
    'missing': ['Not read: Teams did not show us your message in the channel', `We tried for half a minute. ${here}`],
    'deleted': ['Not checked: your message in the channel was deleted', 'If you still want the file checked, attach it in this chat.'],
    'file-gone': ['Not checked: the file is not in the channel any more', `Somebody deleted or moved it before we could read it. ${here}`],
    'elsewhere': ['Not read: the file is not kept in the channel itself', `We open only files that were uploaded to the channel, not links to other places. ${here}`],
    'refused': ['Not read: LA Desk may not open files in that channel', `${here} Please tell ${forMarkdown(contact)}: they can find out why.`],
    'away': ['Not read: Microsoft 365 did not give us the file', `It was busy or away for ten minutes. ${here}`],
    'failed': ['Not read: something went wrong on our side', `Nothing was kept. ${here} Please tell ${forMarkdown(contact)} if it happens twice.`],
  };
  const [heading, line] = words[why];
  return { heading, line };
}

/** All that the channel is told, once there is a result. Null before that, and where nothing came of it. */
export const saidInChannel = (status: Status): Content | null =>
  ['receiving', 'choosing', 'checking', 'dropped'].includes(status) ? null : { is: 'text', text: 'A file was checked. The person who sent it has the result in their personal chat.' };
