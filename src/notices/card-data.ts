// The data of the cards about notices: a part of CardData.
import type { Button, Fact, Quarter } from '../cards.ts';
import type { Reminding } from './audience-card-data.ts';
import type { Face } from './kind.ts';

/** A notice's card inside another: what its buttons are is said, and they do nothing. */
type Preview = Omit<NoticeCardData['notice'], 'speak' | 'answers' | 'back' | 'link' | 'follow' | 'ack'> & { title: string; note: string };

type Box = { id: string; label: string; value: string; isRequired: boolean; problem: string };
/** One box of a form that is made from data, with a hint above it: one of these. */
export type FormField = {
  hint: string;
  line?: Box & { most: number };
  text?: Box & { most: number };
  date?: Box;
  time?: Box;
  choice?: Box & { choices: Fact[] };
  choices?: Box & { choices: Fact[] };
  toggle?: Box & { title: string };
};

/** Pressed for what was seen, and for so many: where either is another by then, nothing happens. */
type Bound = Button & { seen: string; people: number; channels: number };

export type NoticeCardData = {
  /** What is said to many, in a channel or somebody's own chat: what its kind makes of it, with notice.follow and notice.ack. */
  notice: Omit<Face, 'about' | 'answers' | 'back' | 'follow'> & {
    /** notice.sign-up, one button each; notice.take-back. */
    answers?: (Button & { choice: string })[];
    back?: Button;
    follow?: Button;
    ack?: Button;
  };
  /** What kind of notice to compose: notice.compose, one button each, `rows` of them. */
  'notice-kinds': { speak: string; heading: string; lines: string[]; rows: { kinds: (Button & { kind: string })[] }[] };
  /** A notice's boxes, what it says or whom it is for: notice.preview, notice.next, notice.who, notice.form; of one that is out, notice.correct-preview, notice.correct, notice.show. */
  'notice-form': {
    speak: string;
    heading: string;
    lines: string[];
    fields: FormField[];
    preview?: Preview;
    look?: Button & { kind: string };
    next?: Button & { kind: string };
    who?: Button;
    back?: Button;
    lookAgain?: Button & { revision: number };
    /** Bound to what the preview showed. */
    correct?: Button & { revision: number; seen: string };
    leave?: Button;
    /** What has changed after it was sent: notice.change. `stamp`: what the form was made for. */
    change?: Button & { change: string; stamp: string };
  };
  /** For whoever answers for a notice: what they can say has changed. notice.change-form on each. */
  'notice-changes': { speak: string; heading: string; lines: string[]; changes: (Button & { change: string })[] };
  /** A notice before it is sent, as its readers will see it. For its author: notice.send, .to-me, .form, .who-form, .drop. For whoever approves: notice.approve, .decline (input words, in a ShowCard), .to-me. */
  'notice-draft': {
    speak: string;
    heading: string;
    lines: string[];
    facts: Fact[];
    preview: Preview;
    send?: Bound;
    approve?: Bound;
    toMe: Button;
    decline?: Button & { showTitle: string; line: string; label: string };
    form?: Button;
    who?: Button;
    drop?: Button;
  };
  /** The latest notices, or those that wait for approval: notice.show. */
  notices: { speak: string; heading: string; items: { title: string; line: string; show: Button }[]; subtle: string };
  /** For communications officers, how far a notice has come: notice.pause, .resume, .send-now, .cancel (in a ShowCard), .form, .csv, .sign-ups-csv, .resend-failed, .resend-unknown, .correct-form, .withdraw (in a ShowCard). */
  delivery: {
    speak: string;
    heading: string;
    bar: Quarter[];
    lines: string[];
    counts: Fact[];
    facts: Fact[];
    subtle: string;
    /** Below the counts that they are about. */
    again?: { failed?: Button & { count: number }; unknown?: Button & { count: number; line: string } };
    /** Below them too. */
    remind?: Reminding;
    pause?: Button;
    resume?: Button;
    sooner?: Button;
    csv?: Button;
    /** Once somebody has answered a sign-up. */
    signUps?: Button;
    /** Whatever this kind can say after it was sent. */
    changes?: Button;
    correct?: Button;
    form?: Button;
    cancel?: Button & { showTitle: string; line: string; waiting: number };
    withdraw?: Button & { showTitle: string; line: string };
  };
};
