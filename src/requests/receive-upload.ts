// An upload in the personal chat: answered at once, then read by the process that took the turn, because the file's address is a secret that is never stored.
import type { Card } from '../cards.ts';
import type { Reaction } from '../dispatch.ts';
import { seenAs } from '../access/permissions.ts';
import { isLocalAdministrator } from '../access/roles.ts';
import type { Services, Turn } from '../services.ts';
import { howToAttach, notOnRoster } from './help-cards.ts';
import { newRequest } from './new-request.ts';
import { notRead, pasted, readUpload, unreadable } from './read-upload.ts';
import { firstLookMs, leaseEnd, whileHeld, type RenewalNeeds } from './reading-lease.ts';
import { say, showCard } from './save-move.ts';
import { followedBy, type Followed } from './service-request.ts';

type Needs = Pick<Services, 'store' | 'uploads' | 'access' | 'settings' | 'clock' | 'processId' | 'log'> & RenewalNeeds;

/** A file attached in the personal chat, or a list of addresses pasted into a message. */
export async function receiveUpload(needs: Needs, turn: Turn): Promise<Reaction> {
  if (!(await maySend(needs, turn))) return answer(notOnRoster(needs.settings.HELP_CONTACT));
  const { file } = turn;
  const open: Open = file === null ? () => Promise.resolve(pasted(turn.text)) : signal => needs.uploads.open(file, signal);
  const about = await followedIn(needs, turn);
  const request = { ...newRequest(turn, 'enable-mfa', file?.name.slice(0, 200) ?? null, needs.clock.calendar()), follows: about?.follows ?? null };
  return {
    async save(tx) {
      await tx.requests.insert(request, { owner: needs.processId, until: leaseEnd(needs.clock) });
      await tx.jobs.add({ name: 'watch-upload', key: request.id, payload: { requestId: request.id }, afterMs: firstLookMs });
      await showCard(tx, request.id, turn.conversation.id, 'status', needs.clock.calendar());
      if (about?.follows === null) await say(tx, turn.conversation.id, { is: 'text', text: `We do not know ${about.quoted} among the requests of your organisations, so this is a new one.` }, needs.clock.calendar(), request.id);
      if (turn.otherFiles > 0) await say(tx, turn.conversation.id, { is: 'text', text: notRead(turn.otherFiles, file !== null) }, needs.clock.calendar(), request.id);
    },
    afterwards: signal => read(needs, request.id, open, signal),
  };
}

/** What a message with a file says it is about: "about R-2041", "about INC31020417". Null where it says nothing; `follows` is null where that is none of theirs. */
async function followedIn({ store, access }: Needs, { personId, text }: Turn): Promise<{ quoted: string; follows: Followed | null } | null> {
  const [, quoted, number] = /\babout\s+(R-?(\d{1,9})|INC\d{7,10})\b/i.exec(text) ?? [];
  if (quoted === undefined) return null;
  const request = number === undefined ? await store.requests.byTicket(quoted.toUpperCase()) : await store.requests.byNumber(Number(number));
  const isTheirs = request !== null && seenAs(personId, await access.rolesOf(personId), request) === 'status';
  return { quoted: quoted.toUpperCase(), follows: isTheirs ? followedBy(request) : null };
}

/** Nothing came but files that Teams does not hand over. */
export const explainAttaching = async (needs: Needs, turn: Turn): Promise<Reaction> =>
  answer((await maySend(needs, turn)) ? howToAttach() : notOnRoster(needs.settings.HELP_CONTACT));

const maySend = async ({ access }: Needs, { personId }: Turn): Promise<boolean> => isLocalAdministrator(await access.rolesOf(personId));

const answer = (card: Card): Reaction => ({ say: { is: 'card', card } });

type Open = (signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>;

async function read(needs: Needs, requestId: string, open: Open, stopping: AbortSignal): Promise<void> {
  const owner = needs.processId;
  await whileHeld(needs, { requestId, owner }, stopping, async signal => {
    try {
      await readUpload(needs, owner, requestId, await open(signal));
    } catch (error) {
      if (!signal.aborted) await unreadable(needs, owner, requestId, error);
    }
  });
  // Half read by a process that stops, it is still to be told of.
  if (!stopping.aborted) await needs.store.jobs.remove({ name: 'watch-upload', key: requestId });
}
