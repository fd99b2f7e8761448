// How each verb of what readers choose and tell us is pressed, for every cell of permissions.txt.
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { DeskVerb } from '../../src/access/permissions.ts';
import type { Feedback } from '../../src/notices/feedback.ts';
import { everybody } from '../../src/requests/nonce.ts';
import { addDays, londonDay } from '../../src/schedule.ts';
import { aReport } from '../support/feedback.ts';
import { aNotice, aSignUp } from '../support/notices.ts';
import type { Person } from './expected.ts';
import type { Place, Pressing, Stage } from './press-stage.ts';

type Pressed = (person: Person, place: Place) => Promise<Pressing>;

/** What is right to type on any of these cards. */
const typed = { page: 'TLS', wrong: 'inaccurate', words: 'it is not so', outcome: 'done' };
const says = (words: RegExp): Pressing['hadEffect'] => answer => Promise.resolve('heading' in answer && words.test(answer.heading));

export function audiencePressings(on: () => Stage) {
  const bound = (verb: DeskVerb, id: string, person: Person, place: Place) => ({ id, nonce: on().nonce({ id, version: 1, verb, reader: on().readerOf(place, person) }) });
  const feedback = () => on().desk.store.feedback;

  async function inserted(more: Partial<Feedback>): Promise<string> {
    const report = aReport({ id: randomUUID(), ...more });
    await feedback().insert(report);
    await feedback().save(report);
    return report.id;
  }
  const sending = (verb: DeskVerb): Pressed => (person, place) => {
    const id = randomUUID();
    return Promise.resolve({ data: { ...typed, ...bound(verb, id, person, place) }, hadEffect: async () => (await feedback().find(id)) !== null });
  };
  const answering = (verb: DeskVerb, state: Feedback['state']): Pressed => async (person, place) => {
    const id = await inserted({ state, personId: person.id });
    return { data: { ...typed, ...bound(verb, id, person, place) }, hadEffect: async () => (await feedback().find(id))?.state !== state };
  };

  const reminding = (verb: 'notice.remind' | 'notice.remind-on'): Pressed => async (person, place) => {
    const { store, clock } = on().desk;
    const notice = aNotice('sent', { id: randomUUID() });
    await store.notices.insert(notice);
    await store.deliveries.add(notice.id, 'card', [{ personId: person.id, dueAt: clock.calendar(), merge: null }]);
    await sql`update delivery set state = 'delivered' where notice_id = ${notice.id}`.execute(on().desk.connection.db);
    return { data: { ...bound(verb, notice.id, person, place), count: 1, day: londonDay(addDays(clock.calendar(), 2)) }, hadEffect: async () => (await store.reminders.of(notice.id)).length > 0 };
  };

  const signingUp = (verb: 'notice.sign-up' | 'notice.take-back'): Pressed => async (person, place) => {
    const { store, clock } = on().desk;
    const notice = aNotice('sent', { id: randomUUID(), kind: 'sign-up', facts: aSignUp({ closesAt: addDays(clock.calendar(), 2).toISOString() }) });
    await store.notices.insert(notice);
    const before = verb === 'notice.take-back' ? 'in' : undefined;
    if (before !== undefined) await store.signUps.save(notice.id, [{ personId: person.id, choice: 'Sign me up', state: before, n: 1 }], clock.calendar());
    const nonce = on().nonce({ id: notice.id, version: 1, verb, reader: place === 'own chat' ? person.id : everybody });
    return { data: { id: notice.id, nonce, choice: 'Sign me up' }, hadEffect: async () => (await store.signUps.of(notice.id))[0]?.state !== before };
  };

  const answered: Pressed = async (person, place) => {
    const { store, clock } = on().desk;
    const notice = aNotice('sent', { id: randomUUID(), kind: 'sign-up', facts: aSignUp() });
    await store.notices.insert(notice);
    await store.signUps.save(notice.id, [{ personId: 'lena', choice: 'Sign me up', state: 'in', n: 1 }], clock.calendar());
    return { data: bound('notice.sign-ups-csv', notice.id, person, place), hadEffect: answer => Promise.resolve('message' in answer && /^The file is offered below/.test(answer.message)) };
  };

  return {
    'notice.sign-ups-csv': answered,
    'notice.sign-up': signingUp('notice.sign-up'),
    'notice.take-back': signingUp('notice.take-back'),
    'notice.remind': reminding('notice.remind'),
    'notice.remind-on': reminding('notice.remind-on'),
    'notices.preferences': () => Promise.resolve({ data: {}, hadEffect: says(/^You get/) }),
    'notices.prefer': async (person, place) => {
      const isOff = async () => (await on().desk.store.preferences.of(person.id))?.off.includes('news') === true;
      const before = await isOff();
      return { data: { ...bound('notices.prefer', randomUUID(), person, place), set: `news ${before ? 'on' : 'off'}` }, hadEffect: async () => (await isOff()) !== before };
    },
    'feedback.report': sending('feedback.report'),
    'feedback.send': sending('feedback.send'),
    'feedback.add': answering('feedback.add', 'needs-more'),
    'feedback.answer': answering('feedback.answer', 'open'),
    'feedback.list': () => Promise.resolve({ data: {}, hadEffect: says(/open, oldest first$|^Nothing to answer/) }),
    'feedback.open': async (person, place) => ({ data: bound('feedback.open', await inserted({}), person, place), hadEffect: says(/^Open: /) }),
  } satisfies Partial<Record<DeskVerb, Pressed>>;
}
