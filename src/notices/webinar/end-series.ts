// Communications ends a series: its dates to come are cancelled and no more are planned. What was held stays in the archive.
import { z } from 'zod';
import { onDesk, show } from '../../requests/desk-press.ts';
import type { Answer, Services } from '../../services.ts';
import type { Tables } from '../../store/tables.ts';
import { saveChange } from './change-date.ts';
import { coming, isPlanned, lookAt } from './look.ts';
import { cancelled, phaseAt } from './occurrence.ts';
import { datesCard, noSeries } from './series-cards.ts';
import { reasonFrom } from './typed-series.ts';

type Needs = Pick<Services, 'store' | 'access' | 'settings' | 'clock'>;

/** Pressed twice it is ended once, and the card says so both times. */
export const endSeries = onDesk('webinar.end', async (needs: Needs, { press, id, key }): Promise<Answer> => {
  const { endReason } = z.looseObject({ endReason: z.string().default('') }).parse(press.inputs);
  await needs.store.transaction(tx => end(tx, needs, { seriesId: id, actorId: press.personId, reason: reasonFrom(endReason) }));
  const series = await needs.store.series.find(id);
  return series === null ? noSeries : show(datesCard({ series, dates: await coming(needs, series), reader: { key, personId: press.personId } }));
});

type Ending = { seriesId: string; actorId: string; reason: string | null };

/** A date that is live goes on. */
async function end(tx: Tables, needs: Needs, { seriesId, actorId, reason }: Ending): Promise<void> {
  const at = needs.clock.calendar();
  const series = await tx.series.lock(seriesId);
  if (series === null || series.endedAt !== null) return;
  await tx.series.save({ ...series, endedAt: at });
  const ahead = (await tx.occurrences.ofSeries(seriesId)).filter(date => phaseAt(date, at) === 'coming');
  for (const { id } of ahead) {
    const before = await tx.occurrences.lock(id);
    const shown = before && (await lookAt(tx, { ...before, ...cancelled(before, reason, at) }));
    if (before !== null && shown !== null && isPlanned(shown)) await saveChange(tx, needs, { shown, before, is: 'cancelled' });
  }
  await tx.audit.append({ requestId: seriesId, at, actorId, action: 'webinar-series-ended', detail: { dates: ahead.length } });
}
