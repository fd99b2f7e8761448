// A desk with sixty people of one request, resolved on Tuesday 20 September 2022, 9am; registration reports of any date; and what their requester then hears.
import assert from 'node:assert/strict';
import type { CardData, Content } from '../../src/cards.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import type { TestStore } from './database.ts';
import { addPeople, openDesk, runDue } from './desk.ts';
import { addressesOf, resolved } from './journey.ts';
import { dataOf } from './requests.ts';

type Said = CardData['week-later'] | string;

export const weekDue = '2022-09-27T09:00:00+01:00';

export type WeekStage = Awaited<ReturnType<typeof openWeekStage>>;

export async function openWeekStage(opened: TestStore) {
  const desk = await openDesk(opened, { SMALL_LIST: 'submit' });
  const people = addPeople(desk, 60);
  const sent: Content[] = [];
  desk.world.send = (to, content) => (to.id === 'a:priya' && sent.push(content), Promise.resolve({ is: 'sent', activityId: `m-${sent.length}` }));

  /** Lines that are not about a week later, and other cards, are left out. */
  const asSaid = (content: Content): Said[] => {
    if (content.is === 'card' && content.card.name === 'week-later') return [dataOf(content.card, 'week-later')];
    return content.is === 'text' && content.text.startsWith('A week') ? [content.text] : [];
  };
  async function said(): Promise<Said[]> {
    await runDue(desk, 'tell-week-later', 'deliver-post');
    return sent.splice(0).flatMap(asSaid);
  }
  return {
    desk,
    people,
    /** Everything that reached the requester's chat since it was last looked at. */
    sent,
    said,
    list: (): Promise<ServiceRequest> => resolved(desk, addressesOf(people)),
    headings: async () => (await said()).map(one => (typeof one === 'string' ? one : one.heading)),
    card: async (): Promise<CardData['week-later']> => {
      const [first] = await said();
      return typeof first === 'object' ? first : assert.fail(`no card, but ${first ?? 'nothing'}`);
    },
    /** The report of that time: these have no method, those missing are not in it, the others have one. */
    report: async (at: string, without: readonly string[], missing: readonly string[] = []): Promise<void> => {
      const { snapshots } = desk.store;
      const known = people.filter(id => !missing.includes(id)).map(personId => ({ personId, hasMethod: !without.includes(personId) }));
      await snapshots.saveRegistrations(known, new Date(at));
      await snapshots.registrationsTaken(new Date(at), 0);
    },
  };
}
