// Questions for the panel: asked in one's own chat, met with the escalation route where they are about one case, listed for communications, and marked answered.
import { z } from 'zod';
import type { Reaction } from '../../dispatch.ts';
import { onDesk, rolesHere, show, type DeskPress } from '../../requests/desk-press.ts';
import { nonceKey } from '../../requests/gather.ts';
import { plainCard } from '../../requests/help-cards.ts';
import { say } from '../../requests/save-move.ts';
import type { Answer, Services, Turn } from '../../services.ts';
import type { Tables } from '../../store/tables.ts';
import { formatDate, forPlain, plural } from '../../words.ts';
import { caseIn } from './case-question.ts';
import { findPlanned, isPlanned, lookAt, type Planned } from './look.ts';
import { phaseAt } from './occurrence.ts';
import { askedQuestionCard, caseForm, mostAsked, questionForm, questionsCard } from './question-cards.ts';

type Needs = Pick<Services, 'store' | 'access' | 'settings' | 'clock'>;

const asked = z.looseObject({ questionId: z.uuid(), words: z.string().trim().max(mostAsked).default('') });

const tooLate = plainCard('Not asked: this webinar is over, or is not held', 'Type **webinar** for the next one.');

/** `isAnyway`: what names the case is left out, whatever was typed since. */
const asks = (verb: 'webinar.ask' | 'webinar.ask-anyway', isAnyway: boolean) =>
  onDesk(verb, async (needs: Needs, { press, id, roles, key }): Promise<Answer> => {
    const shown = await findPlanned(needs.store, id);
    const phase = shown === null ? 'over' : phaseAt(shown.occurrence, needs.clock.calendar());
    if (shown === null || phase === 'over' || phase === 'cancelled') return show(tooLate);
    const { questionId, words } = asked.parse(press.inputs);
    const reader = { key, personId: press.personId };
    const typed = forPlain(words, { most: mostAsked });
    if (typed === '') return show(questionForm(shown, questionId, reader));
    const found = caseIn(typed, roles);
    if (found !== null && (!isAnyway || found.without === null)) return show(caseForm(shown, questionId, reader, { typed, found }));
    await needs.store.questions.add({ id: questionId, occurrenceId: id, words: found?.without ?? typed, askedBy: press.personId, askedAt: needs.clock.calendar() });
    return show(askedQuestionCard(shown));
  });

export const askQuestion = asks('webinar.ask', false);
export const askAnyway = asks('webinar.ask-anyway', true);

const forOfficers = plainCard('Not shown: questions are for the panel', 'To ask one, type **webinar** and press **Ask a question**.');

/** Of the date that is live or comes next; for a while after it, of the last one. */
async function dateOfQuestions({ store, clock }: Needs): Promise<Planned | null> {
  const at = clock.calendar();
  const [held] = await store.occurrences.held(at, 1);
  const isFresh = held !== undefined && at.getTime() - held.endsAt.getTime() < 2 * 86_400_000;
  const next = isFresh ? held : (await store.occurrences.coming(at, 10)).find(({ isCancelled }) => !isCancelled);
  const shown = next === undefined ? null : await lookAt(store, next);
  return shown !== null && isPlanned(shown) ? shown : null;
}

export async function showQuestions(needs: Needs, turn: Turn): Promise<Reaction> {
  if ((await rolesHere(needs, 'webinar.answered', turn)) === null) return { say: { is: 'card', card: forOfficers } };
  const shown = await dateOfQuestions(needs);
  if (shown === null) return { say: { is: 'card', card: plainCard('No webinar is planned', 'Type **webinar series** to plan one.') } };
  return { say: { is: 'card', card: questionsCard(shown, await needs.store.questions.of(shown.occurrence.id), { key: await nonceKey(needs.store), personId: turn.personId }) } };
}

const ticked = z.looseObject({ answered: z.string().max(5_000).default('').transform(text => text.split(',').filter(id => z.uuid().safeParse(id).success)) });

export const markAnswered = onDesk('webinar.answered', async (needs: Needs, { press, id, key }: DeskPress): Promise<Answer> => {
  const { store, clock } = needs;
  const shown = await findPlanned(store, id);
  const ids = ticked.parse(press.inputs).answered;
  if (shown === null || ids.length === 0) return { message: 'Choose the questions that were answered.' };
  const done = await store.transaction(tx => answer(tx, shown, ids, clock.calendar()));
  return show(questionsCard(shown, await store.questions.of(id), { key, personId: press.personId }, `Answered: ${plural(done, 'question', 'questions')} marked`));
});

/** Each asker hears it once, however many of theirs there are. */
async function answer(tx: Tables, shown: Planned, ids: readonly string[], at: Date): Promise<number> {
  const questions = await tx.questions.answer(shown.occurrence.id, ids, at);
  for (const askedBy of new Set(questions.map(question => question.askedBy))) {
    const chat = await tx.conversations.personalOf(askedBy);
    const count = questions.filter(question => question.askedBy === askedBy).length;
    if (chat !== null) await say(tx, chat.id, { is: 'text', text: `Answered: ${count === 1 ? 'your question' : `${plural(count, 'question', 'questions')} of yours`} at the webinar of ${formatDate(shown.occurrence.startsAt)}. The recording will be on its card.` }, at);
  }
  return questions.length;
}
