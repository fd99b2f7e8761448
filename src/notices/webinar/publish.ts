// A date of a webinar as a notice: in its channel and in the own chats of those who want webinars, brought up to date everywhere, with short messages where a changed card would alert nobody.
import { say } from '../../requests/save-move.ts';
import type { Services } from '../../services.ts';
import type { Tables } from '../../store/tables.ts';
import { advanceNotice, type Notice } from '../notice.ts';
import { saveAndAlert, saveNotice } from '../save-notice.ts';
import type { Planned } from './look.ts';

type Needs = Pick<Services, 'clock'>;

/** Its notice has the date's own id: a date is announced once. */
const idOf = ({ occurrence }: Planned): string => occurrence.id;
const bySeries = { actorId: 'la-desk' } as const;

/** Only what the card shows: nobody's name, question or address is among it. */
const factsOf = ({ occurrence: { id, startsAt, endsAt, isCancelled, movedFrom, reason, recording }, series: { title, channelName, joinLink, escalationLink, agenda }, taken, updates }: Planned) => ({
  occurrence: { id, startsAt, endsAt, isCancelled, movedFrom, reason, recording },
  series: { title, channelName, joinLink, escalationLink, agenda },
  taken: taken.map(one => ({ slot: one.slot, title: one.title })),
  updates: updates.map(one => ({ topic: one.topic, words: one.words, link: one.link })),
});

/** The first time it is sent; later its cards say what is so now. */
export async function announce(tx: Tables, needs: Needs, shown: Planned): Promise<void> {
  if (await redraw(tx, needs, shown)) return;
  const at = needs.clock.calendar();
  const notice: Notice = {
    id: idOf(shown), kind: 'webinar', facts: factsOf(shown), audience: { channels: [shown.series.channelId], people: 'las', organisations: [], merge: null }, state: 'scheduled', revision: 1, wantsAck: false, sendAt: null,
    composedBy: bySeries.actorId, composedByName: shown.series.title, approvedBy: null, approvedByName: null, createdAt: at, beganAt: null, endedAt: null,
  };
  if (await tx.notices.insert(notice)) await saveNotice(tx, needs, notice, { ...bySeries, action: 'webinar-announced' });
}

/** Null where it was not announced, or its notice is forgotten. */
async function changed(tx: Tables, { clock }: Needs, shown: Planned): Promise<Notice | null> {
  const notice = await tx.notices.lock(idOf(shown));
  return notice && advanceNotice(notice, { is: 'changed', facts: factsOf(shown) }, clock.calendar());
}

/** False where there is nothing to bring up to date. */
export async function redraw(tx: Tables, needs: Needs, shown: Planned): Promise<boolean> {
  const notice = await changed(tx, needs, shown);
  if (notice !== null) await saveNotice(tx, needs, notice, { ...bySeries, action: 'webinar-changed' });
  return notice !== null;
}

/** With one short new message to everybody who has its card. */
export async function redrawAndSay(tx: Tables, needs: Needs, shown: Planned, text: string): Promise<boolean> {
  const notice = await changed(tx, needs, shown);
  if (notice !== null) await saveAndAlert(tx, needs, notice, text, { ...bySeries, action: 'webinar-said' });
  return notice !== null;
}

/** In the own chats of those who asked to be reminded. */
export async function sayToReminded(tx: Tables, { clock }: Needs, { occurrence }: Planned, text: string): Promise<void> {
  for (const { conversationId } of await tx.occurrences.reminded(occurrence.id)) await say(tx, conversationId, { is: 'text', text }, clock.calendar());
}
