// What Local Administrators tell us: a page of the support site that needs attention, or anything else; and what came of it. Pure.
//
//   open ─> done | declined
//    └─> needs-more ─> open, once the reporter has added to it
import { z } from 'zod';

/** What the community reviews the support site for. */
export const wrongs = { 'out-of-date': 'Out of date', inaccurate: 'Inaccurate', 'missing-steps': 'Missing steps', accessibility: 'Accessibility' } as const;
export type Wrong = keyof typeof wrongs;
const wrongNames = Object.keys(wrongs) as [Wrong, ...Wrong[]];

const outcomes = ['done', 'declined', 'needs-more'] as const;
type Outcome = (typeof outcomes)[number];

export const mostWords = 2_000;
const words = z.string().trim().min(3).max(mostWords);

/** As it comes from the form. */
export const typedReport = z.looseObject({ page: z.string().trim().min(3).max(300), wrong: z.enum(wrongNames), words });
export const typedFeedback = z.looseObject({ words });
export const typedAnswer = z.looseObject({ outcome: z.enum(outcomes), words: z.string().trim().max(mostWords).default('') });

export type Feedback = {
  id: string;
  /** Null: it is about no page of the support site. */
  page: { name: string; wrong: Wrong } | null;
  words: string;
  personId: string;
  personName: string;
  /** ODS code, where they look after one. */
  organisation: string | null;
  sentAt: Date;
  state: 'open' | Outcome;
  /** Why, or what is missing; null until somebody answered. */
  answer: string | null;
  answeredByName: string | null;
  answeredAt: Date | null;
};

/** Null where it was answered already: the first answer was said. Without words nobody learns why not, or what is missing. */
export function answered(feedback: Feedback, { outcome, words: why }: z.infer<typeof typedAnswer>, byName: string, at: Date): Feedback | 'no words' | null {
  if (feedback.state !== 'open') return null;
  if (why === '' && outcome !== 'done') return 'no words';
  return { ...feedback, state: outcome, answer: why === '' ? null : why, answeredByName: byName, answeredAt: at };
}

/** Null where nothing was asked, or it was added already. */
export const addedTo = (feedback: Feedback, more: string): Feedback | null => (feedback.state === 'needs-more' ? { ...feedback, state: 'open', words: `${feedback.words}\n${more}`.slice(0, 3 * mostWords) } : null);
