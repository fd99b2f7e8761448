// How each button about webinars is pressed rightly, and whether the press had its effect: for desk-cells.test.ts.
import { randomUUID } from 'node:crypto';
import type { DeskVerb } from '../../src/access/permissions.ts';
import type { Occurrence } from '../../src/notices/webinar/occurrence.ts';
import type { Series } from '../../src/notices/webinar/series.ts';
import { everybody } from '../../src/requests/nonce.ts';
import { addDays } from '../../src/schedule.ts';
import { aDate, aSeries, filledSeries } from '../support/webinars.ts';
import type { Person } from './expected.ts';
import type { Place, Pressing, Stage } from './press-stage.ts';

type WebinarVerb = Extract<DeskVerb, `webinar.${string}`>;

export function webinarPressings(stage: () => Stage): Record<WebinarVerb, (person: Person, place: Place) => Promise<Pressing>> {
  const store = () => stage().desk.store;
  const at = () => stage().desk.clock.calendar();
  const bound = (verb: WebinarVerb, id: string, person: Person, place: Place) => ({ id, nonce: stage().nonce({ id, version: 1, verb, reader: place === 'own chat' ? person.id : everybody }) });
  const says = (words: RegExp): Pressing['hadEffect'] => answer => Promise.resolve(words.test('heading' in answer ? answer.heading : answer.message));

  let series: Series | null = null;
  /** In ten days, or yesterday. */
  async function date(days = 10): Promise<Occurrence & { seriesId: string }> {
    if (series === null) await store().series.add((series = aSeries({ id: randomUUID(), createdAt: at() })));
    const occurrence = { ...aDate(addDays(at(), days), { id: randomUUID() }), seriesId: series.id };
    await store().occurrences.add(occurrence);
    return occurrence;
  }
  const reading = (verb: WebinarVerb, words: RegExp) => async (person: Person, place: Place): Promise<Pressing> => ({ data: bound(verb, (await date()).id, person, place), hadEffect: says(words) });
  const asking = (verb: 'webinar.ask' | 'webinar.ask-anyway', words: string) => async (person: Person, place: Place): Promise<Pressing> => {
    const { id } = await date();
    return { data: { ...bound(verb, id, person, place), questionId: randomUUID(), words }, hadEffect: async () => (await store().questions.of(id)).length === 1 };
  };
  const deciding = (verb: 'webinar.accept-slot' | 'webinar.decline-slot') => async (person: Person, place: Place): Promise<Pressing> => {
    const ask = { id: randomUUID(), occurrenceId: (await date()).id, slot: 'guest' as const, title: 'TLS', speaker: 'Jo', link: null, askedBy: 'somebody', askedByName: 'Somebody', askedAt: at() };
    await store().slotAsks.add(ask);
    return { data: bound(verb, ask.id, person, place), hadEffect: async () => (await store().slotAsks.find(ask.id))?.verdict !== null };
  };
  const changing = (verb: 'webinar.skip' | 'webinar.move', inputs: Record<string, unknown>) => async (person: Person, place: Place): Promise<Pressing> => {
    const { id, seriesId } = await date();
    return { data: { ...bound(verb, seriesId, person, place), occurrenceId: id, ...inputs }, hadEffect: async () => (await store().occurrences.find(id))?.sequence === 1 };
  };
  let added = 30;

  return {
    'webinar.ics': reading('webinar.ics', /^The calendar entry is/),
    'webinar.open': reading('webinar.open', /^Next LA webinar/),
    'webinar.slot-form': reading('webinar.slot-form', /^The form is/),
    'webinar.question-form': reading('webinar.question-form', /^The form is/),
    'webinar.series-form': reading('webinar.series-form', /^Not planned yet/),
    'webinar.change-form': async (person, place) => ({ data: bound('webinar.change-form', (await date()).seriesId, person, place), hadEffect: says(/^Not changed yet/) }),
    'webinar.remind': async (person, place) => {
      const { id } = await date();
      return { data: bound('webinar.remind', id, person, place), hadEffect: async () => (await store().occurrences.reminded(id)).length === 1 };
    },
    'webinar.ask-slot': async (person, place) => {
      const [{ id }, askId] = [await date(), randomUUID()];
      return { data: { ...bound('webinar.ask-slot', id, person, place), askId, slot: 'guest', title: 'TLS in practice', speaker: 'Jo', link: '' }, hadEffect: async () => (await store().slotAsks.find(askId)) !== null };
    },
    'webinar.ask': asking('webinar.ask', 'When is TLS 1.0 switched off?'),
    'webinar.ask-anyway': asking('webinar.ask-anyway', 'Why does INC31020388 take so long to end?'),
    'webinar.accept-slot': deciding('webinar.accept-slot'),
    'webinar.decline-slot': deciding('webinar.decline-slot'),
    'webinar.skip': changing('webinar.skip', { skipReason: '' }),
    'webinar.move': async (person, place) => changing('webinar.move', { toDay: addDays(at(), (added += 1)).toISOString().slice(0, 10), toTime: '12:30', moveReason: '' })(person, place),
    'webinar.create': (person, place) => {
      const id = randomUUID();
      return Promise.resolve({ data: { ...filledSeries('19:webinars@thread.tacv2', addDays(at(), 2).toISOString().slice(0, 10)), ...bound('webinar.create', id, person, place) }, hadEffect: async () => (await store().series.find(id)) !== null });
    },
    'webinar.change': async (person, place) => {
      const { seriesId } = await date();
      const revision = (await store().series.find(seriesId))?.revision;
      const { title, escalation, agenda } = filledSeries('19:webinars@thread.tacv2', '2022-09-23');
      return { data: { ...bound('webinar.change', seriesId, person, place), revision, title, escalation, agenda, join: `https://teams.microsoft.com/l/meetup-join/${randomUUID()}` }, hadEffect: async () => (await store().series.find(seriesId))?.revision !== revision };
    },
    'webinar.end': async (person, place) => {
      const own = aSeries({ id: randomUUID(), createdAt: at() });
      await store().series.add(own);
      return { data: { ...bound('webinar.end', own.id, person, place), endReason: '' }, hadEffect: async () => (await store().series.find(own.id))?.endedAt !== null };
    },
    'webinar.add': async (person, place) => {
      const { seriesId } = await date();
      const before = (await store().occurrences.ofSeries(seriesId)).length;
      return { data: { ...bound('webinar.add', seriesId, person, place), addDay: addDays(at(), (added += 1)).toISOString().slice(0, 10), addTime: '09:00' }, hadEffect: async () => (await store().occurrences.ofSeries(seriesId)).length > before };
    },
    'webinar.answered': async (person, place) => {
      const question = { id: randomUUID(), occurrenceId: (await date()).id, words: 'When?', askedBy: 'somebody', askedAt: at() };
      await store().questions.add(question);
      return { data: { ...bound('webinar.answered', question.occurrenceId, person, place), answered: question.id }, hadEffect: async () => (await store().questions.of(question.occurrenceId)).every(({ answeredAt }) => answeredAt !== null) };
    },
    'webinar.add-update': async (person, place) => {
      const { id } = await date(-1);
      return { data: { ...bound('webinar.add-update', id, person, place), updateId: randomUUID(), topic: 'TLS', words: 'It is switched off.', link: '', recording: '' }, hadEffect: async () => (await store().keyUpdates.of(id)).length === 1 };
    },
    'webinar.post-updates': async (person, place) => {
      const { id } = await date(-1);
      return { data: { ...bound('webinar.post-updates', id, person, place), updateId: randomUUID(), topic: 'TLS', words: 'It is switched off.', link: '', recording: '' }, hadEffect: async () => (await store().occurrences.find(id))?.isWrittenUp === true };
    },
  };
}
