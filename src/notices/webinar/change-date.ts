// A date is moved or cancelled: its card and its calendar entry say so, and whoever heard of it hears of that.
import { londonDay } from '../../schedule.ts';
import type { Services } from '../../services.ts';
import { formatDate, formatDateTime } from '../../words.ts';
import { isPlanned, lookAt, type Planned } from './look.ts';
import type { Change, Occurrence } from './occurrence.ts';
import { watchDate } from './plan-dates.ts';
import { redrawCard, sayInChannel, sayToReminded } from './publish.ts';
import { titleOf } from './webinar-card.ts';
import { because, whenOf } from './webinar-words.ts';

type Needs = Pick<Services, 'store' | 'clock'>;

/** `done`: for whoever pressed. */
export type Changed = { is: 'cancelled' | 'moved'; change: Change; done: string };

/** Only as it was when it was decided: pressed by two at once, the second changes nothing. */
export async function changeDate(needs: Needs, actorId: string, { id, sequence }: Occurrence, { is, change }: Changed): Promise<void> {
  const at = needs.clock.calendar();
  await needs.store.transaction(async tx => {
    const before = await tx.occurrences.lock(id);
    const shown = before?.sequence === sequence ? await lookAt(tx, { ...before, ...change }) : null;
    if (before === null || shown === null || !isPlanned(shown)) return;
    await tx.occurrences.save(shown.occurrence);
    await watchDate(tx, shown.occurrence, at);
    await tx.audit.append({ requestId: shown.series.id, at, actorId, action: `webinar-date-${is}`, detail: { from: londonDay(before.startsAt), to: londonDay(change.startsAt) } });
    const text = newsOf(shown, before, is);
    if (before.done.includes('announce')) {
      await redrawCard(tx, needs, shown);
      await sayInChannel(tx, needs, shown, text);
    }
    await sayToReminded(tx, needs, shown, text);
  });
}

const newsOf = (shown: Planned, before: Occurrence, is: Changed['is']): string =>
  is === 'cancelled'
    ? `Cancelled: ${titleOf(shown)} on ${formatDate(before.startsAt)} is not held.${because(shown.occurrence.reason)}`
    : `Moved: ${titleOf(shown)} is now on ${whenOf(shown.occurrence)}. It was ${formatDateTime(before.startsAt)}.${because(shown.occurrence.reason)}`;
