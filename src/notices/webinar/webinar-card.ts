// The card of one date of a webinar: to come, moved, live, cancelled, over, and with what was said.
import type { Card, CardData } from '../../cards.ts';
import { deskButton, type Reader } from '../../requests/desk-button.ts';
import { formatDate, forMarkdown, formatDateTime, formatTime, plural, unescaped } from '../../words.ts';
import type { Face } from '../kind.ts';
import { agendaLines, freeSlots } from './agenda.ts';
import { linkTo } from './links.ts';
import type { Pictured } from './look.ts';
import { phaseAt, type Phase } from './occurrence.ts';
import { because, whenOf } from './webinar-words.ts';

const usualTitle = 'LA webinar';
/** More would not fit on a screen; all of them are in the archive. */
const mostUpdates = 8;

export const titleOf = ({ series }: Pick<Pictured, 'series'>): string => forMarkdown(series?.title ?? usualTitle);

type Said = Pick<CardData['webinar'], 'heading' | 'lines'>;

const entryChanges = 'Your calendar entry can be updated: press Add to calendar.';

function placeLine({ series }: Pictured): string {
  const channel = series?.channelName ?? null;
  return `On Teams${channel === null ? '' : `, in the ${forMarkdown(channel)} channel`}. It will be recorded.`;
}

const words: Record<Phase, (shown: Pictured) => Said> = {
  coming(shown) {
    const { occurrence } = shown;
    if (occurrence.movedFrom === null) return { heading: `Next ${titleOf(shown)}: ${whenOf(occurrence)}`, lines: [placeLine(shown)] };
    return { heading: `Moved: ${titleOf(shown)} is now on ${whenOf(occurrence)}`, lines: [`It was ${formatDateTime(occurrence.movedFrom)}.${because(occurrence.reason)} ${entryChanges}`, placeLine(shown)] };
  },
  live: shown => ({ heading: `Live now, until ${formatTime(shown.occurrence.endsAt)}: ${titleOf(shown)}`, lines: [placeLine(shown)] }),
  cancelled: shown => ({ heading: `Cancelled: ${titleOf(shown)} on ${formatDate(shown.occurrence.startsAt)}`, lines: [`It is not held.${because(shown.occurrence.reason)} ${entryChanges}`] }),
  over(shown) {
    const { occurrence, updates } = shown;
    const state = occurrence.recording !== null ? 'Recording ready' : updates.length > 0 ? 'Key updates' : 'Over';
    const more = updates.length > mostUpdates ? [`The first ${mostUpdates} of ${plural(updates.length, 'key update', 'key updates')}. For all of them, type **webinar ${formatDate(occurrence.startsAt).replace(/^\w+ /, '')}** in your chat with LA Desk.`] : [];
    return { heading: `${state}: ${titleOf(shown)}, ${formatDate(occurrence.startsAt)}`, lines: state === 'Over' ? ['The key updates will be on this card when they are ready.'] : more };
  },
};

/** `all`: in a chat of one's own, where a long card is no trouble to others. */
export function webinarCard(shown: Pictured, reader: Reader, at: Date, all = false): Card {
  const phase = phaseAt(shown.occurrence, at);
  const { heading, lines } = words[phase](shown);
  const isAhead = phase === 'coming' || phase === 'live';
  return {
    name: 'webinar',
    data: {
      speak: `${unescaped(heading)}.`, heading, lines: all && phase === 'over' ? [] : lines,
      agenda: isAhead && shown.series !== null ? agendaLines(shown.series.agenda, shown.taken, phase === 'coming') : '',
      updates: phase === 'over' ? shown.updates.slice(0, all ? undefined : mostUpdates).map(updateLine) : [],
      subtle: isAhead && shown.series !== null ? `For one person or one organisation, use ${linkTo('complaints and escalations', shown.series.escalationLink)}.` : '',
      ...buttons(shown, reader, phase),
    },
  };
}

/** Where it is listed with other notices. */
export function faceOf(shown: Pictured, at: Date): Face {
  const { heading, lines } = words[phaseAt(shown.occurrence, at)](shown);
  return { heading, speak: `${unescaped(heading)}.`, lines, list: '', facts: [], sections: [], subtle: '', about: `${shown.series?.title ?? usualTitle}, ${formatDate(shown.occurrence.startsAt)}` };
}

export const updateLine = ({ topic, words: said, link }: Pictured['updates'][number]): { title: string; line: string } => ({
  title: link === null ? forMarkdown(topic) : linkTo(topic, link), line: forMarkdown(said, { most: 400 }),
});

function buttons({ occurrence, series, taken }: Pictured, reader: Reader, phase: Phase): Partial<CardData['webinar']> {
  const on = (verb: Parameters<typeof deskButton>[1], title: string) => deskButton(reader, verb, occurrence.id, title);
  if (phase === 'over') return occurrence.recording === null ? {} : { recording: { title: 'Watch the recording', url: occurrence.recording } };
  if (series === null) return {};
  const ics = on('webinar.ics', 'Add to calendar (.ics)');
  if (phase === 'cancelled') return { ics };
  const question = on('webinar.question-form', 'Ask a question');
  const join = { title: 'Join the webinar', url: series.joinLink };
  if (phase === 'live') return { joinNow: join, question };
  const slot = freeSlots(series.agenda, taken).length > 0 ? { slot: on('webinar.slot-form', 'Ask for a slot') } : {};
  return { ics, join, question, ...slot, remind: on('webinar.remind', 'Remind me 15 minutes before') };
}
