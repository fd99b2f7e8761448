// What stands on a delivery's card about those who have not pressed "Got it". Pure.
import type { Card } from '../cards.ts';
import { deskButton, type Reader } from '../requests/desk-button.ts';
import { londonDay } from '../schedule.ts';
import type { Reminder } from '../store/reminders.ts';
import { figure, formatDate, formatDateTime, forMarkdown, plural } from '../words.ts';
import { noticeKinds } from './grid.ts';
import { isOut, type Notice } from './notice.ts';

/** The other cards of a notice stay as they are. */
export function withReminding(card: Card, { notice, unread, reminders, reader, at }: { notice: Notice; unread: number; reminders: readonly Reminder[]; reader: Reader; at: Date }): Card {
  if (card.name !== 'delivery' || !notice.wantsAck || !isOut(notice) || unread === 0) return card;
  const last = reminders.findLast(({ sentAt, people }) => sentAt !== null && (people ?? 0) > 0);
  const planned = reminders.find(({ sentAt }) => sentAt === null);
  const lines = [
    `${plural(unread, 'person has', 'people have')} it and ${unread === 1 ? 'has' : 'have'} not pressed Got it.`,
    ...(last?.sentAt == null ? [] : [`${plural(last.people ?? 0, 'person was', 'people were')} reminded on ${formatDateTime(last.sentAt)}.`]),
    ...(planned === undefined ? [] : [`Those left are reminded on ${formatDateTime(planned.dueAt)}.`]),
  ];
  const isToday = last?.day === londonDay(at);
  return {
    name: 'delivery',
    data: {
      ...card.data,
      remind: {
        line: lines.join(' '),
        ...(isToday ? {} : { now: { ...deskButton(reader, 'notice.remind', notice.id, `Remind ${figure(unread)} to press Got it`), count: unread } }),
        later: { ...deskButton(reader, 'notice.remind-on', notice.id, 'Remind them on that day'), showTitle: 'Remind on a later day' },
      },
    },
  };
}

export const reminderText = ({ kind, facts }: Notice, at: Date): string => `Reminder: read ${forMarkdown(noticeKinds[kind].face(facts, at).about)} and press **Got it** on its card, further up in this chat.`;

export const onDay = (day: string): string => formatDate(new Date(`${day}T12:00:00Z`));
