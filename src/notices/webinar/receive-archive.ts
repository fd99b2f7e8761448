// The archive of webinars that a communications officer attached in their own chat: all of its rows are kept, or none.
import { randomUUID } from 'node:crypto';
import { noDirectory } from '../../access/look-up.ts';
import type { Card } from '../../cards.ts';
import type { Reaction } from '../../dispatch.ts';
import { loudness, UserError, WorldError } from '../../errors.ts';
import { FileProblemError } from '../../intake/file-problem.ts';
import { plainCard } from '../../requests/help-cards.ts';
import { readAfterwards, recordsOf } from '../../requests/small-csv.ts';
import { addDays, inLondon } from '../../schedule.ts';
import type { Services, Turn, UploadedFile } from '../../services.ts';
import type { Tables } from '../../store/tables.ts';
import { plural } from '../../words.ts';
import { readArchive, type ArchiveProblem, type ArchiveRow } from './archive-file.ts';
import { steps, type Occurrence } from './occurrence.ts';
import { newDate } from './plan-dates.ts';

type Needs = Pick<Services, 'store' | 'access' | 'uploads' | 'clock' | 'log'>;

const maxRows = 2_000;
const columnsWanted = 'It needs the columns Date, Topic and Text, and may have Link and Recording.';

export async function receiveArchive(needs: Needs, turn: Turn): Promise<Reaction> {
  const { isCommunications, isUncertain } = await needs.access.rolesOf(turn.personId);
  if (!isCommunications && isUncertain === true) throw new UserError(noDirectory);
  const { file } = turn;
  if (!isCommunications || file === null) return { say: { is: 'card', card: plainCard('Not read: the webinar archive is for communications to import', 'A list for MFA needs no words with it: attach it alone. To search the archive, type **webinars**.') } };
  const begun = plainCard('Reading the webinar archive', 'The result comes here. If it has not come in two minutes, send the file again: what is there already is not kept twice.');
  return readAfterwards(needs, turn, begun, signal => bringIn(needs, file, signal).catch((error: unknown) => problemCard(needs, error)));
}

async function bringIn({ store, uploads, clock }: Needs, file: UploadedFile, signal: AbortSignal): Promise<Card> {
  const records = await recordsOf({ uploads }, file, maxRows, signal);
  const read = readArchive(records);
  if (read === null) return plainCard('Not imported: this is no webinar archive', columnsWanted);
  if (read.problems.length > 0) return refusedCard(read.problems);
  if (read.rows.length === 0) return plainCard('Not imported: the file has no rows', columnsWanted);
  const { added, dates } = await store.transaction(tx => keepAll(tx, read.rows, clock.calendar()));
  const known = read.rows.filter(({ topic }) => topic !== '').length - added;
  return plainCard(`Imported: ${plural(added, 'key update', 'key updates')} of ${plural(dates, 'date', 'dates')}`, ...(known > 0 ? [`${plural(known, 'row was', 'rows were')} there already.`] : []), 'To read them, type **webinars**, or for example **what was said about TLS**.');
}

const mostProblems = 10;

function refusedCard(problems: readonly ArchiveProblem[]): Card {
  const shown = problems.slice(0, mostProblems).map(({ row, what }) => `- Row ${row}: ${what}`);
  const more = problems.length - shown.length;
  return plainCard(`Not imported: ${plural(problems.length, 'problem', 'problems')} to mend first`, [...shown, ...(more > 0 ? [`- and ${plural(more, 'more', 'more')}`] : [])].join('\n'), 'Nothing was imported. Row numbers are as in Excel. Mend the file and attach it again with **webinar archive**.');
}

/** On the date that was held that day, or on one that is only in the archive. */
async function keepAll(tx: Tables, rows: readonly ArchiveRow[], at: Date): Promise<{ added: number; dates: number }> {
  const byDay = Map.groupBy(rows, ({ day }) => day);
  let added = 0;
  for (const [day, own] of byDay) {
    const occurrence = await dateOn(tx, day, at);
    const recording = own.findLast(row => row.recording !== null)?.recording ?? occurrence.recording;
    if (recording !== occurrence.recording) await tx.occurrences.save({ ...occurrence, recording });
    for (const { topic, words, link } of own.filter(row => row.topic !== '')) if (await tx.keyUpdates.add({ id: randomUUID(), occurrenceId: occurrence.id, topic, words, link })) added += 1;
  }
  return { added, dates: byDay.size };
}

/** When the webinars have always been; the archive shows the day alone. */
const [usualBegin, usualEnd] = ['12:30', '13:30'];

async function dateOn(tx: Tables, day: string, at: Date): Promise<Occurrence> {
  const midnight = inLondon(day, '00:00') ?? at;
  const found = (await tx.occurrences.between(midnight, addDays(midnight, 1))).find(({ isCancelled }) => !isCancelled);
  if (found !== undefined) return found;
  const times = { startsAt: inLondon(day, usualBegin) ?? midnight, endsAt: inLondon(day, usualEnd) ?? midnight };
  const occurrence = { ...newDate(null, null, times, at), done: [...steps] };
  await tx.occurrences.add(occurrence);
  return occurrence;
}

function problemCard({ log }: Needs, error: unknown): Card {
  const again = 'Nothing was imported. Attach the file again.';
  if (error instanceof FileProblemError) return plainCard('We could not read this archive', `Save it as a CSV of at most 2,000 lines. ${columnsWanted}`);
  if (error instanceof UserError) return plainCard('We could not read this archive', error.message);
  log[loudness(error)]({ err: error }, 'a webinar archive could not be read');
  return plainCard('We could not read this archive', error instanceof WorldError ? `Microsoft 365 did not answer. ${again}` : again);
}
