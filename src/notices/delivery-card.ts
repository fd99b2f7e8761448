// How far a notice has come, for whoever answers for it, in their own chat. Pure.
import type { Card, Quarter } from '../cards.ts';
import { figure, forMarkdown, formatDateTime } from '../words.ts';
import { countFacts, type Counted, type Counts } from './counting.ts';
import { noticeKinds } from './grid.ts';
import type { Notice } from './notice.ts';

export function deliveryCard(notice: Notice, counted: readonly Counted[], counts: Counts, at: Date): Card {
  const heading = headingOf(notice, counts);
  const done = counts.total === 0 ? 0 : Math.floor((4 * (counts.total - counts.waiting)) / counts.total);
  const isGoing = notice.state === 'sending' || notice.state === 'paused';
  return {
    name: 'delivery',
    data: {
      speak: `${heading}.`,
      heading,
      bar: isGoing ? [1, 2, 3, 4].map((quarter): Quarter => (quarter <= done ? { word: 'Done', style: 'accent' } : { word: 'To do', style: 'emphasis' })) : [],
      lines: [],
      counts: notice.beganAt === null ? [] : countFacts(counted, counts, notice.wantsAck),
      facts: [{ title: 'Notice', value: forMarkdown(noticeKinds[notice.kind].face(notice.facts, at).about) }, ...(notice.approvedByName === null ? [] : [{ title: 'Approved by', value: forMarkdown(notice.approvedByName) }])],
      subtle: notice.endedAt === null || notice.beganAt === null ? '' : `Sent ${formatDateTime(notice.beganAt)}.`,
    },
  };
}

const told = ({ delivered, failed, unknown }: Counts): string => [`${figure(delivered)} delivered`, ...(failed > 0 ? [`${figure(failed)} failed`] : []), ...(unknown > 0 ? [`${figure(unknown)} unknown`] : [])].join(', ');

function headingOf(notice: Notice, counts: Counts): string {
  const handled = figure(counts.total - counts.waiting - counts.cancelled);
  switch (notice.state) {
    case 'draft':
      return 'Not sent yet';
    case 'awaiting-approval':
      return 'Waiting for somebody else to approve it';
    case 'scheduled':
      return notice.sendAt === null ? 'About to be sent' : `Scheduled for ${formatDateTime(notice.sendAt)}`;
    case 'sending':
      return `Sending: ${handled} of ${figure(counts.total)} so far`;
    case 'paused':
      return `Paused: ${handled} of ${figure(counts.total)} sent, nothing is being sent`;
    case 'sent':
      return `Sent to ${figure(counts.total)}: ${told(counts)}`;
    case 'cancelled':
      return notice.beganAt === null ? 'Cancelled: nobody was sent it' : `Cancelled: ${handled} of ${figure(counts.total)} had been sent`;
    case 'withdrawn':
      return `Withdrawn: every card of it says so`;
  }
}
