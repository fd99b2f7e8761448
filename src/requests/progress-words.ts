// How far a request has come, in the words that its cards for both sides and its ticket share.
import type { Fact, Quarter } from '../cards.ts';
import { figure } from '../words.ts';
import { refusalWords } from './causes.ts';
import { isUndoing, refusedCount, type Progress } from './service-request.ts';
import { quarterOf } from './stop-rule.ts';
import { people, words, type View } from './view.ts';

/** Said while the directory is away. */
export const awayLine = 'The directory does not answer at the moment. We go on by ourselves as soon as it does.';

const quarterWords = ['Just started.', 'A quarter done.', 'Half done.', 'Three quarters done.', 'All applied.'] as const;

export function bar(progress: Progress): Quarter[] {
  const done = quarterOf(progress.applied + refusedCount(progress), progress.total);
  return [1, 2, 3, 4].map(quarter => (quarter <= done ? { word: 'Done', style: 'accent' } : { word: 'To do', style: 'emphasis' }));
}

export const quarterLine = (progress: Progress): string => quarterWords[quarterOf(progress.applied + refusedCount(progress), progress.total)];

export const refusedFacts = (progress: Progress): Fact[] => progress.refused.map(({ reason, count }) => ({ title: 'Refused', value: `${count}, ${refusalWords(reason)}` }));

/** Taken off, and asked for it all the same. */
const stillSoWords = 'still in the policy group: another group may put them there';

/** Members, and confirmed all the same they are not. */
const notAskedWords = 'in the group, but sign-in does not ask them: the policy is off, or leaves them out';
export const contradictedWords = ({ request }: View): string => (isUndoing(request) ? stillSoWords : notAskedWords);

/** MFA taken off 267 of 269 people, 265 confirmed. */
export const undoneWords = ({ applied, total, confirmed }: Progress): string => `MFA taken off ${applied === total ? '' : `${figure(applied)} of `}${people(total)}, ${figure(confirmed)} confirmed`;

/** Confirmed is read back, marked is what somebody did: never one number. */
export const confirmedAndMarked = (view: View, { confirmed }: Progress): Fact[] => [
  { title: figure(confirmed), value: words(view).confirmed },
  ...(view.request.kind === 'enable-mfa' ? [{ title: figure(view.request.portalMarkedCount), value: `${words(view).marked}${view.request.portalMarkedCount === 0 ? ' so far' : ''}` }] : []),
];
