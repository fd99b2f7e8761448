// A notice before it is sent, as its author sees it, and as whoever approves it does. Pure.
import { createHash } from 'node:crypto';
import type { Card, Fact } from '../cards.ts';
import { deskButton, type Reader } from '../requests/desk-button.ts';
import { plainCard } from '../requests/help-cards.ts';
import { formatDateTime, forMarkdown } from '../words.ts';
import { audienceWords, reachWords, whenWords, type NamedChannel, type Reach } from './compose-audience.ts';
import { previewOf } from './compose-preview.ts';
import { noticeKinds } from './grid.ts';
import { mergeWarnings } from './merge-columns.ts';
import type { Notice } from './notice.ts';

/** What somebody saw and answers for: what it says, to whom, when. A draft that was changed since has another. */
export const seenOf = ({ kind, facts, audience, sendAt, wantsAck }: Notice): string =>
  createHash('sha256').update(JSON.stringify([kind, facts, audience, sendAt, wantsAck])).digest('base64url').slice(0, 22);

export const isForNobody = ({ audience }: Pick<Notice, 'audience'>): boolean => audience.channels.length === 0 && audience.people === 'none';

export type Draft = { notice: Notice; reach: Reach; reader: Reader; channels: readonly NamedChannel[]; needsApproval: boolean; at: Date; problem?: string };

const factsOf = ({ notice, channels }: Draft, soon: string): Fact[] => [
  { title: 'Goes to', value: forMarkdown(audienceWords(notice.audience, channels), { most: 400 }) },
  { title: 'When', value: whenWords(notice.sendAt, soon) },
];

/** What each organisation's own row leaves open. */
const mindColumns = ({ notice, at }: Draft): string[] => mergeWarnings(noticeKinds[notice.kind].face(notice.facts, at), notice.audience);

const bound = ({ notice, reach, reader }: Draft, verb: 'notice.send' | 'notice.approve', title: string) => ({ ...deskButton(reader, verb, notice.id, title), seen: seenOf(notice), ...reach });

/** `problem`: why the last press did nothing. */
export function draftCard(draft: Draft): Card {
  const { notice, reach, reader, needsApproval, at, problem } = draft;
  const heading = `Not sent yet: ${reachWords(reach)} would get it`;
  const hasReach = reach.people + reach.channels > 0;
  const title = needsApproval ? `Ask for approval to send it to ${reachWords(reach)}` : `${notice.sendAt === null ? 'Send' : 'Schedule'} to ${reachWords(reach)}`;
  return {
    name: 'notice-draft',
    data: {
      speak: `${heading}.`,
      heading,
      lines: [...(problem === undefined ? [] : [problem]), ...mindColumns(draft), needsApproval ? 'Another communications officer must approve it before it is sent.' : 'Look at it once more: what is sent can be corrected everywhere, but people will have been alerted.'],
      facts: factsOf(draft, needsApproval ? 'as soon as it is approved' : 'as soon as you press'),
      preview: previewOf(notice, at),
      ...(hasReach ? { send: bound(draft, 'notice.send', title) } : {}),
      toMe: deskButton(reader, 'notice.to-me', notice.id, 'Send to me first'),
      form: deskButton(reader, 'notice.form', notice.id, 'Change what it says'),
      who: deskButton(reader, 'notice.who-form', notice.id, 'Change who and when'),
      drop: deskButton(reader, 'notice.drop', notice.id, 'Delete this draft'),
    },
  };
}

/** In the place of the card that sent it: what follows it is another one. */
export function handedOver({ state, sendAt }: Notice, reach: string): Card {
  if (state === 'awaiting-approval') return plainCard(`Asked for approval: ${reach} get it once somebody approves`, 'Its card below follows it.');
  if (state === 'scheduled' && sendAt !== null) return plainCard(`Scheduled for ${formatDateTime(sendAt)}`, 'Its card below follows it. Until then you can cancel it there.');
  return plainCard(`Handed over: it goes to ${reach}`, 'Its card below counts what becomes of it.');
}

/** Never for its author. */
export function approvalCard(draft: Draft): Card {
  const { notice, reach, reader, at, problem } = draft;
  const heading = `Waiting for your approval: ${reachWords(reach)} would get it`;
  return {
    name: 'notice-draft',
    data: {
      speak: `${heading}.`,
      heading,
      lines: [...(problem === undefined ? [] : [problem]), ...mindColumns(draft), `${forMarkdown(notice.composedByName)} asks you to approve what you see here. Nobody is sent it until somebody does.`],
      facts: factsOf(draft, 'as soon as you approve it'),
      preview: previewOf(notice, at),
      approve: bound(draft, 'notice.approve', `Approve for ${reachWords(reach)}`),
      toMe: deskButton(reader, 'notice.to-me', notice.id, 'Send to me first'),
      decline: { ...deskButton(reader, 'notice.decline', notice.id, 'Decline this notice now'), showTitle: 'Decline this notice', line: `It goes back to ${forMarkdown(notice.composedByName)} with your words. Nobody is sent it.`, label: 'Why, for its author to read' },
    },
  };
}
