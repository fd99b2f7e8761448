// Asking for a slot of a webinar: the form, what communications decides on, and what became of it.
import type { Card, Fact } from '../../cards.ts';
import { deskButton, type Reader } from '../../requests/desk-button.ts';
import { plainCard } from '../../requests/help-cards.ts';
import type { SlotAsk } from '../../store/slot-asks.ts';
import { formatDate, forMarkdown } from '../../words.ts';
import { freeSlots, slotName } from './agenda.ts';
import type { Planned } from './look.ts';
import { titleOf } from './webinar-card.ts';
import { because, whenOf } from './webinar-words.ts';

const about: Record<SlotAsk['slot'], string> = { guest: 'new releases or key updates', workplace: 'how your organisation uses the shared tenant' };

export function slotForm(shown: Planned, askId: string, reader: Reader, problem?: string): Card {
  const { occurrence, series, taken } = shown;
  const heading = `Not asked yet: a slot on ${formatDate(occurrence.startsAt)}`;
  const choices: Fact[] = freeSlots(series.agenda, taken).map(slot => ({ title: `${slotName[slot]}: ${about[slot]}`, value: slot }));
  const lines = [...(problem === undefined ? [] : [problem]), `${titleOf(shown)}, ${whenOf(occurrence)}. Communications answers here. The title goes on the agenda, the speaker does not.`];
  return { name: 'webinar-slot-form', data: { speak: `${heading}.`, heading, lines, choices, chosen: choices[0]?.value ?? '', askId, ask: deskButton(reader, 'webinar.ask-slot', occurrence.id, 'Ask for this slot') } };
}

export const askedCard = ({ slot, title }: SlotAsk): Card => plainCard(`Asked: ${slotName[slot]}, ${forMarkdown(title)}`, 'Communications decides. You hear of it in this chat.');

/** For each communications officer. */
export function askCard(shown: Planned, ask: SlotAsk, reader: Reader): Card {
  const heading = `Decide: ${slotName[ask.slot]} on ${formatDate(shown.occurrence.startsAt)}`;
  const facts: Fact[] = [{ title: 'About', value: forMarkdown(ask.title) }, { title: 'Speaks', value: forMarkdown(ask.speaker) }, { title: 'Asked by', value: forMarkdown(ask.askedByName) }];
  return {
    name: 'webinar-slot',
    data: {
      speak: `${heading}.`, heading, lines: ['If you accept, the posted agenda changes at once. Whoever asked hears your answer.'], facts,
      accept: deskButton(reader, 'webinar.accept-slot', ask.id, `Accept ${slotName[ask.slot]}`),
      decline: { ...deskButton(reader, 'webinar.decline-slot', ask.id, 'Decline for this reason'), showTitle: `Decline ${slotName[ask.slot]}` },
      ...(ask.link === null ? {} : { link: { title: 'Read more about it', url: ask.link } }),
    },
  };
}

/** In its place once somebody has decided, or the slot went to another. */
export function decidedCard({ slot, title, verdict, reason }: SlotAsk): Card {
  const state = verdict === 'accepted' ? 'Accepted' : verdict === 'declined' ? 'Declined' : 'Not accepted, the slot is taken';
  return plainCard(`${state}: ${slotName[slot]}, ${forMarkdown(title)}`, ...(verdict === 'accepted' ? ['It is on the agenda.'] : []), ...(reason === null ? [] : [`The reason given:${because(reason)}`]));
}

/** To whoever asked. */
export const answerWords = (shown: Planned, { slot, title, verdict, reason }: SlotAsk): string =>
  verdict === 'accepted'
    ? `Accepted: ${slotName[slot]}, ${forMarkdown(title)}. It is on the agenda of ${whenOf(shown.occurrence)}.`
    : `Declined: ${slotName[slot]}, ${forMarkdown(title)}, on ${formatDate(shown.occurrence.startsAt)}.${because(reason)}`;
