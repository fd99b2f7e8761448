// Who you are and what you look at. The address bar remembers both (?as=priya&in=<conversation>), so a link or a reload comes back here.
import * as api from './api.js';

/**
 * @typedef {{slug: string, name: string, role: string, organisation: string, organisationName: string, objectId: string, teamsUserId: string}} Person
 * @typedef {{id: string, kind: 'personal' | 'channel', name: string, team: string | null}} Chat
 */

/** Events: "person", "chats", "open", "compose" (the compose box wants attention), "problem" (detail: words). */
export const session = Object.assign(new EventTarget(), {
  /** @type {Person[]} */ people: [],
  /** @type {Person | null} */ me: null,
  /** @type {Chat[]} */ chats: [],
  /** @type {Chat | null} */ chat: null,
});

const tell = (name, detail) => session.dispatchEvent(new CustomEvent(name, { detail }));
export const tellProblem = (error) => tell('problem', error instanceof Error ? error.message : String(error));

function toChat(raw) {
  return { id: raw.id, kind: raw.kind, name: raw.kind === 'personal' ? 'LA Desk' : raw.name, team: raw.team };
}

function writeAddress() {
  const url = new URL(location.href);
  url.searchParams.set('as', session.me.slug);
  if (session.chat?.kind === 'channel') url.searchParams.set('in', session.chat.id);
  else url.searchParams.delete('in');
  history.replaceState(null, '', url);
}

async function loadChats() {
  const me = session.me;
  const chats = (await api.getConversations(me.slug)).map(toChat);
  if (me !== session.me) return;
  session.chats = chats.toSorted((a, b) => Number(b.kind === 'personal') - Number(a.kind === 'personal'));
  tell('chats');
}

/** @param {Chat} chat */
export function openChat(chat) {
  session.chat = chat;
  writeAddress();
  tell('open');
  // The first time this tells the bot it is installed, and waits for the bot: the page does not.
  if (chat.kind === 'personal') api.openPersonalChat(session.me.slug).catch(tellProblem);
}

/** @param {string} slug @param {string | null} [chatId] where to go; else the personal chat */
export async function becomePerson(slug, chatId = null) {
  const me = session.people.find((person) => person.slug === slug) ?? session.people[0];
  session.me = me;
  session.chat = null;
  session.chats = [];
  tell('person');
  await loadChats();
  if (me === session.me) openChat(session.chats.find((chat) => chat.id === chatId) ?? session.chats[0]);
}

/** Opens the personal chat with the bot. */
export const openPersonal = () => openChat(session.chats[0]);

export async function begin() {
  session.people = await api.getPeople();
  const asked = new URLSearchParams(location.search);
  await becomePerson(asked.get('as') ?? session.people[0].slug, asked.get('in'));
}
