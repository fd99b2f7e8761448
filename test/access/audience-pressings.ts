// How each verb of what readers choose and tell us is pressed, for every cell of permissions.txt.
import { randomUUID } from 'node:crypto';
import type { DeskVerb } from '../../src/access/permissions.ts';
import type { Feedback } from '../../src/notices/feedback.ts';
import { aReport } from '../support/feedback.ts';
import type { Person } from './expected.ts';
import type { Place, Stage } from './press-stage.ts';

type Pressing = { data: Record<string, unknown>; hadEffect: (answer: { heading: string } | { message: string }) => Promise<boolean> };
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

  return {
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
