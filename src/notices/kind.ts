// The grid of notices: what a kind of notice must say of itself. Pure.
import type { z } from 'zod';
import type { Card, Fact, Link } from '../cards.ts';
import type { Reader } from '../requests/desk-button.ts';

/** One box of the form a notice is composed with. `id` is the name its value is sent under; the form's own are id, nonce, kind, seen and revision. `choices`: any number of them, separated by commas. */
export type Field = { id: string; label: string; kind: 'line' | 'text' | 'date' | 'time' | 'choice' | 'choices' | 'toggle'; value: string; isRequired?: boolean; hint?: string; choices?: Fact[]; most?: number };

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
  /** `words`: its text equivalent. */
  picture?: { url: string; words: string };
  subtle: string;
  link?: Link;
  /** Names what is followed: "Tell me if the date moves". Left out where nothing more will happen. */
  follow?: string;
  /** What can be answered on the card, and what takes an answer back. */
  answers?: Fact[];
  back?: string;
  /** What "Got it" names: "Linden 1.0". */
  about: string;
};

/** A short new message: to everybody who has the card, or to those alone who asked to be told. `words` is Markdown, escaped. */
export type Alert = { words: string; to: 'everybody' | 'followers' };

type Typed = Readonly<Record<string, string>>;

/** `ends`: the reference of an incident that bulk requests wait behind, and which is over now. */
export type Changed<F = unknown> = { facts: F; alert: Alert | null; ends?: string } | { problem: string };

/** What whoever answers for a notice can say after it was sent. `title` is its button's and names the object: "Move Linden 1.0". */
export type Change<F = unknown> = { id: string; title: string; lines: string[]; fields: Field[]; make: (typed: Typed) => Changed<F> };

/** What follows by itself at a time. `redraw`: every card shows it. `remind`: said to its author. `skipped`: what was missed, and would make no sense any more. */
export type Due<F = unknown> = { facts: F; redraw: boolean; alert: Alert | null; remind: string | null; skipped: readonly string[] };

/** Under which heading of the bulletin it is gathered. */
export type BulletinPart = 'actioned' | 'soon' | 'live';

/** A kind's own facts, typed inside its file and unknown outside. */
type Spec<F> = {
  /** In words on forms: "release". */
  word: string;
  facts: z.ZodType<F>;
  /** `facts`: what is there already, null for a new one. */
  fields: (facts: F | null, at: Date) => Field[];
  /** What was typed, by the ids of the fields; or what to mend, in words for whoever typed it. */
  read: (typed: Typed, at: Date, before: F | null) => { facts: F } | { problem: string };
  face: (facts: F, at: Date) => Face;
  /** Reaches people in their quiet hours. */
  isUrgent?: (facts: F) => boolean;
  /** Those that make sense now: at most four. */
  changes?: (facts: F, at: Date) => Change<F>[];
  /** When somebody changed it last, as a form remembers it: a change is made once, however often it is pressed. */
  changedAt?: (facts: F) => string | null;
  /** `began`: when it was sent first. What was due before then is nobody's concern. */
  timed?: { next: (facts: F, began: Date) => Date | null; due: (facts: F, at: Date, began: Date) => Due<F> };
  /** Null: the bulletin does not gather it. Left out: it is live. */
  gathered?: (facts: F) => BulletinPart | null;
  /** Where its card is another than the face: one with buttons of its own. */
  card?: (facts: F, reader: Reader, at: Date) => Card;
};

export type NoticeKind = {
  word: string;
  fields: (facts: unknown, at: Date) => Field[];
  read: (typed: Typed, at: Date, before: unknown) => { facts: unknown } | { problem: string };
  /** @throws ZodError for facts of another kind: rows are parsed by the kind that wrote them. */
  face: (facts: unknown, at: Date) => Face;
  isUrgent: (facts: unknown) => boolean;
  changes: (facts: unknown, at: Date) => Change[];
  changedAt: (facts: unknown) => string | null;
  nextDue: (facts: unknown, began: Date) => Date | null;
  due: (facts: unknown, at: Date, began: Date) => Due;
  gathered: (facts: unknown) => BulletinPart | null;
  /** Null: its face is its card. */
  card: (facts: unknown, reader: Reader, at: Date) => Card | null;
};

export function noticeKind<F>({ word, facts, fields, read, face, isUrgent = () => false, changes = () => [], changedAt = () => null, timed, gathered = () => 'live', card }: Spec<F>): NoticeKind {
  const known = (raw: unknown): F | null => (raw === null ? null : facts.parse(raw));
  return {
    word,
    fields: (raw, at) => fields(known(raw), at),
    read: (typed, at, before) => read(typed, at, known(before)),
    face: (raw, at) => face(facts.parse(raw), at),
    isUrgent: raw => isUrgent(facts.parse(raw)),
    changes: (raw, at) => changes(facts.parse(raw), at),
    changedAt: raw => changedAt(facts.parse(raw)),
    nextDue: (raw, began) => timed?.next(facts.parse(raw), began) ?? null,
    due: (raw, at, began) => timed?.due(facts.parse(raw), at, began) ?? { facts: raw, redraw: false, alert: null, remind: null, skipped: [] },
    gathered: raw => gathered(facts.parse(raw)),
    card: (raw, reader, at) => card?.(facts.parse(raw), reader, at) ?? null,
  };
}
