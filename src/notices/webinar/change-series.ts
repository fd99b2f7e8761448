// Communications changes what a series says: dates to come say it everywhere, those that are over stay as they were.
import { z } from 'zod';
import { onDesk, show, type DeskPress } from '../../requests/desk-press.ts';
import type { Answer, Services } from '../../services.ts';
import type { Tables } from '../../store/tables.ts';
import { forMarkdown, forPlain, plural } from '../../words.ts';
import { agendaText, readAgenda } from './agenda.ts';
import { coming, isPlanned, lookAt } from './look.ts';
import { reworded, type Occurrence } from './occurrence.ts';
import { redraw } from './publish.ts';
import type { Series } from './series.ts';
import { changeForm, datesCard, incomplete, noSeries, type TypedChange } from './series-cards.ts';
import { namedAndLinked, written } from './typed-series.ts';

type Needs = Pick<Services, 'store' | 'access' | 'settings' | 'clock'>;

/** The form has the place of the card: going back is typing **webinar series** again. */
export const showChangeForm = onDesk('webinar.change-form', async (needs: Needs, { press, id, key }): Promise<Answer> => {
  const series = await needs.store.series.find(id);
  const reader = { key, personId: press.personId };
  if (series === null) return noSeries;
  return show(series.endedAt === null ? changeForm({ series, reader }) : datesCard({ series, dates: await coming(needs, series), reader }));
});

const boxes = z.looseObject({ revision: z.coerce.number().int().catch(0), title: written, join: written, escalation: written, agenda: written });

type Wanted = Pick<Series, 'title' | 'joinLink' | 'escalationLink' | 'agenda'>;

export const changeSeries = onDesk('webinar.change', async (needs: Needs, pressed): Promise<Answer> => {
  const { press, id, key } = pressed;
  const { revision, title, join, escalation, agenda } = boxes.parse(press.inputs);
  const typed = { title, join, escalation, agenda };
  const wanted = wantedFrom(typed);
  const came = wanted === null ? { problem: incomplete } : await needs.store.transaction(tx => change(tx, needs, pressed, { revision, wanted }));
  const series = await needs.store.series.find(id);
  if (series === null) return noSeries;
  const reader = { key, personId: press.personId };
  if ('problem' in came && series.endedAt === null) return show(changeForm({ series, reader, typed, problem: came.problem }));
  return show(datesCard({ series, dates: await coming(needs, series), reader }, 'done' in came ? came.done : undefined));
});

/** Null where something is missing. */
function wantedFrom(typed: TypedChange): Wanted | null {
  const parsed = namedAndLinked.safeParse(typed);
  const agenda = readAgenda(typed.agenda);
  return parsed.success && agenda.length > 0 ? { title: forPlain(parsed.data.title), joinLink: parsed.data.join, escalationLink: parsed.data.escalation, agenda } : null;
}

const isSame = (series: Wanted, wanted: Wanted): boolean =>
  series.title === wanted.title && series.joinLink === wanted.joinLink && series.escalationLink === wanted.escalationLink && agendaText(series.agenda) === agendaText(wanted.agenda);

const overtaken = 'Not changed: somebody else changed this series after your form came. What you typed is still here; press again to put it in the place of theirs. To see theirs first, type **webinar series**.';
const slotTaken = 'Not changed: somebody has a slot on a date to come. Keep its line in the agenda: Guest speaker, or Digital Workplace.';

/** Neither where it is so already: pressed twice, or ended. */
type Came = { done: string } | { problem: string } | { unchanged: true };

async function change(tx: Tables, needs: Needs, { press, id }: DeskPress, { revision, wanted }: { revision: number; wanted: Wanted }): Promise<Came> {
  const at = needs.clock.calendar();
  const before = await tx.series.lock(id);
  if (before === null || before.endedAt !== null || isSame(before, wanted)) return { unchanged: true };
  if (before.revision !== revision) return { problem: overtaken };
  const dates = await locked(tx, before.id, at);
  if (await losesASlot(tx, dates, wanted)) return { problem: slotTaken };
  await tx.occurrences.keepAsHeld(id, before, at);
  await tx.series.save({ ...before, ...wanted, revision: revision + 1 });
  for (const date of dates) await reword(tx, needs, date);
  await tx.audit.append({ requestId: id, at, actorId: press.personId, action: 'webinar-series-changed', detail: { revision: revision + 1, dates: dates.length } });
  return { done: `Changed: ${forMarkdown(wanted.title)}, ${plural(dates.length, 'date', 'dates')} to come` };
}

/** Not over, cancelled ones among them. Whoever accepts a slot on one waits. */
async function locked(tx: Tables, seriesId: string, at: Date): Promise<Occurrence[]> {
  const dates: Occurrence[] = [];
  for (const { id } of await tx.occurrences.ofSeries(seriesId)) {
    const date = await tx.occurrences.lock(id);
    if (date !== null && date.endsAt > at) dates.push(date);
  }
  return dates;
}

async function losesASlot(tx: Tables, dates: readonly Occurrence[], { agenda }: Wanted): Promise<boolean> {
  for (const { id } of dates.filter(({ isCancelled }) => !isCancelled)) if ((await tx.slotAsks.taken(id)).some(({ slot }) => !agenda.some(item => item.slot === slot))) return true;
  return false;
}

async function reword(tx: Tables, needs: Needs, date: Occurrence): Promise<void> {
  const occurrence = reworded(date, needs.clock.calendar());
  await tx.occurrences.save(occurrence);
  const shown = await lookAt(tx, occurrence);
  if (isPlanned(shown)) await redraw(tx, needs, shown);
}
