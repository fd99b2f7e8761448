// A small CSV that is attached in one's own chat with a word that says what it is: read whole after the turn, and answered with a card.
import type { Card } from '../cards.ts';
import type { Reaction } from '../dispatch.ts';
import { FileProblemError } from '../intake/file-problem.ts';
import { readRecords, type FileRecord } from '../intake/read-records.ts';
import type { Services, Turn, UploadedFile } from '../services.ts';
import { say } from './save-move.ts';

const maxBytes = 2 * 1024 * 1024;

/** The header among them. */
export async function recordsOf({ uploads }: Pick<Services, 'uploads'>, file: UploadedFile, mostRows: number, signal: AbortSignal): Promise<FileRecord[]> {
  const records: FileRecord[] = [];
  for await (const piece of readRecords(await uploads.open(file, signal), maxBytes)) {
    records.push(...piece.records);
    if (records.length > mostRows + 1) throw new FileProblemError({ problem: 'too-many-rows' });
  }
  return records;
}

/** `begun` at once; what `read` answers when it is done, unless this process stops first. */
export function readAfterwards({ store, clock }: Pick<Services, 'store' | 'clock'>, { conversation }: Turn, begun: Card, read: (signal: AbortSignal) => Promise<Card>): Reaction {
  return {
    save: tx => say(tx, conversation.id, { is: 'card', card: begun }, clock.calendar()),
    afterwards: async signal => {
      const card = await read(signal);
      if (!signal.aborted) await store.transaction(tx => say(tx, conversation.id, { is: 'card', card }, clock.calendar()));
    },
  };
}
