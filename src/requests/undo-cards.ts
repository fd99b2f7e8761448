// What cards say about undoing a request: the form that asks for it, the request that waits for it, and what a resolver reads.
import type { Card, CardData, Fact } from '../cards.ts';
import { kinds } from '../kinds/grid.ts';
import { figure, forMarkdown, formatDateTime, mostWritten } from '../words.ts';
import { isUndoAsked, isUndoing, reference, type ServiceRequest, type Undo } from './service-request.ts';
import { button, people, type View } from './view.ts';

/** Whether what the kind does can be taken back at all. */
export const canUndo = ({ kind }: Pick<ServiceRequest, 'kind'>): boolean => !('cannot' in kinds[kind].undo);

/** Only where somebody is left whom this request added, and nobody has asked yet. */
export const mayAskUndo = ({ request, standing }: Pick<View, 'request' | 'standing'>): boolean => request.status === 'resolved' && canUndo(request) && !isUndoing(request) && standing > 0;

export function undoForm(view: View): Card {
  const count = people(view.standing);
  const heading = `Not asked yet: take MFA off ${count}`;
  const data: CardData['undo-form'] = {
    speak: `${heading}.`,
    heading,
    lines: [
      `MFA is taken off exactly the ${count} that ${reference(view.request)} added and who still have it from there. Whoever had MFA before keeps it.`,
      'A resolver has to start it. Until then nobody is changed, and you can withdraw it.',
      'Without MFA a stolen password is enough to sign in. Methods that people have set up stay with them.',
    ],
    label: 'Why, for the resolvers',
    ask: button(view, 'request.undo', `Ask to take MFA off ${count}`),
    back: button(view, 'request.back', 'Go back without asking'),
  };
  return { name: 'undo-form', data };
}

const undoOf = ({ undo }: ServiceRequest): Undo => {
  if (undo === null) throw new Error('Nobody has asked to undo this request.');
  return undo;
};

const reasonFact = ({ reason }: Undo): Fact => ({ title: 'Reason', value: forMarkdown(reason, { most: mostWritten }) });

/** While it waits to be started; `aim`: until when. */
export function undoAskedParts(view: View, aim: string): Pick<CardData['status'], 'heading' | 'lines' | 'facts' | 'list' | 'withdraw'> {
  const undo = undoOf(view.request);
  return {
    heading: `Undo asked: ${people(view.standing)}, waiting for a resolver to start`,
    lines: [`Until then they keep MFA. ${aim}`],
    facts: [{ title: 'Asked', value: `${formatDateTime(undo.askedAt)}, by ${forMarkdown(undo.askedByName)}` }, reasonFact(undo)],
    list: button(view, 'request.list', `Get the list of ${figure(view.standing)}`),
    ...withdrawingUndo(view),
  };
}

export const withdrawingUndo = (view: View) => ({
  withdraw: { ...button(view, 'request.withdraw', `Withdraw the undo of ${reference(view.request)} now`), showTitle: 'Withdraw the undo', line: `Everybody keeps MFA, and ${reference(view.request)} is resolved as it was before.` },
});

/** Held before it was started. */
export const undoHeldFacts = (view: View): Fact[] => (isUndoAsked(view.request) ? [{ title: 'Waiting', value: `to take MFA off ${people(view.standing)}` }] : []);

/** Said where it was resolved before somebody asked, and is so again. */
export function declinedLines({ undo }: ServiceRequest): string[] {
  if (undo?.declined == null) return [];
  return [`The undo asked for by ${forMarkdown(undo.askedByName)} was rejected. The reason given: ${forMarkdown(undo.declined, { most: mostWritten })}`];
}

/** For the resolver channel: not what was written about it, which may name somebody. */
export function undoToStart(view: View, when: string): Pick<CardData['resolver'], 'heading' | 'lines' | 'start' | 'reject'> {
  const name = reference(view.request);
  return {
    heading: `Undo asked: ${name}, take MFA off ${people(view.standing)}`,
    lines: [`${when} It is for exactly those whom ${name} added. The reason comes with the list.`],
    start: button(view, 'request.start', `Start taking MFA off ${people(view.standing)}`),
    reject: { ...button(view, 'request.reject', `Reject the undo of ${name} for this reason`), showTitle: 'Reject the undo', label: 'Why, for the LA to read' },
  };
}
