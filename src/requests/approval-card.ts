// For the second approver: what was asked, by whom, and a yes or a no.
import type { Card, CardData } from '../cards.ts';
import { formatDateTime, forMarkdown } from '../words.ts';
import { brakeNote } from './brake.ts';
import { anyResolver } from './nonce.ts';
import { reference } from './service-request.ts';
import { button, people, referenceLine, words, type View } from './view.ts';

export function approvalCard(view: View, canAct: boolean): Card {
  const name = reference(view.request);
  const count = view.request.shown?.wouldChange ?? 0;
  const heading = `New: ${name}, ${people(count)} ${words(view).would}. It needs your approval`;
  return {
    name: 'approval',
    data: {
      speak: `${heading}.`,
      heading,
      lines: [...(view.brake === null || view.reader !== anyResolver ? [] : [`${brakeNote.trim()} Approved now, it waits until they go on.`]), 'They must sign in again on each device. It cannot be undone. See who it is for before you approve.'],
      facts: [
        { title: 'Asked by', value: forMarkdown(view.request.requesterName) },
        { title: 'For', value: `${forMarkdown(view.organisationName)} (${view.request.organisation ?? ''})` },
        { title: 'Sent', value: view.request.submittedAt === null ? '' : formatDateTime(view.request.submittedAt) },
      ],
      subtle: referenceLine(view),
      ...(canAct ? decisions(view, name) : {}),
    },
  };
}

const decisions = (view: View, name: string): Pick<CardData['approval'], 'approve' | 'details' | 'reject'> => ({
  approve: button(view, 'request.approve', `Approve ${name}`),
  details: button(view, 'request.details-to-me', `Send me who ${name} is for`),
  reject: { ...button(view, 'request.reject', `Reject ${name} for this reason`), showTitle: `Reject ${name}`, label: 'Why, for the LA to read' },
});
