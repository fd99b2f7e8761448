// The .ics of one date as a file, by file consent: made when it is accepted, so that it is the date as it is then.
import { z } from 'zod';
import { say } from '../../requests/save-move.ts';
import type { Conversation, Services } from '../../services.ts';
import type { Tables } from '../../store/tables.ts';
import { londonDay } from '../../schedule.ts';
import { calendarOf } from './calendar-entry.ts';
import { findPlanned, type Planned } from './look.ts';
import { whenOf } from './webinar-words.ts';

/** What comes back when it is accepted. */
export const calendarContext = z.object({ occurrenceId: z.uuid(), file: z.literal('calendar') });

const bytesOf = ({ series, occurrence }: Planned): Uint8Array => new TextEncoder().encode(calendarOf(series, [occurrence]));

export async function offerCalendar(tx: Tables, { clock }: Pick<Services, 'clock'>, chat: Conversation, shown: Planned): Promise<void> {
  const { occurrence } = shown;
  const context = { occurrenceId: occurrence.id, file: 'calendar' };
  await say(tx, chat.id, { is: 'file-consent', name: `LA webinar ${londonDay(occurrence.startsAt)}.ics`, description: `A calendar entry: ${whenOf(occurrence)}.`, sizeInBytes: bytesOf(shown).byteLength, context }, clock.calendar());
}

/** Null where the date is gone. Everybody who can read the card may have it. */
export async function calendarBytes(store: Tables, { occurrenceId }: z.infer<typeof calendarContext>): Promise<Uint8Array | null> {
  const shown = await findPlanned(store, occurrenceId);
  return shown && bytesOf(shown);
}
