// The data each card template in cards/ is bound to; the key is the file's name there. teams/render-card.ts binds them.
// Text from people (file names, addresses, comments) is made safe by words.ts before it comes here: Markdown runs in headings, lines, facts, choices and
// subtle text, so those are escaped; it does not run in `speak`, in buttons (title, showTitle) and in input labels, where a backslash would show.

import type { AudienceCardData } from './notices/audience-card-data.ts';
import type { NoticeCardData } from './notices/card-data.ts';
import type { WebinarCardData } from './notices/webinar/card-data.ts';
import type { HoldReason } from './requests/service-request.ts';

export type Fact = { title: string; value: string };
/** What a button carries: the opaque id of what it acts on, and the nonce that makes a second press the same press. */
export type Button = { title: string; id: string; nonce: string };
/** Leads to a web page. */
export type Link = { title: string; url: string };
/** Asks for the card again on opening, for these people only (at most 60 ids of Teams, 29:...): request.refresh answers with their own view. */
type Refresh = { id: string; nonce: string; userIds: string[] };
export type Quarter = { word: 'Done' | 'To do'; style: 'accent' | 'emphasis' };
/** Left-out rows of one cause. */
type Cause = { title: string; whatToDo: string; rows: string };

export type CardData = AudienceCardData & NoticeCardData & WebinarCardData & {
  /** For those who send files: help.example, help.mailbox-report, requests.mine, notices.preferences. */
  help: { speak: string; heading: string; line: string; facts: Fact[]; canSend: boolean };
  /** help.again */
  'not-on-roster': { speak: string; heading: string; lines: string[] };
  /** A few lines in a channel and a link to the personal chat. */
  'channel-help': { speak: string; heading: string; line: string; link: Link };
  /** check.stop */
  checking: { speak: string; heading: string; line: string; subtle: string; stop?: Button };
  /** request.form, check.confirm, check.again, check.files, check.delete; 4 and 4b of the sketches too: `steps` are the Portal's. */
  report: {
    speak: string;
    heading: string;
    /** What to confirm or note, apart from the counts: words among the numbers would push them out of line. */
    doubts?: Fact[];
    counts: Fact[];
    lines: string[];
    /** A Markdown list, or empty. */
    steps: string;
    subtle: string;
    leftOut?: { title: string; heading: string; causes: Cause[]; columns: string };
    form?: Button;
    confirm?: Button;
    again?: Button;
    files?: Button;
    delete?: Button;
  };
  /** help.example-csv, no primary button */
  unreadable: { speak: string; heading: string; line: string; steps: string; example: boolean };
  /** check.use-column */
  'choose-column': { speak: string; heading: string; line: string; choices: Fact[]; use: Button; delete: Button };
  /** request.submit (inputs contactNumber, typedCount where asked, notBeforeDate, notBeforeTime and message with `timing`), request.form-cancel. What was typed before is in its box. */
  'submit-form': {
    speak: string;
    heading: string;
    lines: string[];
    subtle: string;
    contactNumber: string;
    typedCountLabel?: string;
    typedCount?: string;
    timing?: { line: string; date: string; time: string; message: 'true' | 'false'; toggle: string; hint: string; read: { title: string; lines: string[]; hint: string } };
    submit: Button;
    cancel: Button;
  };
  /** The LA's status card. request.withdraw inside a ShowCard; the others at the root. */
  status: {
    speak: string;
    heading: string;
    lines: string[];
    /** Empty, or four. */
    bar: Quarter[];
    facts: Fact[];
    subtle: string;
    outcome?: Button;
    problems?: Button;
    list?: Button;
    /** What it waits behind: leads to a web page. */
    read?: Link;
    reopen?: Button;
    withdraw?: Button & { showTitle: string; line: string };
    comment?: Button;
    followUp?: Button;
    /** Not to wait any longer for the time that was asked for. */
    sooner?: Button & { showTitle: string; line: string };
    checkAgain?: Button;
    refresh?: Refresh;
    takeOut?: Button;
    /** In the menu. */
    undo?: Button;
  };
  /** The resolver channel's card: request.start, .pause, .continue, .outside-hours (input reason, in a ShowCard), .hold (input words), .resume, .portal-marked, .accept, .problems, .details-to-me, .take, .hand-over-form, .reject (input reason, in a ShowCard). */
  resolver: {
    speak: string;
    heading: string;
    lines: string[];
    bar: Quarter[];
    /** Numbers stand apart from the facts, so that they line up. */
    counts?: Fact[];
    facts: Fact[];
    subtle: string;
    start?: Button;
    marked?: Button;
    accept?: Button;
    /** With `ask` (after a stop by failures) it asks once, inside a ShowCard; without (after a pause) the press is enough. */
    continue?: Button & { ask?: { title: string; line: string } };
    pause?: Button;
    /** One button for each choice, so that a card which moves holds no inputs; `label`: that of the text, on one that stands still. */
    hold?: Button & { line: string; choices: { title: string; why: HoldReason }[]; label?: string };
    resume?: Button;
    /** Not to wait for working hours: request.outside-hours (input reason). */
    waive?: Button & { showTitle: string; line: string; label: string };
    problems?: Button;
    details?: Button;
    /** Names whose it is, where it is somebody's. */
    take?: Button;
    handOver?: Button;
    /** Why it is late: request.late-form, which answers in one's own chat. In the menu where there are three buttons without it. */
    explain?: Button & { isInMenu: boolean };
    reject?: Button & { showTitle: string; label: string };
    refresh?: Refresh;
  };
  /** request.comment (input words), request.back. `items`: the latest comments; `typed`: what was written before. */
  'comment-form': { speak: string; heading: string; lines: string[]; items: { title: string; line: string }[]; label: string; typed: string; commentId: string; send: Button; cancel: Button };
  /** Comments as they come, and the latest ones: comment.read in the resolver channel, comment.reply (input words, in a ShowCard) in one's own chat. */
  comments: { speak: string; heading: string; lines: string[]; items: { title: string; line: string }[]; read?: Button; reply?: Button & { showTitle: string; label: string; commentId: string } };
  /** request.follow-up-check (inputs addresses, again), request.back. `again`: the label of the earlier request's people. */
  'follow-up-form': { speak: string; heading: string; lines: string[]; label: string; typed: string; again: string; isAgain: string; newId: string; check: Button; cancel: Button };
  /** For one resolver: request.hand-over; input to, a person's object id. */
  'hand-over': { speak: string; heading: string; lines: string[]; choices: Fact[]; handOver: Button };
  /** incident.open; inputs kind, reference, title, link, scope, requests. */
  'incident-form': { speak: string; heading: string; lines: string[]; kinds: Fact[]; scopes: Fact[]; choices: Fact[]; all: string; open: Button };
  /** In the resolver channel: what is open and holds requests; incident.end asks once, inside a ShowCard. */
  incident: { speak: string; heading: string; lines: string[]; facts: Fact[]; link?: Link; end?: Button & { showTitle: string; line: string } };
  /** In a resolver's own chat, for a request that is late: request.late; inputs reason, untilDate, untilTime. */
  'late-form': { speak: string; heading: string; lines: string[]; reason: string; untilDate: string; untilTime: string; send: Button };
  /** Stopping all changes. For operators: changes.stop (input reason), then changes.go-on, which asks once inside a ShowCard. In the resolver channel without buttons. */
  'stop-changes': { speak: string; heading: string; lines: string[]; facts: Fact[]; label?: string; stop?: Button; goOn?: Button & { showTitle: string; line: string } };
  /** For the second approver: request.approve, request.details-to-me (who it is about is never on a card in a channel), request.reject (input reason). */
  approval: { speak: string; heading: string; lines: string[]; facts: Fact[]; subtle: string; approve?: Button; details?: Button; reject?: Button & { showTitle: string; label: string } };
  /** request.show on each. */
  requests: { speak: string; heading: string; items: { title: string; line: string; show: Button }[]; subtle: string };
  /** For resolvers: queue.open (the oldest), queue.pick, queue.refresh. No inputs: it is redrawn by itself. */
  queue: { speak: string; heading: string; stopped?: string; subtle: string; items: { title: string; line: string }[]; more: string; open?: Button; canPick: boolean };
  /** For one resolver, never redrawn: queue.take, queue.start, queue.hold (input words, why); input requests. */
  'queue-picker': {
    speak: string;
    heading: string;
    lines: string[];
    label: string;
    choices: Fact[];
    take?: Button;
    start?: Button;
    hold?: Button & { line: string; label: string; choices: { title: string; why: HoldReason }[] };
  };
  /** request.undo (input reason), request.back. */
  'undo-form': { speak: string; heading: string; lines: string[]; label: string; ask: Button; back: Button };
  /** request.take-out-find (input address), request.back. `address`: what was typed before. */
  'take-out-form': { speak: string; heading: string; lines: string[]; address: string; find: Button; back: Button };
  /** Who it is, before anything is done: request.take-out on their row, request.take-out-form, request.back. */
  'take-out': { speak: string; heading: string; lines: string[]; facts: Fact[]; takeOut?: Button & { row: string }; another: Button; back: Button };
  /** A week after a request, said once: week.list, week.message (in a ShowCard with the message itself), week.stop; week.again where it was stopped. */
  'week-later': { speak: string; heading: string; lines: string[]; counts: Fact[]; subtle: string; list?: Button; message?: Button & { showTitle: string; lines: string[] }; stop?: Button; again?: Button };
  /** In a channel, for the one person who posted a file there: who can open it, and how to take it away. */
  'channel-file': { speak: string; heading: string; lines: string[]; steps: string; subtle: string; link: Link };
  /** In a channel: a reference and its state, nothing else. */
  'channel-status': { speak: string; heading: string; line: string };
  /** For a primary LA: roster.propose; inputs address, organisation, expires. */
  'propose-la': { speak: string; heading: string; lines: string[]; choices: Fact[]; organisation: string; propose: Button };
  /** For an operator: roster.confirm, roster.reject. */
  'roster-change': { speak: string; heading: string; lines: string[]; facts: Fact[]; subtle: string; confirm?: Button; reject?: Button };
  /** Anything that needs only a heading and lines; help.again where it took the place of help. */
  plain: { speak: string; heading: string; lines: string[]; back?: boolean };
};

export type CardName = keyof CardData;
export type Card = { [N in CardName]: { name: N; data: CardData[N] } }[CardName];

/** Somebody, or with `isTag` everybody a tag of the team stands for. The text holds <at>name</at>. */
export type Mention = { id: string; name: string; isTag?: true };

/** It names people or a tag: that Teams refuses it says nothing about the conversation. */
export const isForSome = (content: Content): boolean => content.is === 'targeted' || (content.is === 'text' && content.mentions !== undefined);

/** What can be posted in Teams. */
export type Content =
  | { is: 'card'; card: Card }
  /** `mentions`: whose names in the text alert them. */
  | { is: 'text'; text: string; mentions?: Mention[] }
  /** In a channel, seen by one person only; `to` is their id in Teams (29:...). */
  | { is: 'targeted'; to: string; card: Card }
  /** Offers a file in a personal chat; `context` comes back when it is accepted. */
  | { is: 'file-consent'; name: string; description: string; sizeInBytes: number; context: Record<string, string> }
  | { is: 'file'; name: string; contentUrl: string; uniqueId: string; fileType: string };
