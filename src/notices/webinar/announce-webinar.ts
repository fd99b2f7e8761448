// What the calendar brings: dates are planned ahead, announced, reminded of, live, over. What came too late is skipped, and said so in the log.
import type { Again } from '../../jobs/run-job.ts';
import { addDays, londonDay } from '../../schedule.ts';
import type { Services } from '../../services.ts';
import type { Tables } from '../../store/tables.ts';
import { formatTime } from '../../words.ts';
import { bankHolidayOn } from './bank-holidays.ts';
import { linkTo } from './links.ts';
import { isPlanned, lookAt, type Planned } from './look.ts';
import { dueAt, type Step } from './occurrence.ts';
import { planDates } from './plan-dates.ts';
import { postCard, redrawCard, sayInChannel, sayToReminded } from './publish.ts';
import { titleOf } from './webinar-card.ts';
import { hoursOf, whenOf } from './webinar-words.ts';

type Needs = Pick<Services, 'store' | 'clock' | 'log'>;

/** Comes again every week, for ever: a series has no end. */
export async function planWebinars({ store, clock }: Needs, { seriesId }: { seriesId: string }): Promise<Again> {
  return store.transaction(async tx => {
    const series = await tx.series.find(seriesId);
    if (series === null || series.rhythm === 'once') return undefined;
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
    let planned: Planned = { ...shown, occurrence: { ...shown.occurrence, done: [...shown.occurrence.done, ...late, ...now] } };
    for (const step of now) planned = { ...planned, occurrence: { ...planned.occurrence, postId: await take[step](tx, needs, planned) } };
    if (now.length + late.length > 0) await tx.occurrences.save(planned.occurrence);
    return next === null ? undefined : { againAt: next };
  });
}

/** Each answers the post of the date's card, where there is one then. */
const take: Record<Step, (tx: Tables, needs: Needs, shown: Planned) => Promise<string | null>> = {
  async warn(tx, _needs, { occurrence }) {
    if (bankHolidayOn(londonDay(occurrence.startsAt)) !== null) await tellOfficers(tx, 'holiday', occurrence.id);
    return occurrence.postId;
  },
  announce: async (tx, needs, shown) => ((await redrawCard(tx, needs, shown)) ? shown.occurrence.postId : postCard(tx, needs, shown)),
  async remind(tx, needs, shown) {
    const { occurrence, series } = shown;
    const day = londonDay(occurrence.startsAt) === londonDay(needs.clock.calendar()) ? 'Today' : 'Tomorrow';
    await sayInChannel(tx, needs, shown, `${day}: ${titleOf(shown)}, ${whenOf(occurrence)}. ${linkTo('Join the webinar', series.joinLink)} then.`);
    return occurrence.postId;
  },
  async soon(tx, needs, shown) {
    const { occurrence, series } = shown;
    await sayToReminded(tx, needs, shown, `Soon: ${titleOf(shown)} begins at ${formatTime(occurrence.startsAt)} (${hoursOf(occurrence)}). ${linkTo('Join the webinar', series.joinLink)}.`);
    return occurrence.postId;
  },
  live: async (tx, needs, shown) => ((await redrawCard(tx, needs, shown)) ? shown.occurrence.postId : postCard(tx, needs, shown)),
  async over(tx, needs, shown) {
    await redrawCard(tx, needs, shown);
    await tellOfficers(tx, 'over', shown.occurrence.id);
    return shown.occurrence.postId;
  },
};

const tellOfficers = (tx: Tables, about: 'holiday' | 'over', id: string): Promise<void> => tx.jobs.add({ name: 'webinar-officers', key: `${about} ${id}`, payload: { about, id } });
