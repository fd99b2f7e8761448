// The grid of notices: what a kind of notice must say of itself. Pure.
import type { z } from 'zod';
import type { Card, Fact } from '../cards.ts';
import type { Reader } from '../requests/desk-button.ts';

/** One box of the form a notice is composed with. `id` is the name its value is sent under. */
export type Field = { id: string; label: string; kind: 'line' | 'text' | 'date' | 'time' | 'choice' | 'toggle'; value: string; isRequired?: boolean; hint?: string; choices?: Fact[]; most?: number };

/** What its card shows: state first, then what it means for the reader. Escaped already (words.ts). */
export type Face = {
  heading: string;
  /** Spoken; the heading with at most the next date. */
  speak: string;
  lines: string[];
  /** Points as Markdown, one each line, or empty. */
  list: string;
  facts: Fact[];
  /** Groups under a heading of their own. */
  sections: { title: string; lines: string[] }[];
  picture?: { url: string; words: string };
  subtle: string;
  link?: { title: string; url: string };
  /** Names what is followed: "Tell me if the date moves". Left out where nothing more will happen. */
  follow?: string;
  /** What "Got it" names: "Linden 1.0". */
  about: string;
};

/** A kind's own facts, typed inside its file and unknown outside. */
type Spec<F> = {
  /** In words on forms: "release". */
  word: string;
  facts: z.ZodType<F>;
  /** `facts`: what is there already, null for a new one. */
  fields: (facts: F | null, at: Date) => Field[];
  /** What was typed, by the ids of the fields; or what to mend, in words for whoever typed it. */
  read: (typed: Readonly<Record<string, string>>, at: Date, before: F | null) => { facts: F } | { problem: string };
  face: (facts: F, at: Date) => Face;
  /** Reaches people in their quiet hours. */
  isUrgent?: (facts: F) => boolean;
  /** Where its card is another than the face: one with buttons of its own. */
  card?: (facts: F, reader: Reader, at: Date) => Card;
};

export type NoticeKind = {
  word: string;
  fields: (facts: unknown, at: Date) => Field[];
  read: (typed: Readonly<Record<string, string>>, at: Date, before: unknown) => { facts: unknown } | { problem: string };
  /** @throws ZodError for facts of another kind: rows are parsed by the kind that wrote them. */
  face: (facts: unknown, at: Date) => Face;
  isUrgent: (facts: unknown) => boolean;
  /** Null: its face is its card. */
  card: (facts: unknown, reader: Reader, at: Date) => Card | null;
};

export function noticeKind<F>({ word, facts, fields, read, face, isUrgent = () => false, card }: Spec<F>): NoticeKind {
  const known = (raw: unknown): F | null => (raw === null ? null : facts.parse(raw));
  return {
    word,
    fields: (raw, at) => fields(known(raw), at),
    read: (typed, at, before) => read(typed, at, known(before)),
    face: (raw, at) => face(facts.parse(raw), at),
    isUrgent: raw => isUrgent(facts.parse(raw)),
    card: (raw, reader, at) => card?.(facts.parse(raw), reader, at) ?? null,
  };
}
