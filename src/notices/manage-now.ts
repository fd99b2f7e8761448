// The card of a notice as it is now, for one communications officer: to go on composing it, to approve it, or to see how far it has come.
import type { Card } from '../cards.ts';
import { deskButton, type Reader } from '../requests/desk-button.ts';
import { plainCard } from '../requests/help-cards.ts';
import { londonDay } from '../schedule.ts';
import type { Services } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { forMarkdown } from '../words.ts';
import { audienceFields, reachOf } from './compose-audience.ts';
import { approvalCard, draftCard, isForNobody, type Draft } from './compose-draft.ts';
import { boxesOf, factsForm, form, type Shown } from './compose-form.ts';
import { countsOf } from './counting.ts';
import { deliveryCard } from './delivery-card.ts';
import type { Notice } from './notice.ts';
import { recipientsOf } from './recipients.ts';
import { withReminding } from './remind-card.ts';

type NowNeeds = Pick<Services, 'settings' | 'clock'>;

export async function draftOf(tx: Tables, { settings, clock }: NowNeeds, notice: Notice, reader: Reader, problem?: string): Promise<Draft> {
  const at = clock.calendar();
  return { notice, reader, at, reach: reachOf(await recipientsOf(tx, notice, at)), channels: settings.NOTICE_CHANNELS, needsApproval: settings.NOTICE_APPROVAL === 'on', ...(problem === undefined ? {} : { problem }) };
}

/** Codes of the organisations that somebody looks after. */
export const knownOrganisations = async (tx: Tables, at: Date): Promise<Set<string>> => new Set((await tx.roster.all(londonDay(at), { primaryOnly: false, organisations: [] })).map(({ organisation }) => organisation));

/** `problem`: why the last press did nothing. */
export async function cardNow(tx: Tables, needs: NowNeeds, notice: Notice, reader: Reader, problem?: string): Promise<Card> {
  const isAuthor = notice.composedBy === reader.personId;
  if (notice.state === 'draft' && !isAuthor) return plainCard('Not sent yet: its author is composing it', `It is ${forMarkdown(notice.composedByName)}'s draft. You see it here once it is sent, or waits for your approval.`);
  if (notice.state === 'draft' && isForNobody(notice)) return factsForm({ id: notice.id, kind: notice.kind, facts: notice.facts, reader, at: needs.clock.calendar(), preview: notice, ...(problem === undefined ? {} : { problem }) });
  if (notice.state === 'draft') return draftCard(await draftOf(tx, needs, notice, reader, problem));
  if (notice.state === 'awaiting-approval' && !isAuthor) return approvalCard(await draftOf(tx, needs, notice, reader, problem));
  const counted = await tx.deliveries.counts(notice.id);
  const at = needs.clock.calendar();
  const { dueAt } = await tx.deliveries.rest(notice.id, at, new Date(needs.clock.machine()));
  const card = deliveryCard({ notice, counted, counts: countsOf(counted), readers: await tx.deliveries.readers(notice.id), reader, at, ...(notice.kind === 'sign-up' && notice.beganAt !== null ? { answers: await tx.signUps.of(notice.id) } : {}), ...(problem === undefined ? {} : { problem }), ...(dueAt === null ? {} : { restUntil: dueAt }) });
  return withReminding(card, { notice, unread: await tx.deliveries.unread(notice.id), reminders: await tx.reminders.of(notice.id), reader, at });
}

/** Whom it is for and when. */
export function whoForm({ settings }: NowNeeds, notice: Notice, reader: Reader, { typed, problem }: Omit<Shown, 'at'> = {}): Card {
  return form('Not sent yet: choose who gets it, and when', problem === undefined ? [] : [problem], {
    fields: boxesOf(audienceFields(notice, settings.NOTICE_CHANNELS), typed ?? null),
    who: deskButton(reader, 'notice.who', notice.id, 'Check who gets it'),
    back: deskButton(reader, 'notice.form', notice.id, 'Change what it says'),
  });
}
