// A date of a webinar as a notice: planned by its series and not composed, with a card of its own whose buttons are about the date.
import { z } from 'zod';
import { noticeKind } from '../kind.ts';
import { slots } from '../webinar/agenda.ts';
import { faceOf, webinarCard } from '../webinar/webinar-card.ts';

const date = z.coerce.date();
const text = z.string().nullable();

const facts = z.object({
  occurrence: z.object({ id: z.uuid(), startsAt: date, endsAt: date, isCancelled: z.boolean(), movedFrom: date.nullable(), reason: text, recording: text }),
  series: z.object({ title: z.string(), channelName: text, joinLink: z.string(), escalationLink: z.string(), agenda: z.array(z.object({ words: z.string(), slot: z.enum(slots).nullable(), minutes: z.number().nullable() })) }),
  taken: z.array(z.object({ slot: z.enum(slots), title: z.string() })),
  updates: z.array(z.object({ topic: z.string(), words: z.string(), link: text })),
});

export const webinar = noticeKind({
  word: 'webinar',
  facts,
  fields: () => [],
  read: () => ({ problem: 'A webinar is planned with its series: type **webinar series**.' }),
  face: faceOf,
  card: webinarCard,
  gathered: ({ occurrence, updates }) => (occurrence.isCancelled ? null : occurrence.recording === null && updates.length === 0 ? 'soon' : 'live'),
});
