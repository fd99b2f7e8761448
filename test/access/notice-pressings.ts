// For every verb of notices that are composed and looked after: a press that would have its effect, but for who presses and where.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { DeskVerb } from '../../src/access/permissions.ts';
import { reachOf } from '../../src/notices/compose-audience.ts';
import { seenOf } from '../../src/notices/compose-draft.ts';
import { factsSeen } from '../../src/notices/compose-form.ts';
import type { Notice, NoticeState } from '../../src/notices/notice.ts';
import { recipientsOf } from '../../src/notices/recipients.ts';
import { incidents } from '../support/notice-kinds.ts';
import { aNotice, audienceOf } from '../support/notices.ts';
import type { Person } from './expected.ts';
import type { Place, Pressing, Stage } from './press-stage.ts';

type Answered = { heading: string } | { message: string };
type Pressed = (person: Person, place: Place) => Promise<Pressing>;
type Verb = Exclude<Extract<DeskVerb, `notice.${string}`>, 'notice.ack' | 'notice.follow' | 'notice.remind' | 'notice.remind-on' | 'notice.sign-up' | 'notice.take-back' | 'notice.sign-ups-csv'>;

const typed = { title: 'Directory search is slow', text: 'We are looking into it.', link: '', pictureUrl: '', pictureWords: '' };
const says = (answer: Answered, words: RegExp): Promise<boolean> => Promise.resolve(words.test('heading' in answer ? answer.heading : answer.message));

export function noticePressings(stage: () => Stage): Record<Verb, Pressed> {
  const store = () => stage().desk.store;
  const data = (verb: Verb, id: string, person: Person, place: Place, more: object = {}) => ({ id, nonce: stage().nonce({ id, version: 1, verb, reader: stage().readerOf(place, person) }), ...more });
  /** In this state, by whoever presses, or by somebody else. */
  async function made(state: NoticeState, composedBy: string): Promise<Notice> {
    // Other presses of the table switch kinds off for their readers.
    await sql`delete from notice_preference`.execute(stage().desk.connection.db);
    const notice = aNotice(state, { id: randomUUID(), audience: audienceOf({ people: 'las' }), composedBy });
    await store().notices.insert(notice);
    return (await store().notices.find(notice.id)) ?? notice;
  }
  /** Whoever may resolve an incident may say what has changed in its notice. */
  const onIncident = (verb: Verb, words: RegExp): Pressed => async (person, place) => {
    const notice = aNotice('sent', { id: randomUUID(), kind: 'incident', facts: incidents.open });
    await store().notices.insert(notice);
    const hadEffect = verb === 'notice.change' ? async () => (await store().notices.find(notice.id))?.revision === 2 : (answer: Answered) => says(answer, words);
    return { data: data(verb, notice.id, person, place, { change: 'update', text: 'a fix is being tested' }), hadEffect };
  };
  const answers = (verb: Verb, state: NoticeState, words: RegExp, more: object = {}): Pressed => async (person, place) => ({ data: data(verb, (await made(state, person.id)).id, person, place, more), hadEffect: answer => says(answer, words) });
  const moves = (verb: Verb, state: NoticeState, to: NoticeState, more: (notice: Notice) => Promise<object> = () => Promise.resolve({}), by?: string): Pressed => async (person, place) => {
    const notice = await made(state, by ?? person.id);
    return { data: data(verb, notice.id, person, place, await more(notice)), hadEffect: async () => (await store().notices.find(notice.id))?.state === to };
  };
  const fresh = (verb: Verb, words: RegExp): Pressed => (person, place) => Promise.resolve({ data: data(verb, randomUUID(), person, place, { kind: 'news', ...typed }), hadEffect: answer => says(answer, words) });
  const seen = async (notice: Notice) => ({ seen: seenOf(notice), ...reachOf(await recipientsOf(store(), notice, stage().desk.clock.calendar())) });
  const ended = (verb: Verb, state: 'failed' | 'unknown'): Pressed => async (person, place) => {
    const { id } = await made('sending', person.id);
    const at = stage().desk.clock.calendar();
    await store().deliveries.add(id, 'card', [{ personId: 'lena', dueAt: at, merge: null }]);
    await sql`update delivery set state = ${state}, ended_at = ${at} where notice_id = ${id}`.execute(stage().desk.connection.db);
    const notice = await store().notices.find(id);
    if (notice !== null) await store().notices.save({ ...notice, state: 'sent', endedAt: at });
    return { data: data(verb, id, person, place, { count: 1 }), hadEffect: async () => (await store().notices.find(id))?.state === 'sending' };
  };

  return {
    'notice.changes': onIncident('notice.changes', /^Choose in the card below/),
    'notice.change-form': onIncident('notice.change-form', /^Not saved yet: Add an update/),
    'notice.change': onIncident('notice.change', /./),
    'notice.compose': fresh('notice.compose', /^Not sent yet: compose news notice$/),
    'notice.preview': fresh('notice.preview', /^Not sent yet: look at the news notice/),
    'notice.next': fresh('notice.next', /^Not sent yet: choose who gets it/),
    'notice.form': answers('notice.form', 'draft', /^Not sent yet: look at the news notice/),
    'notice.who-form': answers('notice.who-form', 'draft', /^Not sent yet: choose who gets it/),
    'notice.who': answers('notice.who', 'draft', /^Not sent yet: \d+ people would get it$/, { toPeople: 'las' }),
    'notice.to-me': answers('notice.to-me', 'draft', /^It is below/),
    'notice.send': moves('notice.send', 'draft', 'scheduled', seen),
    'notice.drop': moves('notice.drop', 'draft', 'cancelled'),
    'notice.approve': moves('notice.approve', 'awaiting-approval', 'scheduled', seen, 'chloe'),
    'notice.decline': moves('notice.decline', 'awaiting-approval', 'draft', () => Promise.resolve({ words: 'The date is wrong.' }), 'chloe'),
    'notice.show': answers('notice.show', 'sent', /^Sent: /),
    'notice.pause': moves('notice.pause', 'sending', 'paused'),
    'notice.resume': moves('notice.resume', 'paused', 'sending'),
    'notice.send-now': answers('notice.send-now', 'scheduled', /^About to be sent$/),
    'notice.cancel': moves('notice.cancel', 'scheduled', 'cancelled', () => Promise.resolve({ waiting: 0 })),
    'notice.resend-failed': ended('notice.resend-failed', 'failed'),
    'notice.resend-unknown': ended('notice.resend-unknown', 'unknown'),
    'notice.csv': answers('notice.csv', 'sent', /^The file is offered below/),
    'notice.correct-form': answers('notice.correct-form', 'sent', /^The form is in a new card below/),
    'notice.correct-preview': answers('notice.correct-preview', 'sent', /^Not corrected yet: look at/, { ...typed, revision: 1 }),
    'notice.correct': answers('notice.correct', 'sent', /^Corrected: /, { ...typed, revision: 1, seen: factsSeen({ title: typed.title, text: typed.text, link: '', picture: null }) }),
    'notice.withdraw': moves('notice.withdraw', 'sent', 'withdrawn'),
  };
}
