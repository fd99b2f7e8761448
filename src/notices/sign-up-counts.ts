// How many answered a sign-up, for whoever answers for it. Pure.
import type { Fact } from '../cards.ts';
import { figure, forMarkdown } from '../words.ts';
import type { SignUpFacts } from './kinds/sign-up.ts';
import { countsOf, type SignUp } from './sign-ups.ts';

/** The choices sum up to the first row. */
export function answerFacts({ places, options, link }: SignUpFacts, all: readonly SignUp[]): Fact[] {
  const counts = countsOf(all);
  const row = (count: number, value: string): Fact => ({ title: figure(count), value });
  return [
    row(counts.in, places === null ? (link === '' ? 'signed up' : 'answered') : `of ${figure(places)} places taken`),
    ...(options.length === 0 ? [] : choicesOf(options, all).map(({ choice, count, isOffered }) => row(count, `chose ${forMarkdown(choice)}${isOffered ? '' : ', which is no longer a choice'}`))),
    ...(counts.waiting === 0 ? [] : [row(counts.waiting, 'on the waiting list')]),
    ...(counts.out === 0 ? [] : [row(counts.out, 'took it back')]),
  ];
}

/** A correction can take a choice away from those who have made it. */
function choicesOf(options: readonly string[], all: readonly SignUp[]): { choice: string; count: number; isOffered: boolean }[] {
  const chosen = all.flatMap(({ state, choice }) => (state === 'in' ? [choice] : []));
  return [...new Set([...options, ...chosen])].map(choice => ({ choice, count: chosen.filter(one => one === choice).length, isOffered: options.includes(choice) }));
}
