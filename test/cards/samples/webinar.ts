// Webinars: each card as its own function draws it, in the states people meet.
import type { Card, CardData, CardName } from '../../../src/cards.ts';
import { readAgenda } from '../../../src/notices/webinar/agenda.ts';
import { datesFound, foundCard, webinarsCard } from '../../../src/notices/webinar/archive-cards.ts';
import { calendarCard } from '../../../src/notices/webinar/calendar-card.ts';
import { caseIn } from '../../../src/notices/webinar/case-question.ts';
import type { Planned, Shown } from '../../../src/notices/webinar/look.ts';
import type { Occurrence } from '../../../src/notices/webinar/occurrence.ts';
import { caseForm, questionForm, questionsCard } from '../../../src/notices/webinar/question-cards.ts';
import type { Series } from '../../../src/notices/webinar/series.ts';
import { changeForm, datesCard, holidayCard, incomplete, seriesForm, usualSeries } from '../../../src/notices/webinar/series-cards.ts';
import { askCard, slotForm } from '../../../src/notices/webinar/slot-cards.ts';
import { nothingTyped, updatesForm } from '../../../src/notices/webinar/update-cards.ts';
import { webinarCard } from '../../../src/notices/webinar/webinar-card.ts';
import type { SlotAsk } from '../../../src/store/slot-asks.ts';
import type { Samples } from '../samples.ts';

const at = (text: string): Date => new Date(text);
const id = (end: string): string => `00000000-0000-4000-8000-0000000e${end}`;
const reader = { key: 'k', personId: 'priya' };
const series: Series = {
  id: id('0001'), title: 'LA webinar', channelId: '19:webinar@thread.tacv2', channelName: 'NHSmail webinar', joinLink: 'https://teams.microsoft.com/l/meetup-join/19%3ameeting_webinar%40thread.v2/0', escalationLink: 'https://support.nhs.example/complaints-and-escalations',
  agenda: readAgenda(usualSeries.agenda), firstDay: '2022-09-23', begins: '12:30', ends: '13:30', rhythm: 'fortnightly', calendarToken: 'seriesAAAAAAAAAAAAAAAAAAAAAAAAAA', createdAt: at('2022-09-20T08:00:00Z'),
  revision: 1, endedAt: null,
};
const date = (end: string, day: string, more: Partial<Occurrence> = {}): Occurrence => ({
  id: id(end), seriesId: series.id, day, startsAt: at(`${day}T11:30:00Z`), endsAt: at(`${day}T12:30:00Z`), isCancelled: false, movedFrom: null, reason: null, sequence: 0, changedAt: at('2022-09-20T08:00:00Z'),
  calendarToken: 'dateAAAAAAAAAAAAAAAAAAAAAAAAAAAA', recording: null, done: ['announce'], isWrittenUp: false, asHeld: null, ...more,
});
const ask: SlotAsk = { id: id('0a01'), occurrenceId: id('0007'), slot: 'guest', title: 'TLS 1.2 in practice', speaker: 'Jo Whitlock', link: 'https://support.nhs.example/tls', askedBy: 'priya', askedByName: 'Priya Nair', askedAt: at('2022-09-30T12:00:00Z'), verdict: 'accepted', reason: null };
const october = date('0007', '2022-10-07');
const coming: Planned = { occurrence: october, series, taken: [ask], updates: [] };
const update = (n: number, topic: string, words: string, link: string | null) => ({ id: id(`0b0${n}`), occurrenceId: october.id, topic, words, link, position: n });
const written = [update(1, 'TLS 1.0 and 1.1', 'They are switched off on 31 October 2022. Use TLS 1.2.', 'https://support.nhs.example/tls'), update(2, 'Linden 1.0 release', 'Planned for Thursday 10 November 2022.', null)];
const over: Planned = { ...coming, occurrence: { ...october, recording: 'https://web.microsoftstream.example/video/2022-10-07' }, updates: written };
const many: Planned = { ...over, updates: Array.from({ length: 9 }, (_, n) => update(n + 1, `Topic ${n + 1}`, 'What was said about it.', null)) };
const ahead = at('2022-09-30T11:30:00Z');
const after = at('2022-10-10T09:00:00Z');

function of<N extends CardName>(name: N, title: string, card: Card): { title: string; data: CardData[N] } {
  if (card.name !== name) throw new Error(`${title} is a ${card.name}.`);
  return { title, data: card.data as CardData[N] };
}
const moved: Shown = { ...coming, occurrence: { ...october, startsAt: at('2022-10-14T11:30:00Z'), endsAt: at('2022-10-14T12:30:00Z'), movedFrom: october.startsAt, reason: 'The platform team is at a conference' } };
const cancelled: Shown = { ...coming, occurrence: { ...october, isCancelled: true, reason: 'The platform team is at a conference' } };

export const webinar: Samples['webinar'] = [
  of('webinar', '10 next webinar', webinarCard(coming, reader, ahead)),
  of('webinar', '10b webinar live', webinarCard(coming, reader, at('2022-10-07T11:40:00Z'))),
  of('webinar', '10c webinar moved', webinarCard(moved, reader, ahead)),
  of('webinar', '10d webinar cancelled', webinarCard(cancelled, reader, ahead)),
  of('webinar', '10e webinar over', webinarCard(coming, reader, after)),
  of('webinar', '10f webinar recording ready', webinarCard(over, reader, after)),
  of('webinar', '10g webinar more key updates than fit', webinarCard(many, reader, after)),
];
export const webinarList: Samples['webinar-list'] = [
  of('webinar-list', '10h webinars', webinarsCard([{ ...coming, occurrence: date('0021', '2022-10-21') }, { ...cancelled, occurrence: date('0022', '2022-11-04', { isCancelled: true, startsAt: at('2022-11-04T12:30:00Z'), endsAt: at('2022-11-04T13:30:00Z') }) }], [over], reader, after)),
  of('webinar-list', '10i what was said about something', foundCard('TLS', [{ update: written[0] ?? update(1, '', '', null), shown: over }], false, reader)),
  of('webinar-list', '10z more said about something than fits', foundCard('TLS', [{ update: written[0] ?? update(1, '', '', null), shown: over }], true, reader)),
  of('webinar-list', '10j two webinars on one day', datesFound([over, { ...over, occurrence: date('0008', '2022-10-07', { startsAt: at('2022-10-07T14:00:00Z'), endsAt: at('2022-10-07T15:00:00Z') }) }], reader, after)),
];
export const webinarCalendar: Samples['webinar-calendar'] = [
  of('webinar-calendar', '10k calendar entry', calendarCard(coming, 'https://la-desk.nhs.example')),
  of('webinar-calendar', '10l calendar entry of a live event', calendarCard({ ...coming, series: { ...series, rhythm: 'once' } }, 'https://la-desk.nhs.example')),
];
export const webinarSeriesForm: Samples['webinar-series-form'] = [
  of('webinar-series-form', '10m plan a series', seriesForm({ id: series.id, reader, typed: usualSeries })),
  of('webinar-series-form', '10n plan a series, something to mend', seriesForm({ id: series.id, reader, typed: usualSeries, problem: 'Not planned: that date is over.' })),
  of('webinar-series-form', '10m1 change a series', changeForm({ series, reader })),
  of('webinar-series-form', '10n1 change a series, something to mend', changeForm({ series, reader, typed: { title: 'LA webinar', join: 'teams', escalation: series.escalationLink, agenda: 'General updates' }, problem: incomplete })),
];
const dates = [october, date('0021', '2022-10-21'), date('0022', '2022-12-30')];
export const webinarDates: Samples['webinar-dates'] = [
  of('webinar-dates', '10o dates of a series', datesCard({ series, dates, reader })),
  of('webinar-dates', '10o1 more dates than fit', datesCard({ series: { ...series, rhythm: 'weekly' }, dates: Array.from({ length: 10 }, (_, n) => date(`01${String(n).padStart(2, '0')}`, `2022-10-${String(n + 10)}`)), reader })),
  of('webinar-dates', '10p dates of a series, all over', datesCard({ series: { ...series, rhythm: 'once' }, dates: [], reader })),
  of('webinar-dates', '10p1 a series that has ended', datesCard({ series: { ...series, endedAt: ahead }, dates: dates.map(one => ({ ...one, isCancelled: true })), reader })),
  of('webinar-dates', '10q a bank holiday in the way', holidayCard(series, date('0023', '2023-04-07'), reader)),
];
export const webinarSlotForm: Samples['webinar-slot-form'] = [of('webinar-slot-form', '10r ask for a slot', slotForm({ ...coming, taken: [] }, ask.id, reader))];
export const webinarSlot: Samples['webinar-slot'] = [of('webinar-slot', '10s decide on a slot', askCard(coming, ask, reader))];
const casual = 'Why can sam.okoro@nhs.example not sign in since INC31020388?';
export const webinarQuestionForm: Samples['webinar-question-form'] = [
  of('webinar-question-form', '10t ask a question', questionForm(coming, id('0c01'), reader)),
  of('webinar-question-form', '10u a question about one case', caseForm(coming, id('0c01'), reader, { typed: casual, found: caseIn(casual, { names: {} }) ?? { clues: [], without: null } })),
];
const question = { id: id('0c01'), occurrenceId: october.id, words: 'When is TLS 1.0 switched off?', askedBy: 'priya', askedAt: ahead, answeredAt: null };
export const webinarQuestions: Samples['webinar-questions'] = [
  of('webinar-questions', '10v questions for the panel', questionsCard(coming, [question, { ...question, id: id('0c02'), words: 'Will rooms be bookable from Outlook on a phone?' }, { ...question, id: id('0c03'), answeredAt: after }], reader)),
  of('webinar-questions', '10w no question is open', questionsCard(coming, [], reader)),
];
export const webinarUpdatesForm: Samples['webinar-updates-form'] = [
  of('webinar-updates-form', '10x write up a webinar', updatesForm(coming, { updateId: id('0b01'), reader, typed: nothingTyped })),
  of('webinar-updates-form', '10y write up a webinar, two key updates added', updatesForm(over, { updateId: id('0b01'), reader, typed: nothingTyped })),
];
