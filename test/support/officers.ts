// A desk with two communications officers, who say things and press the buttons of the cards they see, with the data that those carry.
import assert from 'node:assert/strict';
import type { Card, Content } from '../../src/cards.ts';
import type { Settings } from '../../src/config.ts';
import { background } from '../../src/dispatch.ts';
import { handlersFor } from '../../src/handlers.ts';
import type { Notice } from '../../src/notices/notice.ts';
import { verbs } from '../../src/routes.ts';
import type { Answer } from '../../src/services.ts';
import { renderCard } from '../../src/teams/render-card.ts';
import { headingOf, pressable, saidOn } from './card-reading.ts';
import type { TestStore } from './database.ts';
import { openDesk, runDue } from './desk.ts';
import { turnOf } from './journey.ts';
import { channel, noRoles, personal, saidBy } from './requests.ts';

export const webinars = '19:webinar@thread.tacv2';
export const news = { title: 'Directory search is quicker', text: 'Search finds people by their job title too.', link: 'https://support.nhs.example/search', pictureUrl: '', pictureWords: '' };
export const toAll = { toPeople: 'las', toChannels: webinars, toOrganisations: '', sendDate: '', sendTime: '', wantsAck: 'true' };

export type Officers = Awaited<ReturnType<typeof openOfficers>>;

/** Chloe and Mina are communications officers; Priya, Tom and Lena look after organisations. */
export async function openOfficers(opened: TestStore, more: Partial<Settings> = {}) {
  const desk = await openDesk(opened, { NOTICE_CHANNELS: [{ name: 'NHSmail webinar', id: webinars }], COMMUNICATIONS_GROUP: '6f0e0000-0000-4000-8000-00000000a005', ...more });
  const { store, clock, services, world } = desk;
  const officers = ['chloe', 'mina'];
  for (const id of officers) world.roles.set(id, { ...noRoles, isCommunications: true });
  services.directory.memberIds = () => Promise.resolve(officers);
  const said: { where: string; content: Content }[] = [];
  world.send = ({ id: where }, content) => (said.push({ where, content }), Promise.resolve({ is: 'sent', activityId: `${where} ${said.length}` }));
  world.update = ({ id: where }, _id, content) => (said.push({ where, content }), Promise.resolve({ is: 'updated' }));
  await store.transaction(async tx => {
    for (const where of [channel(webinars), ...officers.map(personal)]) await tx.conversations.remember(where, clock.calendar());
    await tx.roster.save([], [['priya', 'ZZ101'], ['tom', 'ZZ101'], ['lena', 'ZZ202']].map(([personId = '', organisation = '']) => ({ personId, organisation, role: 'la' as const, expiresOn: null })));
  });
  let turns = 0;
  const cardIn = (answer: Answer): Card => ('card' in answer && answer.card.is === 'card' ? answer.card.card : assert.fail(saidBy(answer)));
  const seenIn = (where: string): Card[] => said.flatMap(one => (one.where === where && one.content.is === 'card' ? [one.content.card] : []));

  const self = {
    desk,
    said,
    cardIn,
    textOf: (card: Card): string => saidOn(renderCard(card).content),
    titlesOn: (card: Card): string[] => pressable(renderCard(card).content).map(({ title }) => title),
    textsIn: (where: string): string[] => said.flatMap(one => (one.where === where && one.content.is === 'text' ? [one.content.text] : [])),

    /** The card it is answered with. */
    async say(personId: string, text: string): Promise<Card> {
      await handlersFor(services, background(services.log)).message(turnOf(personId, { activityId: `turn ${(turns += 1)}`, text, personName: personId }));
      await runDue(desk, 'deliver-post');
      return seenIn(`a:${personId}`).at(-1) ?? assert.fail(`nothing was said to ${personId}`);
    },

    /** A CSV with the word audience. */
    async attach(personId: string, csv: string): Promise<void> {
      const begun: ((signal: AbortSignal) => Promise<void>)[] = [];
      world.open = () => Promise.resolve((async function* () { yield await Promise.resolve(new TextEncoder().encode(csv)); })());
      const after = { ...background(services.log), run: (work: (signal: AbortSignal) => Promise<void>) => void begun.push(work) };
      await handlersFor(services, after).message(turnOf(personId, { activityId: `turn ${(turns += 1)}`, text: 'audience', personName: personId, file: { name: 'a.csv', downloadUrl: 'https://nhs.example/f' } }));
      for (const work of begun) await work(new AbortController().signal);
    },

    /** The latest card in somebody's chat with such a heading. */
    async sees(personId: string, heading: RegExp): Promise<Card> {
      await runDue(desk, 'ask-approval', 'show-delivery', 'deliver-post');
      const cards = seenIn(`a:${personId}`);
      return cards.findLast(card => heading.test(headingOf(renderCard(card).content))) ?? assert.fail(`${personId} sees no ${String(heading)}, only ${cards.map(card => headingOf(renderCard(card).content)).join('; ')}`);
    },

    /** As the button stands on the card, with what is typed. */
    async press(personId: string, card: Card, verb: string, inputs: Record<string, unknown> = {}): Promise<Answer> {
      const button = pressable(renderCard(card).content).find(one => one.verb === verb) ?? assert.fail(`no ${verb} among ${self.titlesOn(card).join(', ')}`);
      const handle = verbs[verb] ?? assert.fail(verb);
      return handle(services, { activityId: `press ${(turns += 1)}`, conversation: personal(personId), personId, personName: `Officer ${personId}`, teamsUserId: `29:${personId}`, verb, inputs: { ...button.data, ...inputs } });
    },

    pressed: async (personId: string, card: Card, verb: string, inputs: Record<string, unknown> = {}): Promise<Card> => cardIn(await self.press(personId, card, verb, inputs)),

    /** As far as the card that names how many would get it. */
    async compose(typed: Record<string, string> = news, audience: Record<string, string> = toAll): Promise<Card> {
      const form = await self.pressed('chloe', await self.say('chloe', 'notice'), 'notice.compose');
      const preview = await self.pressed('chloe', form, 'notice.preview', typed);
      return self.pressed('chloe', await self.pressed('chloe', preview, 'notice.next', typed), 'notice.who', audience);
    },

    async latest(): Promise<Notice> {
      const [notice] = await store.notices.latest(1);
      return notice ?? assert.fail('no notice');
    },

    run: (): Promise<number> => runDue(desk, 'begin-notice', 'send-notice'),
    counts: async (): Promise<Record<string, number>> => Object.fromEntries((await store.deliveries.counts((await self.latest()).id)).map(({ state, count }) => [state, count])),
  };
  return self;
}
