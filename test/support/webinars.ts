// A webinar series as communications plans it, for walks and tests.
import { readAgenda, usualAgenda } from '../../src/notices/webinar/agenda.ts';
import type { Occurrence } from '../../src/notices/webinar/occurrence.ts';
import { newDate, newToken } from '../../src/notices/webinar/plan-dates.ts';
import { linkToChannel, type Series } from '../../src/notices/webinar/series.ts';
import type { Chat, Message } from './chat.ts';

export const joinLink = 'https://teams.microsoft.com/l/meetup-join/19%3ameeting_webinar%40thread.v2/0';
export const escalations = 'https://support.nhs.example/complaints-and-escalations';

export const filledSeries = (channelId: string, firstDay: string) => ({
  title: 'LA webinar', channel: linkToChannel(channelId, 'NHSmail webinar'), join: joinLink, escalation: escalations, firstDay, begins: '12:30', ends: '13:30', rhythm: 'fortnightly',
  agenda: 'General updates\nTechnical updates\nGuest speaker (10 minutes)\nDigital Workplace (10 minutes)\nPanel for open questions',
});

/** Chloe fills in the form. */
export async function planSeries(chloe: Chat, channelId: string, firstDay: string): Promise<Message> {
  await chloe.say('webinar series');
  const form = await chloe.card(/^Not planned yet: a webinar series$/);
  await chloe.press(form, 'webinar.create', filledSeries(channelId, firstDay));
  return chloe.card(/^Planned: \d+ dates? of LA webinar$/, { of: form });
}

export const aSeries = (more: Partial<Series> = {}): Series => ({
  id: '00000000-0000-4000-8000-0000000e0001', title: 'LA webinar', channelId: '19:webinar@thread.tacv2', channelName: 'NHSmail webinar', joinLink, escalationLink: escalations, agenda: readAgenda(usualAgenda),
  firstDay: '2022-09-23', begins: '12:30', ends: '13:30', rhythm: 'fortnightly', calendarToken: newToken(), createdAt: new Date('2022-09-20T08:00:00Z'), revision: 1, endedAt: null, ...more,
});

/** For an hour from then. */
export const aDate = (startsAt: Date, more: Partial<Occurrence> = {}): Occurrence => ({ ...newDate(aSeries().id, null, { startsAt, endsAt: new Date(startsAt.getTime() + 3_600_000) }, new Date('2022-09-20T08:00:00Z')), ...more });
