// The delivery CSV of a notice: one row for each recipient, named by the directory as it is now. Every cell is safe to open as a sheet.
import { z } from 'zod';
import { stringify } from 'csv-stringify/sync';
import { mayHere } from '../access/permissions.ts';
import type { Services } from '../services.ts';
import type { DeliveryReport } from '../store/delivery-reports.ts';
import { londonDay } from '../schedule.ts';
import { figure, forCsvCell, forPlain, formatDateTime } from '../words.ts';
import { aboutOf } from './compose-form.ts';
import { failureWords } from './counting.ts';
import type { Notice } from './notice.ts';

export const deliveryContext = z.object({ noticeId: z.uuid(), file: z.literal('delivery') });

type Needs = Pick<Services, 'store' | 'access' | 'directory' | 'settings' | 'clock'>;

/** What Teams is told the file is about to be, before anybody's name is known. */
export const usualRowBytes = 150;
const page = 1_000;
const header = ['Name', 'EmailAddress', 'Organisation', 'Outcome', 'Reason', 'When', 'Acknowledged'];

/** Asks the directory, so in no transaction. */
async function makeDeliveryFile({ store, directory, settings, clock }: Needs, { id }: Notice): Promise<Uint8Array> {
  const rows = [header];
  for (let after: string | null = null; ; ) {
    const found: DeliveryReport[] = await store.deliveries.report(id, { after, limit: page, today: londonDay(clock.calendar()) });
    const last = found.at(-1);
    if (last === undefined) break;
    const people = await directory.people(found.flatMap(({ personId }) => personId ?? []));
    const channels = new Map(settings.NOTICE_CHANNELS.map(channel => [channel.id, channel.name]));
    rows.push(...found.map(row => [...named(row, people, channels), ...outcome(row)]));
    after = last.id;
  }
  return csvBytes(rows);
}

type People = Awaited<ReturnType<Services['directory']['people']>>;

/** Name, EmailAddress, Organisation. */
export function personCells({ personId, organisation }: { personId: string; organisation: string | null }, people: People): string[] {
  const person = people.get(personId);
  return [person?.displayName ?? 'not in the directory', person?.address ?? '', organisation ?? ''];
}

const named = ({ personId, conversationId, organisation }: DeliveryReport, people: People, channels: ReadonlyMap<string, string>): string[] =>
  personId === null ? [`Channel: ${channels.get(conversationId ?? '') ?? 'not in the settings any more'}`, '', ''] : personCells({ personId, organisation }, people);

const outcomes: Readonly<Record<string, string>> = { posting: 'being sent' };

const outcome = ({ state, reason, endedAt, acknowledgedAt }: DeliveryReport): string[] => [
  outcomes[state] ?? state,
  state === 'failed' ? failureWords(reason) : state === 'unknown' ? 'Teams did not answer, so they may have it' : '',
  endedAt === null ? '' : formatDateTime(endedAt),
  acknowledgedAt === null ? '' : formatDateTime(acknowledgedAt),
];

/** With the mark by which a sheet knows its letters. */
export const csvBytes = (rows: readonly string[][]): Uint8Array => new TextEncoder().encode(stringify(rows.map(cells => cells.map(forCsvCell)), { bom: true, quoted: true, record_delimiter: 'windows' }));

/** As a file may be called. */
export const csvName = (notice: Notice, at: Date, what: 'delivery' | 'sign-ups'): string => `${forPlain(aboutOf(notice, at), { most: 40 }).replace(/[^\p{L}\p{N} .-]/gu, '')} ${what}.csv`;
export const deliveryDescription = (rows: number): string => `${figure(rows)} ${rows === 1 ? 'row' : 'rows'}: who was sent the notice, and what came of it.`;

/** For whoever accepted it: asked again, because the offer can be old. Null where it is not theirs, or gone. */
export async function deliveryBytes(needs: Needs, personId: string, { noticeId }: z.infer<typeof deliveryContext>): Promise<Uint8Array | null> {
  const notice = await needs.store.notices.find(noticeId);
  const isTheirs = mayHere('notice.csv', await needs.access.rolesOf(personId), 'own chat');
  return notice === null || !isTheirs ? null : makeDeliveryFile(needs, notice);
}
