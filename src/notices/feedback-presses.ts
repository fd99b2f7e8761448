// Local Administrators report a page or send feedback, whoever looks after the service answers, and the reporter hears what came of it.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Card } from '../cards.ts';
import type { Reaction } from '../dispatch.ts';
import { onDesk, rolesHere, show } from '../requests/desk-press.ts';
import { nonceKey } from '../requests/gather.ts';
import { notOnRoster, ownChatLink, plainCard } from '../requests/help-cards.ts';
import { forSomebodyElse } from '../requests/pressed.ts';
import { say } from '../requests/save-move.ts';
import type { Answer, Press, Services, Turn } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { addedTo, answered, typedAnswer, typedFeedback, typedReport, type Feedback } from './feedback.ts';
import { feedbackForm, mineCard, oneCard, openList, outcomeCard, thanksCard } from './feedback-cards.ts';

type Needs = Pick<Services, 'store' | 'access' | 'settings' | 'clock'>;

const listed = 10;
const says = (card: Card): Reaction => ({ say: { is: 'card', card } });

/** In a channel nothing is asked, so nothing personal is answered. */
const inOwnChat = ({ settings }: Needs): Card => {
  const heading = 'Reports are made in your own chat with LA Desk';
  return { name: 'channel-help', data: { speak: `${heading}.`, heading, line: 'Type **report a page** there. Nobody in this channel sees who reported what.', link: ownChatLink(settings.MicrosoftAppId) } };
};

export const showForm = (isPage: boolean) => async (needs: Needs, turn: Turn): Promise<Reaction> => {
  if (turn.conversation.kind === 'channel') return says(inOwnChat(needs));
  if ((await rolesHere(needs, 'feedback.send', turn)) === null) return says(notOnRoster(needs.settings.HELP_CONTACT));
  return says(feedbackForm(isPage, randomUUID(), { key: await nonceKey(needs.store), personId: turn.personId }));
};

export async function showMine(needs: Needs, turn: Turn): Promise<Reaction> {
  return says(mineCard(await needs.store.feedback.of(turn.personId, listed)));
}

/** `isPage`: its form is shown again with what was typed. */
const sends = (isPage: boolean) =>
  onDesk(isPage ? 'feedback.report' : 'feedback.send', async ({ store, clock }: Needs, { press: { personId, personName, inputs }, id, roles, key }) => {
    const known = await store.feedback.find(id);
    if (known !== null) return known.personId === personId ? show(thanksCard(known)) : forSomebodyElse;
    const report = typedReport.safeParse(inputs);
    const read = isPage ? report : typedFeedback.safeParse(inputs);
    if (!read.success) return show(feedbackForm(isPage, id, { key, personId }, { ...asTyped.parse(inputs), problem: isPage ? 'Not sent: enter the page, what is wrong, and a few words' : 'Not sent: write a few words first' }));
    const page = isPage && report.success ? { name: report.data.page, wrong: report.data.wrong } : null;
    const feedback: Feedback = { id, page, words: read.data.words, personId, personName: personName.slice(0, 80), organisation: roles.organisations[0] ?? null, sentAt: clock.calendar(), state: 'open', answer: null, answeredByName: null, answeredAt: null };
    await store.transaction(async tx => {
      // The same press twice at once: the second saves nothing.
      if (await tx.feedback.insert(feedback)) await note(tx, feedback, personId, 'feedback-sent');
    });
    return show(thanksCard(feedback));
  });

const asTyped = z.looseObject({ page: z.string().max(1_000).catch(''), wrong: z.string().max(40).catch(''), words: z.string().max(5_000).catch('') });

export const reportPage = sends(true);
export const sendFeedback = sends(false);

async function note(tx: Tables, { id, page, sentAt, answeredAt, state }: Feedback, actorId: string, action: string): Promise<void> {
  const at = answeredAt ?? sentAt;
  await tx.audit.append({ requestId: id, at, actorId, action, detail: { about: page?.wrong ?? 'feedback', state } });
  await tx.jobs.add({ name: 'seal-audit', key: 'all', payload: {}, dueAt: new Date(at.getTime() + 60_000) });
}

async function listNow({ store }: Needs, personId: string): Promise<Card> {
  const open = await store.feedback.open(listed);
  return openList(open.first, open.count - open.first.length, { key: await nonceKey(store), personId });
}

export async function showOpen(needs: Needs, turn: Turn): Promise<Reaction> {
  if ((await rolesHere(needs, 'feedback.list', turn)) === null) return says(plainCard('Not shown: feedback is read by those who look after the service', 'Type **my feedback** to see yours.'));
  return says(await listNow(needs, turn.personId));
}

/** It acts on nothing, so its button carries no nonce. */
export const openAgain = async (needs: Needs, press: Press): Promise<Answer> => ((await rolesHere(needs, 'feedback.list', press)) === null ? forSomebodyElse : show(await listNow(needs, press.personId)));

const forgotten = show(plainCard('No longer here: it was sent more than 12 months ago', 'Type **feedback list** to see what is open.'));

const one = async ({ store }: Needs, feedback: Feedback, reader: { key: string; personId: string }, problem?: string): Promise<Answer> =>
  show(oneCard(feedback, feedback.organisation === null ? null : await store.roster.organisationName(feedback.organisation), reader, problem));

export const openOne = onDesk('feedback.open', async (needs: Needs, { press: { personId }, id, key }) => {
  const feedback = await needs.store.feedback.find(id);
  return feedback === null ? forgotten : one(needs, feedback, { key, personId });
});

export const answer = onDesk('feedback.answer', async (needs: Needs, { press: { personId, personName, inputs }, id, key }) => {
  const typed = typedAnswer.safeParse(inputs);
  const at = needs.clock.calendar();
  const isShort = await needs.store.transaction(async tx => {
    const feedback = await tx.feedback.lock(id);
    const now = feedback && typed.success ? answered(feedback, typed.data, personName.slice(0, 80), at) : null;
    if (now === null || now === 'no words') return now === 'no words';
    await tx.feedback.save(now);
    await note(tx, now, personId, 'feedback-answered');
    const chat = await tx.conversations.personalOf(now.personId);
    if (chat !== null) await say(tx, chat.id, { is: 'card', card: outcomeCard(now, { key, personId: now.personId }) }, at);
    return false;
  });
  const feedback = await needs.store.feedback.find(id);
  return feedback === null ? forgotten : one(needs, feedback, { key, personId }, isShort || !typed.success ? 'Not sent: choose an outcome, and say why or what is missing' : undefined);
});

const added = z.looseObject({ words: z.string().trim().min(1).max(2_000) });

/** By its reporter, where they were asked to. */
export const addMore = onDesk('feedback.add', async ({ store, clock }: Needs, { press: { personId, inputs }, id }) => {
  const typed = added.safeParse(inputs);
  if (!typed.success) return { message: 'Write something first, then press again.' };
  const feedback = await store.transaction(async tx => {
    const known = await tx.feedback.lock(id);
    const now = known?.personId === personId ? addedTo(known, typed.data.words) : null;
    if (now === null) return known;
    await tx.feedback.save(now);
    await note(tx, { ...now, answeredAt: clock.calendar() }, personId, 'feedback-added');
    return now;
  });
  return feedback?.personId === personId ? show(thanksCard(feedback)) : forSomebodyElse;
});
