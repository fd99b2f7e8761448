// A date of a webinar with everything its card shows.
import type { Services } from '../../services.ts';
import type { KeyUpdate } from '../../store/key-updates.ts';
import type { SlotAsk } from '../../store/slot-asks.ts';
import type { Tables } from '../../store/tables.ts';
import type { Occurrence } from './occurrence.ts';
import type { Series, SeriesWords } from './series.ts';

/** What the card of a date shows. */
export type Pictured = {
  occurrence: Pick<Occurrence, 'id' | 'startsAt' | 'endsAt' | 'isCancelled' | 'movedFrom' | 'reason' | 'recording'>;
  series: SeriesWords | null;
  taken: Pick<SlotAsk, 'slot' | 'title'>[];
  updates: Pick<KeyUpdate, 'topic' | 'words' | 'link'>[];
};

/** `series`: null where the date is only in the archive. */
export type Shown = { occurrence: Occurrence; series: Series | null; taken: SlotAsk[]; updates: KeyUpdate[] };
export type Planned = Shown & { series: Series };

export async function lookAt(store: Tables, occurrence: Occurrence): Promise<Shown> {
  const series = occurrence.seriesId === null ? null : await store.series.find(occurrence.seriesId);
  return { occurrence, series: series && { ...series, ...occurrence.asHeld }, taken: await store.slotAsks.taken(occurrence.id), updates: await store.keyUpdates.of(occurrence.id) };
}

export const isPlanned = (shown: Shown): shown is Planned => shown.series !== null;

/** Those of a series that are not over, cancelled ones among them. */
export const coming = async ({ store, clock }: Pick<Services, 'store' | 'clock'>, series: Series): Promise<Occurrence[]> =>
  (await store.occurrences.ofSeries(series.id)).filter(({ endsAt }) => endsAt > clock.calendar());

/** A date of a series; null where there is none such. */
export async function findPlanned(store: Tables, id: string): Promise<Planned | null> {
  const occurrence = await store.occurrences.find(id);
  const shown = occurrence && (await lookAt(store, occurrence));
  return shown !== null && isPlanned(shown) ? shown : null;
}
