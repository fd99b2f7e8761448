// A slot is asked for, accepted or declined: the posted agenda changes at once, and whoever asked is told.
import { z } from 'zod';
import type { Card } from '../../cards.ts';
import { onDesk, show, type DeskPress } from '../../requests/desk-press.ts';
import { plainCard } from '../../requests/help-cards.ts';
import { forSomebodyElse } from '../../requests/pressed.ts';
import { say } from '../../requests/save-move.ts';
import type { Answer, Services } from '../../services.ts';
import type { SlotAsk } from '../../store/slot-asks.ts';
import { forPlain } from '../../words.ts';
import { freeSlots, slots } from './agenda.ts';
import { optionalLink } from './links.ts';
import { findPlanned, isPlanned, lookAt } from './look.ts';
import { phaseAt } from './occurrence.ts';
import { redraw } from './publish.ts';
import { answerWords, askedCard, decidedCard, slotForm } from './slot-cards.ts';

type Needs = Pick<Services, 'store' | 'access' | 'settings' | 'clock'>;

const asked = z.looseObject({ askId: z.uuid(), slot: z.enum(slots), title: z.string().trim().min(3).max(80), speaker: z.string().trim().min(2).max(80), link: optionalLink });

const nothingFree = plainCard('Not asked: no slot is free on this date any more', 'Type **webinar** to see the next one.');

export const askSlot = onDesk('webinar.ask-slot', async (needs: Needs, { press, id, key }): Promise<Answer> => {
  const { store, clock } = needs;
  const shown = await findPlanned(store, id);
  const phase = shown === null ? 'over' : phaseAt(shown.occurrence, clock.calendar());
  if (shown === null || phase === 'over' || phase === 'cancelled') return show(nothingFree);
  const typed = asked.safeParse(press.inputs);
  const askId = z.looseObject({ askId: z.uuid() }).parse(press.inputs).askId;
  if (!typed.success) return show(slotForm(shown, askId, { key, personId: press.personId }, 'Not asked: say what it is about and who speaks. A link has to begin with https.'));
  const known = await store.slotAsks.find(askId);
  if (known !== null) return known.askedBy === press.personId ? show(askedCard(known)) : forSomebodyElse;
  if (!freeSlots(shown.series.agenda, shown.taken).includes(typed.data.slot)) return show(nothingFree);
  const ask: SlotAsk = { id: askId, occurrenceId: id, slot: typed.data.slot, title: forPlain(typed.data.title), speaker: forPlain(typed.data.speaker), link: typed.data.link, askedBy: press.personId, askedByName: press.personName.slice(0, 80), askedAt: clock.calendar(), verdict: null, reason: null };
  await store.transaction(async tx => {
    if (await tx.slotAsks.add(ask)) await tx.jobs.add({ name: 'webinar-officers', key: `slot ${askId}`, payload: { about: 'slot', id: askId, sequence: 0 } });
  });
  return show(askedCard(ask));
});

const decides = (verb: 'webinar.accept-slot' | 'webinar.decline-slot', verdict: 'accepted' | 'declined') =>
  onDesk(verb, async (needs: Needs, pressed): Promise<Answer> => {
    const { store } = needs;
    const reason = reasonIn(pressed);
    if (verdict === 'declined' && reason === null) return { message: 'Say why: whoever asked reads it.' };
    const decided = await store.transaction(async tx => {
      const ask = await tx.slotAsks.find(pressed.id);
      // Two who decide on the same date wait for each other.
      const occurrence = ask && (await tx.occurrences.lock(ask.occurrenceId));
      if (ask === null || occurrence === null) return null;
      const isOurs = await tx.slotAsks.decide(ask.id, verdict, reason);
      const now = (await tx.slotAsks.find(ask.id)) ?? ask;
      const shown = await lookAt(tx, occurrence);
      if (!isOurs || !isPlanned(shown)) return now;
      await redraw(tx, needs, shown);
      const chat = await tx.conversations.personalOf(ask.askedBy);
      if (chat !== null) await say(tx, chat.id, { is: 'text', text: answerWords(shown, now) }, needs.clock.calendar());
      await tx.audit.append({ requestId: shown.series.id, at: needs.clock.calendar(), actorId: pressed.press.personId, action: `webinar-slot-${verdict}`, detail: { slot: ask.slot } });
      return now;
    });
    return show(decided === null ? goneCard : decidedCard(decided));
  });

const goneCard: Card = plainCard('No longer here: this slot was asked for too long ago', 'Type **webinar series** to see the dates.');

const reasonIn = ({ press }: DeskPress): string | null => forPlain(z.looseObject({ reason: z.string().default('') }).parse(press.inputs).reason, { most: 200 }) || null;

export const acceptSlot = decides('webinar.accept-slot', 'accepted');
export const declineSlot = decides('webinar.decline-slot', 'declined');
