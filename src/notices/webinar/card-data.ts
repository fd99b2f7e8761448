// The data of the cards about webinars: a part of CardData.
import type { Button, Fact, Link } from '../../cards.ts';

export type WebinarCardData = {
  /** One date of a webinar, in a channel or a chat of one's own: webinar.ics, .question-form, .slot-form, .remind. `agenda`: a numbered Markdown list, or empty. */
  webinar: {
    speak: string; heading: string; lines: string[]; agenda: string; updates: { title: string; line: string }[]; subtle: string;
    joinNow?: Link; recording?: Link; ics?: Button; join?: Link; question?: Button; slot?: Button; remind?: Button;
  };
  /** Dates and what was said on them: webinar.open on each. */
  'webinar-list': { speak: string; heading: string; lines: string[]; items: { title: string; line: string; open: Button; recording?: Link }[]; subtle: string };
  /** The .ics of a date, and of its series. */
  'webinar-calendar': { speak: string; heading: string; lines: string[]; date: Link; series?: Link };
  /** webinar.create, or webinar.change without the channel and when it is (inputs title, channel, join, escalation, firstDay, begins, ends, rhythm, agenda); webinar.end (input endReason) in a ShowCard. What was typed before is in its box. */
  'webinar-series-form': { speak: string; heading: string; lines: string[]; typed: { title: string; channel: string; join: string; escalation: string; firstDay: string; begins: string; ends: string; rhythm: string; agenda: string }; rhythms: Fact[]; create?: Button; change?: Button & { revision: number }; end?: Button & { showTitle: string; line: string } };
  /** webinar.skip (inputs occurrenceId, skipReason), webinar.move (inputs occurrenceId, toDay, toTime, moveReason), webinar.add (inputs addDay, addTime), each in a ShowCard; webinar.change-form, webinar.series-form. */
  'webinar-dates': {
    speak: string; heading: string; lines: string[]; choices: Fact[]; chosen: string; time: string;
    skip?: Button & { showTitle: string; line: string }; move?: Button & { showTitle: string; line: string }; add?: Button & { showTitle: string }; change?: Button; create?: Button;
  };
  /** webinar.ask-slot (inputs slot, title, speaker, link). */
  'webinar-slot-form': { speak: string; heading: string; lines: string[]; choices: Fact[]; chosen: string; askId: string; ask: Button };
  /** For communications: webinar.accept-slot, webinar.decline-slot (input reason, in a ShowCard). */
  'webinar-slot': { speak: string; heading: string; lines: string[]; facts: Fact[]; link?: Link; accept?: Button; decline?: Button & { showTitle: string } };
  /** webinar.ask (input words); webinar.ask-anyway where it is about one case and can do without it. `typed`: what was written before. */
  'webinar-question-form': { speak: string; heading: string; lines: string[]; typed: string; questionId: string; ask: Button; anyway?: Button; escalation?: Link };
  /** For communications: webinar.answered (input answered: ids). */
  'webinar-questions': { speak: string; heading: string; lines: string[]; choices: Fact[]; answered?: Button };
  /** webinar.add-update, webinar.post-updates (inputs recording, topic, words, link). `items`: those that are there. */
  'webinar-updates-form': { speak: string; heading: string; lines: string[]; items: { title: string; line: string }[]; recording: string; typed: { topic: string; words: string; link: string }; updateId: string; add: Button; post: Button };
};
