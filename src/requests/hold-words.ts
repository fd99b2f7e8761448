// What cards say about a request whose clock stands still.
import type { Fact } from '../cards.ts';
import { duration, figure, forMarkdown, mostWritten } from '../words.ts';
import { kindName } from './incident.ts';
import { isUndoAsked, isUndoing, leftOnHoldMs, refusedCount, takenOutCount, type Hold, type HoldReason, type Progress, type ServiceRequest } from './service-request.ts';
import { words, type View } from './view.ts';

const because: Record<HoldReason, string> = {
  incident: 'because of a high severity incident',
  release: 'because of an emergency release',
  answer: 'waiting for an answer from its organisation',
};

/** Beside the buttons that hold. */
export const holdLine = 'The clock stops. What is applied stays, and nothing more is changed until somebody resumes it.';
export const holdChoices: { title: string; why: HoldReason }[] = [{ title: 'High severity incident', why: 'incident' }, { title: 'Emergency release', why: 'release' }, { title: 'Waiting for the LA to answer', why: 'answer' }];

const why = ({ why: reason, reference }: Hold): string => (reference === null || reason === 'answer' ? because[reason] : `because of ${kindName[reason]} ${forMarkdown(reference)}`);

/** The same where no Markdown runs. */
export const becauseOf = ({ why: reason, reference }: Hold): string => (reference === null || reason === 'answer' ? because[reason] : `because of ${kindName[reason]} ${reference}`);

/** For resolvers. */
export const holdHeading = (name: string, hold: Hold): string => `On hold: ${name}, ${why(hold)}`;
/** For its Local Administrators. */
export const ownHoldHeading = (hold: Hold): string => (hold.why === 'answer' ? 'On hold: we need an answer from you' : `On hold ${why(hold)}`);
export function ownHoldLine({ why: reason, incidentId }: Hold): string {
  if (reason === 'answer') return 'A resolver goes on with it when your answer is there.';
  if (incidentId === null) return 'A resolver goes on with it afterwards: you do not need to do anything.';
  return `It resumes by itself when the ${kindName[reason]} ends: you do not need to do anything.`;
}

/** For the Local Administrators alone: what was written to them may name somebody. */
export const writtenFact = ({ words: written, why: reason }: Hold): Fact[] => (written === null ? [] : [{ title: reason === 'answer' ? 'Question' : 'Reason', value: forMarkdown(written, { most: mostWritten }) }]);

export function holdFacts(view: View): Fact[] {
  return [
    ...(view.progress === null || isUndoAsked(view.request) ? [] : [{ title: isUndoing(view.request) ? 'Taken off' : 'Applied', value: appliedSoFar(view, view.progress) }]),
    { title: 'Time left', value: timeLeft(view.request) },
  ];
}

function appliedSoFar(view: View, progress: Progress): string {
  const waiting = figure(progress.total - progress.applied - refusedCount(progress) - takenOutCount(progress));
  const first = `${figure(progress.applied)} of ${figure(progress.total)}.`;
  return progress.applied === 0 ? `${first} ${waiting} wait` : `${first} ${words(view).keep}, ${waiting} wait`;
}

function timeLeft(request: ServiceRequest): string {
  const left = leftOnHoldMs(request) ?? 0;
  return left > 0 ? `${duration(left)}, clock stopped` : `none: it was ${duration(-left)} late when the clock was stopped`;
}
