// What anybody presses on a webinar's card: the calendar entry, a reminder, and the forms for a slot and a question. The answer is in one's own chat.
import { randomUUID } from 'node:crypto';
import type { Card } from '../../cards.ts';
import { onDesk, show, type DeskPress } from '../../requests/desk-press.ts';
import { heardFrom } from '../../requests/heard-from.ts';
import { addApp, chatOf } from '../../requests/own-chat.ts';
import { say } from '../../requests/save-move.ts';
import type { Answer, Conversation, Services } from '../../services.ts';
import type { Tables } from '../../store/tables.ts';
import { formatTime } from '../../words.ts';
import { calendarCard } from './calendar-card.ts';
import { offerCalendar } from './offer-calendar.ts';
import { findPlanned, lookAt, type Planned } from './look.ts';
import { phaseAt } from './occurrence.ts';
import { questionForm } from './question-cards.ts';
import { slotForm } from './slot-cards.ts';
import { freeSlots } from './agenda.ts';
import { webinarCard } from './webinar-card.ts';

type Needs = Pick<Services, 'store' | 'access' | 'settings' | 'clock' | 'messenger'>;

const noLonger: Answer = { message: 'This webinar is not in our calendar any more. Type webinar for the next one.' };

type Reading = { needs: Needs; pressed: DeskPress; shown: Planned; chat: Conversation };

/** Something for one person, said in their own chat wherever they pressed. `what` for: "ask". A string is said instead. */
const inChat = (verb: 'webinar.ics' | 'webinar.remind' | 'webinar.slot-form' | 'webinar.question-form', what: string, give: (reading: Reading) => ((tx: Tables) => Promise<string>) | string) =>
  onDesk(verb, async (needs: Needs, pressed): Promise<Answer> => {
    const shown = await findPlanned(needs.store, pressed.id);
    if (shown === null) return noLonger;
    const chat = await chatOf(needs, pressed.press);
    if (chat === null) return addApp(what);
    const given = give({ needs, pressed, shown, chat });
    if (typeof given === 'string') return { message: given };
    return { message: await needs.store.transaction(async tx => (await heardFrom(tx, chat, needs.clock.calendar()), given(tx))) };
  });

const whereOf = ({ press: { conversation } }: DeskPress): string => (conversation.kind === 'channel' ? 'in your personal chat with LA Desk' : 'below');

const isOver = ({ needs, shown }: Reading): boolean => ['over', 'cancelled'].includes(phaseAt(shown.occurrence, needs.clock.calendar()));

const formInChat = ({ needs, pressed, chat }: Reading, card: Card) => async (tx: Tables): Promise<string> => {
  await say(tx, chat.id, { is: 'card', card }, needs.clock.calendar());
  return `The form is ${whereOf(pressed)}.`;
};

export const showSlotForm = inChat('webinar.slot-form', 'ask for a slot', reading => {
  const { shown, pressed } = reading;
  if (isOver(reading) || freeSlots(shown.series.agenda, shown.taken).length === 0) return 'No slot is free on this date any more.';
  return formInChat(reading, slotForm(shown, randomUUID(), { key: pressed.key, personId: pressed.press.personId }));
});

export const showQuestionForm = inChat('webinar.question-form', 'ask a question', reading => {
  const { shown, pressed } = reading;
  if (isOver(reading)) return 'This webinar is over, or is not held. Ask at the next one: type webinar in your chat with LA Desk.';
  return formInChat(reading, questionForm(shown, randomUUID(), { key: pressed.key, personId: pressed.press.personId }));
});

export const remindMe = inChat('webinar.remind', 'be reminded', reading => {
  const { needs, pressed, shown: { occurrence }, chat } = reading;
  if (phaseAt(occurrence, needs.clock.calendar()) !== 'coming') return 'This webinar has begun, or is not held.';
  return async tx => {
    const isNew = await tx.occurrences.remind(occurrence.id, pressed.press.personId, chat.id);
    return `${isNew ? 'We will remind you' : 'We remind you already'} at ${formatTime(new Date(occurrence.startsAt.getTime() - 15 * 60_000))}, in your personal chat with LA Desk.`;
  };
});

export const addToCalendar = inChat('webinar.ics', 'get files', ({ needs, pressed, shown, chat }) => {
  const { PUBLIC_URL: publicUrl } = needs.settings;
  return async tx => {
    if (publicUrl !== undefined) await say(tx, chat.id, { is: 'card', card: calendarCard(shown, publicUrl) }, needs.clock.calendar());
    await offerCalendar(tx, needs, chat, shown);
    return `The calendar entry is ${whereOf(pressed)}.`;
  };
});

/** From a list: the date's card in its place. */
export const openDate = onDesk('webinar.open', async ({ store, clock }: Needs, { press, id, key }): Promise<Answer> => {
  const occurrence = await store.occurrences.find(id);
  return occurrence === null ? noLonger : show(webinarCard(await lookAt(store, occurrence), { key, personId: press.personId }, clock.calendar(), true));
});
