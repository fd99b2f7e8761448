// One journey through trouble: a person sends, presses and looks as people do, and turns to another way where a card does not come.
import { headingOf, saidOn, verbsOn } from '../../support/card-reading.ts';
import type { Answer, Chat, Message, Seen } from '../../support/chat.ts';
import type { World } from '../../support/world.ts';
import { atRest, calm, faultNames, faults } from './stage.ts';
import { listOf } from './talks.ts';

export type Travelled = {
  requestId: string;
  /** Presses and messages that got no clear answer. */
  silences: string[];
  /** How often something was made to go wrong. */
  trouble: number;
};

type Road = { world: World; random: () => number; la: Chat; dan: Chat; resolvers: Chat; silences: string[]; trouble: number };

let lists = 0;

export async function travel(world: World, random: () => number): Promise<Travelled> {
  const road: Road = { world, random, la: await world.person('priya').chat(), dan: await world.person('dan').chat(), resolvers: await world.resolvers(), silences: [], trouble: 0 };
  const report = await checkedList(road);
  const { reference, requestId } = await submitted(road, report);
  await decided(road, reference, 'request.start');
  await decided(road, reference, 'request.portal-marked');
  await road.world.faults(calm);
  // Whoever comes back sees what was missed.
  await heal(road);
  await atRest(world);
  return { requestId, silences: road.silences, trouble: road.trouble };
}

const pick = <T>(road: Road, from: readonly T[]): T | undefined => from[Math.floor(road.random() * from.length)];

/** Something goes wrong before the next step, more often than not. */
async function trouble(road: Road): Promise<void> {
  if (road.random() < 0.3) return;
  road.trouble += 2;
  const chance = road.random();
  if (chance < 0.12) return road.world.api('PUT', `/api/conversations/${encodeURIComponent(road.la.id)}/app`, { as: 'priya', is: 'removed' }).then(() => undefined);
  if (chance < 0.2) return road.world.api('PUT', `/api/conversations/${encodeURIComponent(road.resolvers.id)}/app`, { as: 'dan', is: 'removed' }).then(() => undefined);
  if (chance < 0.35) return deleteCard(road, pick(road, [[road.la, 'priya'], [road.resolvers, 'dan']] as const));
  const fault = pick(road, faultNames) ?? '412';
  const times = Object.fromEntries(Object.entries(faults[fault]).map(([name, value]) => [name, value === 1 ? 1 + Math.floor(road.random() * 2) : value]));
  await road.world.faults({ ...calm, ...times });
}

async function deleteCard(road: Road, where: readonly [Chat, string] | undefined): Promise<void> {
  const [chat, as] = where ?? [road.la, 'priya'];
  const last = (await chat.messages()).findLast(one => one.from === 'bot' && !one.deleted && one.card !== null);
  if (last) await road.world.api('POST', `/api/conversations/${encodeURIComponent(chat.id)}/messages/${last.id}/delete`, { as });
}

/** The app is put back, and people speak where they were not heard. */
async function heal(road: Road): Promise<void> {
  await road.world.api('PUT', `/api/conversations/${encodeURIComponent(road.resolvers.id)}/app`, { as: 'dan', is: 'added' });
  await heard(road, road.la, 'help');
  await heard(road, road.resolvers, 'help', true);
  await heard(road, road.dan, 'help');
}

async function heard(road: Road, chat: Chat, text: string, mention = false): Promise<void> {
  const { botStatus } = await chat.say(text, { mention });
  if (botStatus !== 200) road.silences.push(`"${text}" was answered ${botStatus}`);
}

/** Presses, and notes where that got neither a card nor words. A busy directory may ask for another press. */
async function pressed(road: Road, chat: Chat, on: Seen, verb: string, inputs: Record<string, unknown> = {}): Promise<Answer> {
  for (let tries = 0; ; tries += 1) {
    const answer = await chat.press(on, verb, inputs);
    if (answer.status !== 200 || (answer.heading === '' && !answer.message)) road.silences.push(`${verb} was answered ${answer.status} with nothing`);
    if (tries > 8 || !/[Tt]ry again/.test(answer.message ?? '')) return answer;
  }
}

const latest = async (chat: Chat, fits: (one: Message) => boolean): Promise<Message | undefined> => (await chat.messages()).findLast(one => one.from === 'bot' && !one.deleted && one.card !== null && fits(one));

/** Sent again where no report comes: a person does not wait for ever. */
async function checkedList(road: Road): Promise<Message> {
  const addresses = await road.world.makePeople(3, 'ZZ101', `journey${(lists += 1)}x`);
  for (let tries = 0; tries < 4; tries += 1) {
    const { id } = await road.la.say('');
    if (tries === 0) await trouble(road);
    const { botStatus } = await road.la.say('', { file: { name: 'list.csv', bytes: listOf(addresses) } });
    if (botStatus !== 200) road.silences.push(`a file was answered ${botStatus}`);
    await atRest(road.world);
    await road.world.faults(calm);
    const report = await latest(road.la, one => headingOf(one.card).startsWith('Checked') && Number(one.id) > Number(id) && verbsOn(one.card).includes('request.form'));
    if (report) return report;
  }
  throw new Error('No report came.');
}

async function submitted(road: Road, report: Message): Promise<{ reference: string; requestId: string }> {
  await trouble(road);
  const form = await pressed(road, road.la, report, 'request.form');
  const status = await pressed(road, road.la, form, 'request.submit', { contactNumber: '07700 900123' });
  await atRest(road.world);
  const [, reference] = /Request (R-\d+)/.exec(saidOn(status.card)) ?? [];
  const [, requestId] = /"id":"([0-9a-f-]{36})"/.exec(JSON.stringify(status.card)) ?? [];
  if (reference === undefined || requestId === undefined) throw new Error(`Not submitted: ${status.heading || String(status.message)}`);
  return { reference, requestId };
}

/** Pressed in the channel, or where the card did not come there, on the one that a resolver asks for in their own chat. */
async function decided(road: Road, reference: string, verb: string): Promise<void> {
  await trouble(road);
  for (let tries = 0; tries < 5; tries += 1) {
    const offers = (one: Message) => verbsOn(one.card).includes(verb) && JSON.stringify(one.card).includes(reference);
    const inChannel = await latest(road.resolvers, offers);
    const card = inChannel ?? (await latest(road.dan, offers));
    if (card) {
      // Two devices at once: the second is the same press.
      const on = inChannel ? road.resolvers : road.dan;
      await Promise.all(road.random() < 0.5 ? [pressed(road, on, card, verb), pressed(road, on, card, verb)] : [pressed(road, on, card, verb)]);
      return void (await atRest(road.world));
    }
    await road.world.faults(calm);
    await heard(road, road.dan, `status ${reference}`);
    await atRest(road.world);
  }
  throw new Error(`No card with ${verb} for ${reference}.`);
}
