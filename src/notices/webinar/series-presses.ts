// Communications officers plan a series in their own chat, skip, move or add a date, and whoever has to know hears of it.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Reaction } from '../../dispatch.ts';
import { onDesk, rolesHere, show, type DeskPress } from '../../requests/desk-press.ts';
import { nonceKey } from '../../requests/gather.ts';
import { heardFrom } from '../../requests/heard-from.ts';
import { channelHelp, plainCard } from '../../requests/help-cards.ts';
import { ownChat } from '../../requests/own-chat.ts';
import { say } from '../../requests/save-move.ts';
import { addDays, inLondon, londonDay } from '../../schedule.ts';
import type { Answer, Conversation, Services, Turn } from '../../services.ts';
import type { Tables } from '../../store/tables.ts';
import { forPlain, formatDate } from '../../words.ts';
import { readAgenda } from './agenda.ts';
import { changeDate, type Changed } from './change-date.ts';
import { coming } from './look.ts';
import { cancelled, moved, phaseAt, type Occurrence } from './occurrence.ts';
import { addDate, newToken, planDates } from './plan-dates.ts';
import { channelFromLink, linkToChannel, rhythms, timesOn, type Series } from './series.ts';
import { datesCard, seriesForm, usualSeries, type TypedSeries } from './series-cards.ts';
import { namedAndLinked, reasonFrom, written } from './typed-series.ts';

type Needs = Pick<Services, 'store' | 'access' | 'settings' | 'clock'>;

const forOfficers = plainCard('Not yours to plan: webinars are for communications', 'Type **webinar** for the next one, or **help** for what you can do.');

const mostSeries = 5;

/** Typed: the dates of each series that goes on, a card each, the newest last; or the form where there is none. */
export async function showSeries(needs: Needs, turn: Turn): Promise<Reaction> {
  const { store } = needs;
  if ((await rolesHere(needs, 'webinar.create', turn)) === null) return { say: { is: 'card', card: forOfficers } };
  const reader = { key: await nonceKey(store), personId: turn.personId };
  const all = await Promise.all((await store.series.latest(mostSeries)).toReversed().map(async series => ({ series, dates: await coming(needs, series), reader })));
  const going = all.filter(({ dates }) => dates.length > 0);
  if (going.length === 0) return { say: { is: 'card', card: seriesForm({ id: randomUUID(), reader, typed: usualSeries }) } };
  return {
    async save(tx) {
      for (const one of going) await say(tx, turn.conversation.id, { is: 'card', card: datesCard(one) }, needs.clock.calendar());
    },
  };
}

/** Written in the channel it is for: the form comes to one's own chat, with that channel in it. */
export async function showSeriesFormFor(needs: Needs & Pick<Services, 'messenger'>, turn: Turn): Promise<Reaction> {
  const { store, clock, access, settings } = needs;
  const { conversation: { id }, personId } = turn;
  const chat = (await access.rolesOf(personId)).isCommunications ? await ownChat(needs, { personId, teamsUserId: turn.teamsUserId }) : null;
  if (chat === null) return { say: { is: 'card', card: channelHelp(settings.MicrosoftAppId, settings.CHANNEL_FILES === 'on') } };
  const channelId = id.split(';')[0] ?? id;
  const card = seriesForm({ id: randomUUID(), reader: { key: await nonceKey(store), personId }, typed: { ...usualSeries, channel: linkToChannel(channelId, null) } });
  return {
    async save(tx) {
      await heardFrom(tx, chat, clock.calendar());
      await say(tx, chat.id, { is: 'card', card }, clock.calendar());
      await say(tx, turn.conversation.id, { is: 'text', text: 'The form is in your personal chat with LA Desk.' }, clock.calendar());
    },
  };
}

/** The card of the dates has its place: the form takes it, and going back is typing **webinar series** again. */
export const showSeriesForm = onDesk('webinar.series-form', (_needs: Needs, { press, key }) => Promise.resolve(show(seriesForm({ id: randomUUID(), reader: { key, personId: press.personId }, typed: usualSeries }))));

const time = z.string().regex(/^\d{2}:\d{2}$/);
const typedSeries = z.looseObject({ title: written, channel: written, join: written, escalation: written, firstDay: written, begins: written, ends: written, rhythm: written, agenda: written });
const planned = namedAndLinked.extend({ firstDay: z.iso.date(), begins: time, ends: time, rhythm: z.enum(rhythms) });

export const createSeries = onDesk('webinar.create', async (needs: Needs, { press, id, key }) => {
  const { store, clock } = needs;
  const reader = { key, personId: press.personId };
  const known = await store.series.find(id);
  if (known !== null) return show(datesCard({ series: known, dates: await coming(needs, known), reader }));
  const { id: _id, nonce: _nonce, ...typed } = typedSeries.parse(press.inputs);
  const series = seriesOf(needs, id, typed);
  if (typeof series === 'string') return show(seriesForm({ id, reader, typed: boxes(typed), problem: series }));
  await store.transaction(async tx => {
    if (!(await tx.series.add(series))) return;
    await knowChannel(tx, series.channelId, press.conversation, clock.calendar());
    await planDates(tx, series, clock.calendar());
    await tx.jobs.add({ name: 'plan-webinars', key: series.id, payload: { seriesId: series.id }, dueAt: addDays(clock.calendar(), 7) });
    await tx.audit.append({ requestId: series.id, at: clock.calendar(), actorId: press.personId, action: 'webinar-series-planned', detail: { rhythm: series.rhythm, firstDay: series.firstDay } });
  });
  return show(datesCard({ series, dates: await coming(needs, series), reader }));
});

const boxes = ({ title, channel, join, escalation, firstDay, begins, ends, rhythm, agenda }: z.infer<typeof typedSeries>): TypedSeries => ({ title, channel, join, escalation, firstDay, begins, ends, rhythm, agenda });

/** Or what to mend. */
function seriesOf({ settings, clock }: Needs, id: string, typed: z.infer<typeof typedSeries>): Series | string {
  const channel = channelFromLink(typed.channel.trim());
  const agenda = readAgenda(typed.agenda);
  const parsed = planned.safeParse(typed);
  if (channel === null) return 'Not planned: paste the link to the channel, which begins with https\\://teams\\.microsoft\\.com/l/channel.';
  if (channel.id === settings.RESOLVER_CHANNEL) return 'Not planned: the resolver channel is no place for it. Choose the channel that Local Administrators read.';
  if (!parsed.success || agenda.length === 0) return 'Not planned: enter a name, links that begin with https, a first date, times and an agenda.';
  const { title, join, escalation, firstDay, begins, ends, rhythm } = parsed.data;
  const first = timesOn({ begins, ends }, firstDay);
  if (first === null) return 'Not planned: it has to end after it begins, on the same day.';
  if (rhythm === 'once' ? first.startsAt <= clock.calendar() : firstDay < londonDay(addDays(clock.calendar(), -366))) return 'Not planned: that date is over.';
  return { id, title: forPlain(title), channelId: channel.id, channelName: channel.name, joinLink: join, escalationLink: escalation, agenda, firstDay, begins, ends, rhythm, calendarToken: newToken(), createdAt: clock.calendar(), revision: 1, endedAt: null };
}

/** It can be spoken in before anybody has spoken there; where LA Desk is not in its team, the first post says so to operators. */
async function knowChannel(tx: Tables, id: string, { serviceUrl, tenantId }: Conversation, at: Date): Promise<void> {
  if ((await tx.conversations.find(id)) !== null) return;
  await tx.conversations.remember({ id, kind: 'channel', serviceUrl, tenantId, personId: null, teamsUserId: null, teamId: null, channelId: id }, at);
}

const heldAlready = 'The series has a date on that day already.';

const chosen = z.looseObject({ occurrenceId: z.uuid() });

/** On one date of the series that the button is of. */
const onDate = (verb: 'webinar.skip' | 'webinar.move', change: (needs: Needs, pressed: DeskPress, occurrence: Occurrence) => Changed | string) =>
  onDesk(verb, async (needs: Needs, pressed): Promise<Answer> => {
    const { store, clock } = needs;
    const series = await store.series.find(pressed.id);
    const choice = chosen.safeParse(pressed.press.inputs);
    const occurrence = choice.success ? await store.occurrences.find(choice.data.occurrenceId) : null;
    if (series === null || occurrence?.seriesId !== series.id) return { message: 'Choose a date of this series.' };
    if (occurrence.isCancelled || phaseAt(occurrence, clock.calendar()) !== 'coming') return { message: 'This date has begun, or is cancelled. Nothing was changed.' };
    const changed = change(needs, pressed, occurrence);
    if (typeof changed === 'string') return { message: changed };
    if (!(await changeDate(needs, pressed.press.personId, { seriesId: series.id, occurrence }, changed))) return { message: heldAlready };
    return show(datesCard({ series, dates: await coming(needs, series), reader: { key: pressed.key, personId: pressed.press.personId } }, changed.done));
  });

export const skipDate = onDate('webinar.skip', ({ clock }, { press }, occurrence) => {
  const { skipReason } = z.looseObject({ skipReason: z.string().default('') }).parse(press.inputs);
  return { is: 'cancelled', change: cancelled(occurrence, reasonFrom(skipReason), clock.calendar()), done: `Cancelled: ${formatDate(occurrence.startsAt)}` };
});

const newTime = z.looseObject({ toDay: z.iso.date(), toTime: time, moveReason: z.string().default('') });

export const moveDate = onDate('webinar.move', ({ clock }, { press }, occurrence) => {
  const to = newTime.safeParse(press.inputs);
  const startsAt = to.success ? inLondon(to.data.toDay, to.data.toTime) : null;
  if (!to.success || startsAt === null || startsAt <= clock.calendar()) return 'Choose a new date and time that are still to come.';
  const endsAt = new Date(startsAt.getTime() + occurrence.endsAt.getTime() - occurrence.startsAt.getTime());
  return { is: 'moved', change: moved(occurrence, { startsAt, endsAt }, reasonFrom(to.data.moveReason), clock.calendar()), done: `Moved: it is now on ${formatDate(startsAt)}` };
});

export const addOneDate = onDesk('webinar.add', async (needs: Needs, { press, id, key }): Promise<Answer> => {
  const { store, clock } = needs;
  const series = await store.series.find(id);
  const added = z.looseObject({ addDay: z.iso.date(), addTime: time }).safeParse(press.inputs);
  const times = series === null || !added.success ? null : timesFrom(series, added.data);
  if (series === null || times === null || times.startsAt <= clock.calendar()) return { message: 'Choose a date and time that are still to come.' };
  const isAdded = await store.transaction(async tx => {
    if (!(await addDate(tx, series, times, clock.calendar()))) return false;
    await tx.audit.append({ requestId: series.id, at: clock.calendar(), actorId: press.personId, action: 'webinar-date-added', detail: { day: londonDay(times.startsAt) } });
    return true;
  });
  const now = isAdded ? series : await store.series.find(id);
  if (!isAdded && now?.endedAt === null) return { message: heldAlready };
  if (now?.endedAt) return show(datesCard({ series: now, dates: await coming(needs, now), reader: { key, personId: press.personId } }));
  return show(datesCard({ series, dates: await coming(needs, series), reader: { key, personId: press.personId } }, `Added: ${formatDate(times.startsAt)}`));
});

/** As long as the others. */
function timesFrom(series: Series, { addDay, addTime }: { addDay: string; addTime: string }): { startsAt: Date; endsAt: Date } | null {
  const usual = timesOn(series, addDay);
  const startsAt = inLondon(addDay, addTime);
  return usual === null || startsAt === null ? null : { startsAt, endsAt: new Date(startsAt.getTime() + usual.endsAt.getTime() - usual.startsAt.getTime()) };
}
