// The kinds of talk a fault may meet: each brings its conversation to where the next call to Teams is the one in question, and makes it.
import { headingOf, saidOn } from '../../support/card-reading.ts';
import type { Chat, Message } from '../../support/chat.ts';
import { openForm, sendFile } from '../../support/requesting.ts';
import type { World } from '../../support/world.ts';
import { atRest } from './stage.ts';

type Slug = 'priya' | 'tom' | 'grace';
export type Talk = {
  /** Where the call goes. */
  conversation: string;
  isUpdate: boolean;
  act: () => Promise<unknown>;
  /** What was said, as it is seen there now. */
  seen: () => Promise<Message[]>;
  /** What is said in the person's own chat, where it is said there instead once a channel does not show it to them. */
  inOwnChat?: () => Promise<Message[]>;
  /** Changes it again, or says something more of the kind: what comes after. */
  next: () => Promise<unknown>;
  /** Somebody speaks there. */
  speak: () => Promise<unknown>;
};

export type TalkName = keyof typeof talks;

/** With all the columns, so that nothing has to be confirmed. */
export const listOf = (addresses: readonly string[]): string => ['EmailAddress,Status,MailboxType,AccountType', ...addresses.map(address => `${address},Active,User,User`), ''].join('\r\n');

/** The check of a short list; its card is the last message in the chat. */
async function report(world: World, chat: Chat): Promise<Message> {
  const addresses = await world.makePeople(3, 'ZZ101', `talk${(lists += 1)}x`);
  const sent = await sendFile(chat, 'list.csv', listOf(addresses));
  return chat.card(/^Checked/, { of: sent });
}
let lists = 0;

const fromBot = async (chat: Chat, since: string): Promise<Message[]> => (await chat.messages()).filter(one => one.from === 'bot' && !one.deleted && Number(one.id) > Number(since));
const lastId = async (chat: Chat): Promise<string> => (await chat.messages()).at(-1)?.id ?? '0';

async function inChat(world: World, slug: Slug): Promise<{ chat: Chat; speak: () => Promise<unknown> }> {
  const chat = await world.person(slug).chat();
  return { chat, speak: () => chat.say('help') };
}

async function answerInTurn(world: World, slug: Slug): Promise<Talk> {
  const { chat, speak } = await inChat(world, slug);
  const since = await lastId(chat);
  return { conversation: chat.id, isUpdate: false, act: speak, seen: () => fromBot(chat, since), next: speak, speak };
}

async function cardPosted(world: World, slug: Slug): Promise<Talk> {
  const { chat, speak } = await inChat(world, slug);
  const since = await lastId(chat);
  const [address] = await world.makePeople(1, 'ZZ101', `talk${(lists += 1)}x`);
  const paste = () => chat.say(`revoke sessions ${address ?? ''}`);
  return { conversation: chat.id, isUpdate: false, act: paste, seen: () => fromBot(chat, since), next: paste, speak };
}

async function cardUpdated(world: World, slug: Slug): Promise<Talk> {
  const { chat, speak } = await inChat(world, slug);
  const card = await report(world, chat);
  await atRest(world);
  const again = async () => chat.press((await chat.messages()).findLast(one => headingOf(one.card).startsWith('Checked')) ?? card, 'check.delete');
  return { conversation: chat.id, isUpdate: true, act: () => chat.press(card, 'check.delete'), seen: async () => (await fromBot(chat, '0')).filter(one => one.id === card.id), next: again, speak };
}

async function fileOffered(world: World, slug: Slug): Promise<Talk> {
  const { chat, speak } = await inChat(world, slug);
  const card = await report(world, chat);
  await atRest(world);
  const since = await lastId(chat);
  const offer = () => chat.press(card, 'check.files');
  return { conversation: chat.id, isUpdate: false, act: offer, seen: async () => (await fromBot(chat, since)).filter(one => one.fileConsent !== null), next: offer, speak };
}

async function resolverPost(world: World, slug: Slug): Promise<Talk> {
  const { chat } = await inChat(world, slug);
  const dan = await world.resolvers();
  const form = async () => openForm(chat, await report(world, chat));
  const first = await form();
  await atRest(world);
  const submit = async (opened: Awaited<ReturnType<typeof form>>) => chat.press(opened, 'request.submit', { contactNumber: '07700 900123' });
  let reference = 'R-0';
  const act = async () => void (reference = /Request (R-\d+)/.exec(saidOn((await submit(first)).card))?.[1] ?? '');
  const seen = async () => (await fromBot(dan, '0')).filter(one => headingOf(one.card).includes(`${reference},`));
  return { conversation: dan.id, isUpdate: false, act, seen, next: async () => submit(await form()), speak: () => dan.say('help', { mention: true }) };
}

async function threadReply(world: World, slug: Slug): Promise<Talk> {
  const channel = await world.person(slug).channel('NHSmail webinar');
  const { id } = await channel.say('a thread');
  const speak = () => channel.say('help', { mention: true, replyTo: id });
  return { conversation: channel.id, isUpdate: false, act: speak, seen: async () => (await fromBot(channel, id)).filter(one => one.replyTo === id), next: speak, speak };
}

/** Seen by one person alone: they asked for a check in a channel, and no file came with it. */
async function targeted(world: World, slug: Slug): Promise<Talk> {
  const { chat } = await inChat(world, slug);
  const channel = await world.person(slug).channel('NHSmail webinar');
  const [since, sinceInChat] = [await lastId(channel), await lastId(chat)];
  const ask = () => channel.say('enable MFA', { mention: true });
  return {
    conversation: channel.id, isUpdate: false, act: ask, next: ask, speak: () => channel.say('help', { mention: true }),
    seen: async () => (await fromBot(channel, since)).filter(one => one.targetedTo === slug),
    inOwnChat: () => fromBot(chat, sinceInChat),
  };
}

export const talks = {
  'answer in the turn': answerInTurn,
  'card posted': cardPosted,
  'card updated': cardUpdated,
  'file offered': fileOffered,
  'resolver channel': resolverPost,
  'thread reply': threadReply,
  'targeted message': targeted,
} as const;
export const talkNames = Object.keys(talks) as TalkName[];
