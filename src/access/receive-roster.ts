// A roster that an operator attached in their own chat: read as every other file is, checked in the directory, and shown before anything is imported.
import { randomUUID } from 'node:crypto';
import type { Card } from '../cards.ts';
import type { Reaction } from '../dispatch.ts';
import { loudness, UserError, WorldError } from '../errors.ts';
import { FileProblemError } from '../intake/file-problem.ts';
import { nonceKey } from '../requests/gather.ts';
import { plainCard } from '../requests/help-cards.ts';
import { readAfterwards, recordsOf } from '../requests/small-csv.ts';
import type { Services, Turn, UploadedFile } from '../services.ts';
import { noDirectory } from './look-up.ts';
import { importCard } from './roster-cards.ts';
import { linesOf, peopleOf } from './roster-file.ts';

type Needs = Pick<Services, 'store' | 'access' | 'directory' | 'uploads' | 'clock' | 'log'>;

const maxLines = 5_000;

export async function receiveRoster(needs: Needs, turn: Turn): Promise<Reaction> {
  const { isOperator, isUncertain } = await needs.access.rolesOf(turn.personId);
  if (!isOperator && isUncertain === true) throw new UserError(noDirectory);
  const { file } = turn;
  if (!isOperator || file === null) return { say: { is: 'card', card: plainCard('Not read: a roster is for operators to import', 'A list for MFA needs no words with it: attach it alone. A Primary Local Administrator can type **propose an LA**.') } };
  const begun = plainCard('Reading the roster', 'The result comes here. If it has not come in two minutes, send the file again: nothing is imported before you have seen it.');
  return readAfterwards(needs, turn, begun, signal => check(needs, turn, file, signal).catch((error: unknown) => problemCard(needs, error)));
}

const columnsWanted = 'It needs the columns Organisation code, Organisation, Email address and Role, and may have Expires.';

async function check({ store, directory, uploads, clock }: Needs, turn: Turn, file: UploadedFile, signal: AbortSignal): Promise<Card> {
  const records = await recordsOf({ uploads }, file, maxLines, signal);
  const read = linesOf(records);
  if (read === null) return plainCard('Not imported: this is no roster', columnsWanted);
  const found = await directory.resolve(read.lines.map(({ line }) => line['Email address']));
  const { people, refused } = peopleOf(read.lines, found);
  const all = [...read.refused, ...refused].toSorted((a, b) => a.row - b.row);
  const change = { id: randomUUID(), is: 'import' as const, askedBy: turn.personId, askedByName: turn.personName.slice(0, 80), askedAt: clock.calendar(), people };
  if (people.length > 0) await store.rosterChanges.insert(change);
  return importCard(change, read.lines.length + read.refused.length, all, { key: await nonceKey(store), personId: turn.personId });
}

function problemCard({ log }: Needs, error: unknown): Card {
  const again = 'Nothing was imported. Attach the file again.';
  if (error instanceof FileProblemError) return plainCard('We could not read this roster', `Save it as a CSV of at most 5,000 lines. ${columnsWanted}`);
  if (error instanceof UserError) return plainCard('We could not read this roster', error.message);
  log[loudness(error)]({ err: error }, 'a roster could not be read');
  return plainCard('We could not read this roster', error instanceof WorldError ? `Microsoft 365 did not answer. ${again}` : again);
}
