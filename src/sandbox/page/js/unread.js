// Which of your other chats and channels have something new since you were there.
import * as api from './api.js';
import { pause } from './pause.js';
import { recall, remember } from './remember.js';
import { session } from './session.js';

const EVERY_MS = 3000;
/** Event "changed" when `chats` (ids) has other chats in it. */
export const unread = Object.assign(new EventTarget(), { chats: new Set() });
/** How far each person has read each chat, kept by the browser: what came while somebody else was played is new, too. */
const seen = new Map(JSON.parse(recall('seen') ?? '[]'));

const keyOf = (slug, chat) => `${slug} ${chat.id}`;

function change(chatId, isNew) {
  if (unread.chats.has(chatId) === isNew) return;
  if (isNew) unread.chats.add(chatId);
  else unread.chats.delete(chatId);
  unread.dispatchEvent(new Event('changed'));
}

/** @param {{id: string, seq: number}} chat as the list has it: its number rises with each change there */
async function check(me, chat) {
  const key = keyOf(me.slug, chat);
  const isOpen = session.chat?.id === chat.id;
  // A new sandbox counts from the beginning again.
  const after = Math.min(seen.get(key) ?? 0, chat.seq);
  if (isOpen) seen.set(key, chat.seq);
  if (isOpen || chat.seq === after) return;
  const news = await api.getMessages(chat.id, { as: me.slug, after });
  if (session.me === me && session.chat?.id !== chat.id) change(chat.id, news.messages.some((message) => message.from !== me.slug));
}

async function checkAll() {
  const me = session.me;
  if (me === null || document.hidden) return;
  for (const chat of await api.getConversations(me.slug)) if (session.me === me) await check(me, chat);
  remember('seen', JSON.stringify([...seen]));
}

export async function watchUnread() {
  session.addEventListener('person', () => unread.chats.clear());
  session.addEventListener('open', () => change(session.chat.id, false));
  session.addEventListener('chats', () => void checkAll().catch(() => {}));
  for (;;) {
    await pause(EVERY_MS);
    await checkAll().catch(() => {});
  }
}
