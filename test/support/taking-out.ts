// A desk with people to take out of a request, and what is then said, shown and audited.
import assert from 'node:assert/strict';
import type { CardData, Content } from '../../src/cards.ts';
import { makeFile, type FileName } from '../../src/requests/files.ts';
import type { ServiceRequest } from '../../src/requests/service-request.ts';
import type { Answer } from '../../src/services.ts';
import { openTestStore } from './database.ts';
import { addPeople, openDesk, press, requestOf, resolvers, runDue } from './desk.ts';
import { dataOf, personal } from './requests.ts';

type Of = Pick<ServiceRequest, 'id'>;

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** Sixty people of ZZ101; Tom takes them out, Dan resolves. */
export async function openStage() {
  const desk = await openDesk(await openTestStore(), { SMALL_LIST: 'submit' });
  const people = addPeople(desk, 60);
  const said: string[] = [];
  desk.world.send = (to, content: Content) => (content.is === 'text' && said.push(`${to.id}: ${content.text}`), Promise.resolve({ is: 'sent', activityId: `m-${said.length}` }));
  await desk.store.transaction(tx => tx.conversations.remember(personal('tom'), desk.clock.calendar()));
  const csv = async (request: Of, name: FileName) => new TextDecoder().decode((await makeFile(desk.store, await requestOf(desk, request), name)).bytes).slice(1).trim().split('\r\n').slice(1).map(line => line.replaceAll('"', ''));
  return {
    desk,
    people,
    said,
    csv,
    lane: `group:${desk.settings.MFA_GROUP}`,
    work: () => runDue(desk, 'run-lane', 'confirm-round', 'deliver-post'),
    find: (request: Of, address: string, by = 'tom'): Promise<Answer> => press(desk, by, 'request.take-out-find', request, { inputs: { address } }),
    takeOut: async (request: Of, id = 'person-001', more: Parameters<typeof press>[4] = {}): Promise<Answer> => {
      const answer = await press(desk, 'tom', 'request.take-out', request, { inputs: { row: String(people.indexOf(id) + 2) }, ...more });
      await runDue(desk, 'deliver-post');
      return answer;
    },
    inChannel: (verb: string, request: Of, inputs = {}): Promise<Answer> => press(desk, 'dan', verb, request, { in: resolvers(desk), inputs }),
    card: async (request: Of): Promise<CardData['status']> => {
      const answer = await press(desk, 'priya', 'request.show', request);
      return 'card' in answer && answer.card.is === 'card' ? dataOf(answer.card.card, 'status') : assert.fail();
    },
    outcomeOf: async (request: Of, id: string) => (await csv(request, 'outcome')).find(line => line.includes(id))?.split(',').slice(2).join(', '),
    /** What Tom heard last. */
    last: (): string => said.filter(line => line.startsWith('a:tom: ')).at(-1)?.slice('a:tom: '.length) ?? '',
    audits: async ({ id }: Of, personId: string) => (await desk.store.audit.ofRequest(id)).filter(row => row.person_id === personId).map(row => `${row.action} by ${row.actor_id}`),
    /** They are in the group by way of another group too. */
    alsoInBy: (personId: string): void => {
      const { directory } = desk.services;
      const membership: typeof directory.membership = directory.membership.bind(directory);
      directory.membership = async (ids, groups) => {
        const found = await membership(ids, groups);
        found.get(personId)?.add(desk.settings.MFA_GROUP);
        return found;
      };
    },
  };
}
