// Communications officers hear in their own chats what waits for them: a bank holiday weeks ahead, a slot somebody asks for, a webinar to write up.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Card } from '../../cards.ts';
import type { Reader } from '../../requests/desk-button.ts';
import { nonceKey } from '../../requests/gather.ts';
import { heardFrom } from '../../requests/heard-from.ts';
import { say } from '../../requests/save-move.ts';
import type { Conversation, Services } from '../../services.ts';
import type { Tables } from '../../store/tables.ts';
import { chatsOfOfficers } from '../officers.ts';
import { findPlanned } from './look.ts';
import { holidayCard } from './series-cards.ts';
import { askCard } from './slot-cards.ts';
import { nothingTyped, updatesForm } from './update-cards.ts';

type Needs = Pick<Services, 'store' | 'messenger' | 'directory' | 'settings' | 'clock' | 'log'>;

/** `sequence`: that of the date, which is told of anew once it was moved. */
export const officersTold = z.object({ about: z.enum(['holiday', 'over', 'slot']), id: z.uuid(), sequence: z.number().int() });
type Told = z.infer<typeof officersTold>;

export async function tellOfficers(needs: Needs, told: Told): Promise<undefined> {
  const { store, clock, log } = needs;
  const chats = await chatsOfOfficers(needs);
  if (chats.length === 0) log.warn(told, 'no communications officer can be told about a webinar: is anybody in COMMUNICATIONS_GROUP, with LA Desk installed?');
  await store.transaction(async tx => {
    // Done before, where this process died between saving and saying so.
    if (!(await tx.activities.isNew(`webinar-${told.about}`, `${told.id}/${told.sequence}`, clock.machine()))) return;
    for (const { chat } of chats) await tell(tx, needs, chat, told);
  });
}

async function tell(tx: Tables, { clock }: Needs, chat: Conversation, told: Told): Promise<void> {
  const card = await cardFor(tx, told, { key: await nonceKey(tx), personId: chat.personId ?? '' });
  if (card === null) return;
  await heardFrom(tx, chat, clock.calendar());
  await say(tx, chat.id, { is: 'card', card }, clock.calendar());
}

/** Null where it is settled by now. */
async function cardFor(tx: Tables, { about, id }: Told, reader: Reader): Promise<Card | null> {
  const ask = about === 'slot' ? await tx.slotAsks.find(id) : null;
  const shown = await findPlanned(tx, ask?.occurrenceId ?? id);
  if (shown === null || shown.occurrence.isCancelled) return null;
  if (about === 'holiday') return holidayCard(shown.series, shown.occurrence, reader);
  if (about === 'over') return updatesForm(shown, { updateId: randomUUID(), reader, typed: nothingTyped });
  return ask === null || ask.verdict !== null ? null : askCard(shown, ask, reader);
}
