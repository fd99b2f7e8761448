// How much of its organisation a list would change: a fact for resolvers, and above a fifth of it a number to type before Submit.
import type { Fact } from '../cards.ts';
import { figure } from '../words.ts';
import type { Counts } from './service-request.ts';

const largeShare = 0.2;

/** "271 of 2,400 people of the organisation, 11%"; null where the size is not known. */
export function shareOf({ wouldChange, organisationSize: size }: Pick<Counts, 'wouldChange' | 'organisationSize'>): { words: string; isLarge: boolean } | null {
  if (size === null) return null;
  // Disabled accounts may be on the list, and are not among the organisation's people.
  if (wouldChange >= size) return { words: `${figure(wouldChange)}, and the organisation has ${figure(size)} people`, isLarge: true };
  const isLarge = wouldChange > size * largeShare;
  // Rounded down, a share just above a fifth would read as one that is not.
  const percent = (isLarge ? Math.ceil : Math.round)((100 * wouldChange) / size);
  return { words: `${figure(wouldChange)} of ${figure(size)} people of the organisation, ${percent}%`, isLarge };
}

/** For the resolvers' card, where nothing is to look at in it. */
export const shareFact = (counts: Counts): Fact[] => {
  const share = shareOf(counts);
  return share === null || share.isLarge ? [] : [{ title: 'OK', value: share.words }];
};

export const sharePoint = (counts: Counts): string[] => {
  const share = shareOf(counts);
  return share?.isLarge === true ? [share.words] : [];
};

/** What the submit form asks for, and says about it; null where it asks for nothing. */
export function countToType(counts: Counts | null): { label: string; line: string } | null {
  const share = counts === null ? null : shareOf(counts);
  return counts === null || share?.isLarge !== true ? null : { label: `Type ${counts.wouldChange} to confirm`, line: `This is a large part: ${share.words}.` };
}

/** What is wrong with what was typed, in the form's words; null where it is right, or nothing was asked for. */
export function countProblem(counts: Counts, typed: string): string | null {
  return countToType(counts) === null || typed.replaceAll(/[\s,]/g, '') === String(counts.wouldChange) ? null : `Type ${counts.wouldChange}, the number of people who would change`;
}
