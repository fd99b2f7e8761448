// A desk with a primary LA and operators, who say things and press buttons; for the tests of the roster.
import assert from 'node:assert/strict';
import type { Card, Content } from '../../src/cards.ts';
import { background } from '../../src/dispatch.ts';
import { handlersFor } from '../../src/handlers.ts';
import { verbs } from '../../src/routes.ts';
import type { Answer, Conversation } from '../../src/services.ts';
import { openTestStore } from '../support/database.ts';
import { addPeople, openDesk, runDue } from '../support/desk.ts';
import { turnOf } from '../support/journey.ts';
import { laOf, noRoles, personal } from '../support/requests.ts';

export type Pressing = { id: string; nonce: string };
export type Roster = Awaited<ReturnType<typeof openRoster>>;

/** Grace is primary for ZZ101 and looks after ZZ202 too; Greta is that and an operator; Omar and Olga are operators. */
export async function openRoster() {
  const desk = await openDesk(await openTestStore());
  addPeople(desk, 6);
  const primary = { ...laOf('ZZ101', 'ZZ202'), primaryOf: ['ZZ101'] };
  for (const [id, roles] of [['grace', primary], ['omar', { ...noRoles, isOperator: true }], ['olga', { ...noRoles, isOperator: true }], ['greta', { ...primary, isOperator: true }]] as const) desk.world.roles.set(id, roles);
  const said: { where: string; content: Content }[] = [];
  desk.world.send = ({ id: where }, content) => (said.push({ where, content }), Promise.resolve({ is: 'sent', activityId: `a${said.length}` }));
  await desk.store.transaction(async tx => { for (const id of ['grace', 'omar', 'olga', 'greta']) await tx.conversations.remember(personal(id), desk.clock.calendar()); });
  let turns = 0;

  return {
    desk,
    textsIn: (where: string): string[] => said.flatMap(({ where: there, content }) => (there === where && content.is === 'text' ? [content.text] : [])),
    rosterOf: async (personId: string) => (await desk.store.roster.of(personId, '2022-09-20')).map(({ organisation, role }) => `${role} of ${organisation}`),
    audited: async (id: string) => (await desk.store.audit.ofRequest(id)).map(({ actor_id, action, person_id }) => [actor_id, action, person_id]),

    /** Gives the latest card that it is answered with, once what goes on after the turn is done. */
    say: async (personId: string, text: string, file: { name: string; text: string } | null = null): Promise<Card> => {
      const afterwards: Promise<void>[] = [];
      if (file !== null) desk.world.open = () => Promise.resolve((async function* () { yield await Promise.resolve(new TextEncoder().encode(file.text)); })());
      const after = { ...background(desk.services.log), run: (work: (signal: AbortSignal) => Promise<void>) => void afterwards.push(work(new AbortController().signal)) };
      await handlersFor(desk.services, after).message(turnOf(personId, { activityId: `turn ${(turns += 1)}`, text, personName: personId, file: file && { name: file.name, downloadUrl: 'https://nhs.example/f' } }));
      await runDue(desk, 'deliver-post');
      await Promise.all(afterwards);
      await runDue(desk, 'deliver-post');
      const cards = said.flatMap(({ where, content }) => (where === `a:${personId}` && content.is === 'card' ? [content.card] : []));
      return cards.at(-1) ?? assert.fail(`nothing was said to ${personId}`);
    },

    press: async (personId: string, verb: string, { id, nonce }: Pressing, inputs: Record<string, unknown> = {}, from: Conversation = personal(personId)): Promise<Answer> => {
      const answer = await verbs[verb]?.(desk.services, { activityId: `press ${(turns += 1)}`, conversation: from, personId, personName: personId, teamsUserId: `29:${personId}`, verb, inputs: { id, nonce, ...inputs } });
      await runDue(desk, 'deliver-post');
      return answer ?? assert.fail(verb);
    },
  };
}

export const button = (card: { confirm?: Pressing; reject?: Pressing }, which: 'confirm' | 'reject'): Pressing => card[which] ?? assert.fail(`no ${which}`);
