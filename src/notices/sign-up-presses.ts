// Readers sign up on a notice's card and take it back; whoever waits moves up. It reminds those who have not answered, and closes, by itself.
import { z } from 'zod';
import { onDesk } from '../requests/desk-press.ts';
import { say } from '../requests/save-move.ts';
import type { Again } from '../jobs/run-job.ts';
import { londonDay } from '../schedule.ts';
import type { Answer, Services } from '../services.ts';
import type { Tables } from '../store/tables.ts';
import { figure, formatDateTime, forMarkdown, forPlain } from '../words.ts';
import { answersTo, remindersOf, signUpFacts, type SignUpFacts } from './kinds/sign-up.ts';
import { advanceNotice, isOut, type Notice } from './notice.ts';
import { saveAndAlert, saveNotice } from './save-notice.ts';
import { nothingToPress } from './nothing-to-press.ts';
import { countsOf, join, leave, movedUpTo, type Changed, type SignUp } from './sign-ups.ts';

type Needs = Pick<Services, 'store' | 'access' | 'settings' | 'clock'>;

const chosen = z.looseObject({ choice: z.string().max(40) });
const over: Answer = { message: 'It is closed, or was withdrawn. Nothing was changed.' };

const isOpen = (notice: Notice | null, at: Date): notice is Notice => notice?.kind === 'sign-up' && isOut(notice) && !signUpFacts(notice.facts).isClosed && new Date(signUpFacts(notice.facts).closesAt) > at;

/** With the notice locked, so that two who press at once have one place between them. */
const changes = (verb: 'notice.sign-up' | 'notice.take-back', decide: (all: readonly SignUp[], facts: SignUpFacts, personId: string, inputs: unknown) => Changed | null) =>
  onDesk(verb, ({ store, clock }: Needs, { press: { personId, inputs }, id }): Promise<Answer> =>
    store.transaction(async tx => {
      const at = clock.calendar();
      const notice = await tx.notices.lock(id);
      if (!isOpen(notice, at)) return nothingToPress(notice) ?? over;
      const facts = signUpFacts(notice.facts);
      const changed = decide(await tx.signUps.of(id), facts, personId, inputs);
      if (changed === null) return over;
      await tx.signUps.save(id, changed.saved, at);
      if (changed.saved.length > 0) await recount(tx, id);
      if (changed.movedUp !== null) await tellMovedUp(tx, facts, changed.movedUp, at);
      return { message: wordsFor(facts, changed) };
    }));

export const signMeUp = changes('notice.sign-up', (all, facts, personId, inputs) => {
  const { data } = chosen.safeParse(inputs);
  return data === undefined || !answersTo(facts).includes(data.choice) ? null : join(all, personId, data.choice, facts.places);
});
export const takeBack = changes('notice.take-back', (all, _facts, personId) => leave(all, personId));

/** For whoever composed it. */
const recount = (tx: Tables, noticeId: string): Promise<void> => tx.jobs.add({ name: 'show-delivery', key: noticeId, payload: { noticeId } });

function wordsFor({ title, options }: SignUpFacts, { became, saved }: Changed): string {
  const about = forPlain(title);
  const choice = options.length > 0 && saved[0] !== undefined ? ` Your choice: ${forPlain(saved[0].choice)}.` : '';
  if (became === 'in') return `You are signed up: ${about}.${choice}`;
  if (became === 'waiting') return `It is full: you are on the waiting list for ${about}.${choice} Your own chat says when a place is free.`;
  return `You are not signed up: ${about}.`;
}

async function tellMovedUp(tx: Tables, { title }: SignUpFacts, { personId }: SignUp, at: Date): Promise<void> {
  const chat = await tx.conversations.personalOf(personId);
  if (chat !== null) await say(tx, chat.id, { is: 'text', text: `A place is free, and it is yours: you are signed up for ${forMarkdown(title)}. If you cannot come, take your name off on its card.` }, at);
}

/** What is due of one that is out; it says itself when the next is. A reminder whose day is over is left out. */
export async function tendSignUp(needs: Pick<Services, 'store' | 'clock' | 'log'>, { noticeId }: { noticeId: string }): Promise<Again> {
  return needs.store.transaction(async tx => {
    const notice = await tx.notices.lock(noticeId);
    const beganAt = notice?.beganAt ?? null;
    if (notice?.kind !== 'sign-up' || beganAt === null || !isOut(notice)) return undefined;
    const [facts, at] = [signUpFacts(notice.facts), needs.clock.calendar()];
    if (facts.isClosed) return undefined;
    await moveUp(tx, notice.id, facts, at);
    const closesAt = new Date(facts.closesAt);
    const reminders = remindersOf(facts).filter(due => due > beganAt);
    if (closesAt <= at) return close(tx, needs, notice, facts);
    for (const due of reminders.filter(each => each <= at)) await remind(tx, needs, notice, due);
    return { againAt: reminders.find(due => due > at) ?? closesAt };
  });
}

async function moveUp(tx: Tables, id: string, facts: SignUpFacts, at: Date): Promise<void> {
  const up = movedUpTo(await tx.signUps.of(id), facts.places);
  await tx.signUps.save(id, up, at);
  if (up.length > 0) await recount(tx, id);
  for (const one of up) await tellMovedUp(tx, facts, one, at);
}

async function remind(tx: Tables, needs: Pick<Services, 'clock' | 'log'>, notice: Notice, due: Date): Promise<void> {
  const at = needs.clock.calendar();
  const isNew = await tx.reminders.sent(notice.id, { day: londonDay(due), dueAt: due, askedBy: 'la-desk' }, 0);
  if (!isNew) return;
  if (londonDay(due) !== londonDay(at)) return needs.log.warn({ noticeId: notice.id, due }, 'a reminder of a sign-up came too late and was not sent');
  const { title, closesAt } = signUpFacts(notice.facts);
  await saveAndAlert(tx, needs, notice, `Reminder: ${forMarkdown(title)} closes on ${formatDateTime(new Date(closesAt))}. Answer on its card, further up in this chat.`, { actorId: 'la-desk', action: 'notice-reminded' }, 'unanswered');
}

async function close(tx: Tables, needs: Pick<Services, 'clock'>, notice: Notice, facts: SignUpFacts): Promise<undefined> {
  const at = needs.clock.calendar();
  const closed = advanceNotice(notice, { is: 'changed', facts: { ...facts, isClosed: true } }, at);
  if (closed === null) return;
  await saveNotice(tx, needs, closed, { actorId: 'la-desk', action: 'notice-closed' });
  const chat = await tx.conversations.personalOf(notice.composedBy);
  if (chat === null) return;
  const all = await tx.signUps.of(notice.id);
  const [{ in: have, waiting, out }, byChoice] = [countsOf(all), answersTo(facts).map(choice => `${forMarkdown(choice)} ${figure(all.filter(one => one.state === 'in' && one.choice === choice).length)}`)];
  await say(tx, chat.id, { is: 'text', text: `Closed: ${forMarkdown(facts.title)}. ${figure(have)} signed up${facts.options.length > 0 ? ` (${byChoice.join(', ')})` : ''}, ${figure(waiting)} waiting, ${figure(out)} took it back.` }, at);
}
