// A date is moved or cancelled: its card and its calendar entry say so, and whoever heard of it hears of that.
import { londonDay } from '../../schedule.ts';
import type { Services } from '../../services.ts';
import type { Tables } from '../../store/tables.ts';
import { formatDate, formatDateTime } from '../../words.ts';
import { isPlanned, lookAt, type Planned } from './look.ts';
import type { Change, Occurrence } from './occurrence.ts';
import { isHeldOn, watchDate } from './plan-dates.ts';
import { redrawAndSay, sayToReminded } from './publish.ts';
import { titleOf } from './webinar-card.ts';
import { because, whenOf } from './webinar-words.ts';

type Needs = Pick<Services, 'store' | 'clock'>;

/** `done`: for whoever pressed. */
export type Changed = { is: 'cancelled' | 'moved'; change: Change; done: string };

/** Only as it was when it was decided: pressed by two at once, the second changes nothing. False where the series has another date on that day. */
export async function changeDate(needs: Needs, actorId: string, { seriesId, occurrence: { id, sequence } }: { seriesId: string; occurrence: Occurrence }, { is, change }: Changed): Promise<boolean> {
  const at = needs.clock.calendar();
  return needs.store.transaction(async tx => {
    await tx.series.lock(seriesId);
    if (is === 'moved' && (await isHeldOn(tx, seriesId, change.startsAt, id))) return false;
    const before = await tx.occurrences.lock(id);
    const shown = before?.sequence === sequence ? await lookAt(tx, { ...before, ...change }) : null;
    if (before === null || shown === null || !isPlanned(shown)) return true;
    await tx.audit.append({ requestId: shown.series.id, at, actorId, action: `webinar-date-${is}`, detail: { from: londonDay(before.startsAt), to: londonDay(change.startsAt) } });
    await saveChange(tx, needs, { shown, before, is });
    return true;
  });
}

/** `shown`: as it is from now on. */
export async function saveChange(tx: Tables, needs: Pick<Services, 'clock'>, { shown, before, is }: { shown: Planned; before: Occurrence; is: Changed['is'] }): Promise<void> {
  await tx.occurrences.save(shown.occurrence);
  await watchDate(tx, shown.occurrence, needs.clock.calendar());
  const text = newsOf(shown, before, is);
  await redrawAndSay(tx, needs, shown, text);
  await sayToReminded(tx, needs, shown, text);
}

const newsOf = (shown: Planned, before: Occurrence, is: Changed['is']): string =>
  is === 'cancelled'
    ? `Cancelled: ${titleOf(shown)} on ${formatDate(before.startsAt)} is not held.${because(shown.occurrence.reason)}`
    : `Moved: ${titleOf(shown)} is now on ${whenOf(shown.occurrence)}. It was ${formatDateTime(before.startsAt)}.${because(shown.occurrence.reason)}`;
