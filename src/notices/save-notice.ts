// Saves what became of a notice with the jobs that follow and the audit, in the caller's one transaction.
import type { Services } from '../services.ts';
import type { Json } from '../store/audit-chain.ts';
import type { Told } from '../store/alerts.ts';
import type { Tables } from '../store/tables.ts';
import { noticeKinds } from './grid.ts';
import { advanceNotice, alertPart, isOut, type Notice } from './notice.ts';
import { quietUntil } from './quiet-hours.ts';
import { recipientsOf, saidBy } from './recipients.ts';

type Needs = Pick<Services, 'clock'>;

/** `detail` holds counts and reasons only: the audit outlives the notice and names people by object id alone. */
type Entry = { actorId: string; action: string; detail?: Record<string, Json> };

/** As many processes as may send one notice together. */
const senders = [1, 2, 3, 4] as const;

export async function saveNotice(tx: Tables, { clock }: Needs, notice: Notice, { actorId, action, detail = {} }: Entry): Promise<void> {
  const at = clock.calendar();
  await tx.notices.save(notice);
  await tx.audit.append({ requestId: notice.id, at, actorId, action, detail: { ...detail, kind: notice.kind, revision: notice.revision } });
  await tx.jobs.add({ name: 'seal-audit', key: 'all', payload: {}, dueAt: new Date(at.getTime() + 60_000) });
  if (notice.state === 'scheduled') await tx.jobs.add({ name: 'begin-notice', key: notice.id, payload: { noticeId: notice.id }, dueAt: notice.sendAt ?? at, replaceDue: true });
  await cancelWhatWaits(tx, notice, at);
  if (notice.beganAt !== null) await wakeSenders(tx, notice.id);
  const due = notice.beganAt !== null && isOut(notice) ? noticeKinds[notice.kind].nextDue(notice.facts, notice.beganAt) : null;
  if (due !== null) await tx.jobs.add({ name: 'notice-due', key: notice.id, payload: { noticeId: notice.id }, dueAt: due, replaceDue: true });
  if (notice.kind === 'sign-up' && notice.beganAt !== null) await tx.jobs.add({ name: 'tend-sign-up', key: notice.id, payload: { noticeId: notice.id }, dueAt: at, replaceDue: true });
  await tx.jobs.add({ name: 'show-delivery', key: notice.id, payload: { noticeId: notice.id } });
}

/** Whatever waits is sent, and whatever is behind is brought up to date. */
const wakeSenders = (tx: Tables, noticeId: string): Promise<void> =>
  tx.jobs.add(...senders.map(n => ({ name: 'send-notice', key: `${noticeId}/${n}`, payload: { noticeId } })));

/** Where it is cancelled or withdrawn. */
export async function cancelWhatWaits(tx: Tables, { id, state }: Notice, at: Date): Promise<void> {
  if (state === 'cancelled') await tx.deliveries.cancelWaiting(id, 'cards', at);
  if (state === 'withdrawn') await tx.deliveries.cancelWaiting(id, 'everything', at);
}

/** It became urgent: whoever rests is told now, and so is whoever would rather not hear of its kind. */
async function reachEverybody(tx: Tables, notice: Notice, at: Date): Promise<void> {
  await tx.deliveries.hurry(notice.id, at);
  if (notice.state !== 'cancelled') await tx.deliveries.add(notice.id, 'card', await recipientsOf(tx, notice, at));
}

/** Without a short message; where it became urgent by that, it waits for nobody's morning. */
export async function saveCorrected(tx: Tables, needs: Needs, { before, notice }: { before: Notice; notice: Notice }, entry: Entry): Promise<void> {
  const becameUrgent = saidBy(notice).isUrgent && !saidBy(before).isUrgent;
  const at = needs.clock.calendar();
  if (becameUrgent) await reachEverybody(tx, notice, at);
  await saveNotice(tx, needs, (becameUrgent ? advanceNotice(notice, { is: 'more' }, at) : null) ?? notice, entry);
}

/** With a short new message to everybody who has the card, and to those who asked to hear of it, or to some of them alone: a card that changes alerts nobody. `text` is Markdown, escaped. */
export async function saveAndAlert(tx: Tables, needs: Needs, notice: Notice, text: string, entry: Entry, to: Told = 'everybody'): Promise<void> {
  const at = needs.clock.calendar();
  const n = await tx.notices.addAlert(notice.id, text, at);
  const said = saidBy(notice);
  await tx.deliveries.addAlert(notice.id, alertPart(n), { ...said, at, quietUntil: quietUntil(at), to });
  if (said.isUrgent) await reachEverybody(tx, notice, at);
  await saveNotice(tx, needs, advanceNotice(notice, { is: 'more' }, at) ?? notice, entry);
}
