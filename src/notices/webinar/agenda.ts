// What a webinar is about: an agenda as data, two of whose lines are slots that Local Administrators ask for. Pure.
import { forMarkdown, forPlain } from '../../words.ts';

export const slots = ['guest', 'workplace'] as const;
export type Slot = (typeof slots)[number];

export const slotName: Record<Slot, string> = { guest: 'Guest speaker', workplace: 'Digital Workplace' };

export type AgendaItem = { words: string; slot: Slot | null; minutes: number | null };

/** Who has a slot, once communications has accepted it. */
export type Taken = { slot: Slot; title: string };

const mostLines = 12;
/** As the webinar page of the support site has it. */
export const usualAgenda = ['General updates', 'Technical updates', 'Guest speaker (10 minutes)', 'Digital Workplace (10 minutes)', 'Panel for open questions'].join('\n');

const slotIn = (words: string): Slot | null => slots.find(slot => words.toLowerCase().startsWith(slotName[slot].toLowerCase())) ?? null;

/** One line each, with a length where it has one; a line that begins with the name of a slot is one. A slot named twice is one slot. */
export function readAgenda(text: string): AgendaItem[] {
  const lines = text.split(/\r?\n/).map(line => forPlain(line)).filter(line => line !== '').slice(0, mostLines);
  const items = lines.map(line => {
    const [, words = line, minutes] = /^(.*?)(?:\s*\((\d{1,3})\s*min(?:ute)?s?\))?$/.exec(line) ?? [];
    return { words, slot: slotIn(words), minutes: minutes === undefined ? null : Number(minutes) };
  });
  return items.map((item, index) => (item.slot !== null && items.findIndex(other => other.slot === item.slot) < index ? { ...item, slot: null } : item));
}

const lengthOf = ({ minutes }: AgendaItem): string => (minutes === null ? '' : ` (${minutes} ${minutes === 1 ? 'minute' : 'minutes'})`);

/** As readAgenda reads it. */
export const agendaText = (agenda: readonly AgendaItem[]): string => agenda.map(item => `${item.words}${lengthOf(item)}`).join('\n');

/** Nothing to press for once it has begun: what nobody has is the panel's. */
function lineOf(item: AgendaItem, taken: readonly Taken[], isOpen: boolean): string {
  if (item.slot === null) return `${forMarkdown(item.words)}${lengthOf(item)}`;
  const title = taken.find(({ slot }) => slot === item.slot)?.title;
  if (title === undefined && !isOpen) return slotName[item.slot];
  return `${slotName[item.slot]}: ${title === undefined ? 'slot free' : forMarkdown(title)}${lengthOf(item)}`;
}

/** A numbered Markdown list. `isOpen`: slots can still be asked for. */
export const agendaLines = (agenda: readonly AgendaItem[], taken: readonly Taken[], isOpen = true): string => agenda.map((item, index) => `${index + 1}. ${lineOf(item, taken, isOpen)}`).join('\n');

export const freeSlots = (agenda: readonly AgendaItem[], taken: readonly Taken[]): Slot[] => slots.filter(slot => agenda.some(item => item.slot === slot) && !taken.some(one => one.slot === slot));
