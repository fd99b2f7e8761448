// What the calendar brings: dates are planned ahead, announced, reminded of, live, over. What came too late is skipped, and said so in the log.
import type { Again } from '../../jobs/run-job.ts';
import { addDays, londonDay } from '../../schedule.ts';
import type { Services } from '../../services.ts';
import type { Tables } from '../../store/tables.ts';
import { formatTime } from '../../words.ts';
import { bankHolidayOn } from './bank-holidays.ts';
import { linkTo } from './links.ts';
import { isPlanned, lookAt, type Planned } from './look.ts';
import { dueAt, type Occurrence, type Step } from './occurrence.ts';
import { planDates } from './plan-dates.ts';
import { announce, redraw, redrawAndSay, sayToReminded } from './publish.ts';
import { titleOf } from './webinar-card.ts';
import { hoursOf, whenOf } from './webinar-words.ts';

type Needs = Pick<Services, 'store' | 'clock' | 'log'>;

/** Comes again every week, until the series is ended. */
export async function planWebinars({ store, clock }: Needs, { seriesId }: { seriesId: string }): Promise<Again> {
  return store.transaction(async tx => {
    const series = await tx.series.lock(seriesId);
    if (series === null || series.rhythm === 'once' || series.endedAt !== null) return undefined;
    await planDates(tx, series, clock.calendar());
    return { againAt: addDays(clock.calendar(), 7) };
  });
}

export async function webinarStep(needs: Needs, { occurrenceId }: { occurrenceId: string }): Promise<Again> {
  const { store, clock, log } = needs;
  return store.transaction(async tx => {
    const occurrence = await tx.occurrences.lock(occurrenceId);
    const shown = occurrence && (await lookAt(tx, occurrence));
    if (shown === null || !isPlanned(shown)) return undefined;
    const { now, late, next } = dueAt(shown.occurrence, clock.calendar());
    for (const step of late) log.info({ occurrenceId, step }, 'too late to be said about a webinar, so it is skipped');
    if (now.length + late.length > 0) await tx.occurrences.save({ ...shown.occurrence, done: [...shown.occurrence.done, ...late, ...now] });
    for (const step of now) await take[step](tx, needs, shown);
    return next === null ? undefined : { againAt: next };
  });
}

const take: Record<Step, (tx: Tables, needs: Needs, shown: Planned) => Promise<unknown>> = {
  warn: async (tx, _needs, { occurrence }) => (bankHolidayOn(londonDay(occurrence.startsAt)) === null ? undefined : tellOfficers(tx, 'holiday', occurrence)),
  announce,
  live: announce,
  remind(tx, needs, shown) {
    const { occurrence, series } = shown;
    const day = londonDay(occurrence.startsAt) === londonDay(needs.clock.calendar()) ? 'Today' : 'Tomorrow';
    return redrawAndSay(tx, needs, shown, `${day}: ${titleOf(shown)}, ${whenOf(occurrence)}. ${linkTo('Join the webinar', series.joinLink)} when it begins.`);
  },
  soon(tx, needs, shown) {
    const { occurrence, series } = shown;
    return sayToReminded(tx, needs, shown, `Soon: ${titleOf(shown)} begins at ${formatTime(occurrence.startsAt)} (${hoursOf(occurrence)}). ${linkTo('Join the webinar', series.joinLink)}.`);
  },
  async over(tx, needs, shown) {
    await redraw(tx, needs, shown);
    await tellOfficers(tx, 'over', shown.occurrence);
  },
};

const tellOfficers = (tx: Tables, about: 'holiday' | 'over', { id, sequence }: Occurrence): Promise<void> => tx.jobs.add({ name: 'webinar-officers', key: `${about} ${id}`, payload: { about, id, sequence } });
