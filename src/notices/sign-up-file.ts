// The CSV of the answers to a sign-up: one row for each person, named by the directory as it is when the file is accepted.
import { z } from 'zod';
import { mayHere } from '../access/permissions.ts';
import { londonDay } from '../schedule.ts';
import type { Services } from '../services.ts';
import type { SignUpReport } from '../store/sign-ups.ts';
import { formatDateTime, plural } from '../words.ts';
import { csvBytes, personCells } from './delivery-file.ts';
import { signUpFacts, type SignUpFacts } from './kinds/sign-up.ts';

export const signUpContext = z.object({ noticeId: z.uuid(), file: z.literal('sign-ups') });

const header = ['Name', 'EmailAddress', 'Organisation', 'Answer', 'Place', 'When'];

export const signUpDescription = (rows: number): string => `${plural(rows, 'row', 'rows')}: who answered, what, and who has a place.`;

/** Those who have a place first, then those who wait, in their order. */
const ranks: Readonly<Record<SignUpReport['state'], number>> = { in: 0, waiting: 1, out: 2 };
const inOrder = (rows: readonly SignUpReport[]): SignUpReport[] => rows.toSorted((a, b) => ranks[a.state] - ranks[b.state] || a.n - b.n);

function placeOf({ state }: SignUpReport, { places }: SignUpFacts, position: number): string {
  if (state === 'in') return places === null ? '' : 'has a place';
  return state === 'waiting' ? `waiting list ${position}` : 'took it back';
}

/** For whoever accepted it: asked again, because the offer can be old. Null where it is not theirs, or gone. Asks the directory, so in no transaction. */
export async function signUpBytes({ store, access, directory, clock }: Pick<Services, 'store' | 'access' | 'directory' | 'clock'>, personId: string, { noticeId }: z.infer<typeof signUpContext>): Promise<Uint8Array | null> {
  const notice = await store.notices.find(noticeId);
  if (notice?.kind !== 'sign-up' || !mayHere('notice.sign-ups-csv', await access.rolesOf(personId), 'own chat')) return null;
  const facts = signUpFacts(notice.facts);
  const rows = inOrder(await store.signUps.report(noticeId, londonDay(clock.calendar())));
  const people = await directory.people(rows.map(row => row.personId));
  const having = rows.filter(({ state }) => state === 'in').length;
  return csvBytes([header, ...rows.map((row, index) => [...personCells(row, people), row.state === 'out' ? '' : row.choice, placeOf(row, facts, index + 1 - having), formatDateTime(row.at)])]);
}
