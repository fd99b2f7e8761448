// The data of the cards with which readers choose and tell us: a part of CardData.
import type { Button, Fact } from '../cards.ts';

/** Those who have a notice and have not pressed Got it: notice.remind (bound to their number), and on a later day notice.remind-on (input day, in a ShowCard). */
export type Reminding = { line: string; now?: Button & { count: number }; later: Button & { showTitle: string } };

export type AudienceCardData = {
  /** notices.prefer on each row; `set`: what it becomes. */
  preferences: { speak: string; heading: string; lines: string[]; rows: { title: string; press: Button & { set: string } }[]; subtle: string };
  /** feedback.report (inputs page, wrong, words), or with no page feedback.send (input words). */
  'feedback-form': { speak: string; heading: string; lines: string[]; page: { typed: string; wrong: string; choices: Fact[] } | null; label: string; words: string; most: number; send: Button };
  /** What is open, or one of it: feedback.open, feedback.answer (inputs outcome, words, in a ShowCard), feedback.list; for its reporter feedback.add (input words, in a ShowCard). */
  feedback: {
    speak: string;
    heading: string;
    lines: string[];
    facts: Fact[];
    items: { title: string; line: string; open: Button }[];
    subtle: string;
    answer?: Button & { showTitle: string; choices: Fact[]; most: number };
    add?: Button & { showTitle: string; most: number };
    back?: boolean;
  };
};
