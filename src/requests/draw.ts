// Which card a conversation is shown for a request in its present state.
import type { Card } from '../cards.ts';
import { forMarkdown } from '../words.ts';
import { approvalCard } from './approval-card.ts';
import { checkingCard, chooseColumnCard, unreadableCard } from './check-cards.ts';
import { reportCard } from './report-card.ts';
import { resolverCard } from './resolver-card.ts';
import { statusCard } from './status-card.ts';
import type { View } from './view.ts';

/** `status`: a Local Administrator's own chat. `resolver`: the resolver channel. */
export type Subject = 'status' | 'resolver';

/** `canAct` is false in the requester's own view of a card that asks for a second person. */
export function draw(view: View, subject: Subject, canAct = true): Card {
  const needsSecond = view.request.kind === 'revoke-sessions' && view.request.status === 'submitted';
  if (subject === 'resolver') return needsSecond ? approvalCard(view, canAct) : resolverCard(view, canAct);
  if (needsSecond && view.reader !== view.request.requesterId) return approvalCard(view, canAct);
  return ownCard(view);
}

/** What is typed into it would be lost if it were drawn again. */
export function holdsInputs({ name, data }: Card): boolean {
  return name === 'choose-column' || ((name === 'resolver' || name === 'approval') && ('reject' in data || 'waive' in data));
}

function ownCard(view: View): Card {
  switch (view.request.status) {
    case 'receiving':
    case 'checking':
      return checkingCard(view, view.request.triesAgainAt);
    case 'choosing':
      return chooseColumnCard(view);
    case 'checked':
      return reportCard(view);
    case 'dropped':
      return droppedCard(view);
    default:
      return statusCard(view);
  }
}

function droppedCard({ request }: View): Card {
  if (request.problem !== null) return unreadableCard(request.fileName, request.problem);
  const name = request.fileName === null ? 'your list' : forMarkdown(request.fileName);
  const dropped: Record<string, { heading: string; line: string }> = {
    stopped: { heading: 'Stopped: nothing was kept', line: 'You can send the file again at any time.' },
    deleted: { heading: 'Deleted: nothing of this check was kept', line: 'You can send the file again at any time.' },
    lapsed: { heading: `Interrupted while reading ${name}`, line: 'Nothing was kept and nothing was checked. Attach the file again.' },
    replaced: { heading: 'Replaced by a newer check', line: 'Only the newest one can be submitted.' },
  };
  const { heading, line } = dropped[request.reason ?? ''] ?? { heading: `We could not read ${name}`, line: request.reason ?? 'Attach the file again.' };
  return { name: 'plain', data: { speak: `${heading}.`, heading, lines: [line] } };
}
