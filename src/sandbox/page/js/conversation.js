// The middle of the page: the open conversation, live.
import { composer } from './compose.js';
import { follow } from './feed.js';
import { hint } from './hint.js';
import { el, fill } from './dom.js';
import { messageElement, spoken } from './message.js';
import { toMessage } from './message-shape.js';
import { session } from './session.js';
import { thread } from './thread.js';
import { dayInWords } from './when.js';

const NEAR_BOTTOM_PX = 160;
const TOP_GAP_PX = 10;
let stop = () => {};

/** @param {HTMLElement} pane @param {HTMLElement} announcer polite live region */
export function showConversation(pane, announcer) {
  const chat = session.chat;
  stop();
  if (chat === null) return fill(pane);
  const list = el('div', { class: 'messages', role: 'log', 'aria-live': 'off', 'aria-label': `Messages in ${chat.name}` });
  const scroller = el('div', { class: 'scroller', tabindex: '0', role: 'region', 'aria-label': 'Conversation' }, hint(chat), list);
  const lost = el('p', { class: 'lost', role: 'status' });
  const compose = composer(chat, { drop: pane });
  fill(pane, scroller, lost, compose.element);
  const screen = screenOf(chat, list, scroller);
  stop = follow(chat.id, session.me.slug, (raw, isFirst) => {
    const news = raw.map(toMessage);
    screen.take(news, isFirst);
    const latest = news.findLast((message) => !message.isMine && !message.isDeleted);
    if (!isFirst && latest) announcer.textContent = spoken(latest);
  }, (isLost) => fill(lost, isLost && 'The sandbox does not answer. Trying again.'));
}

function screenOf(chat, list, scroller) {
  const shown = new Map();
  const threads = new Map();
  let lastDay = null;
  let scrolledTo = null;

  /** To the end; of a last message taller than the window to its top, where its heading is. In a channel it is the last reply: its post may be far above. */
  function scrollToEnd() {
    const last = [...list.lastElementChild.querySelectorAll('.message')].at(-1) ?? list.lastElementChild;
    const top = last.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
    scroller.scrollTop = Math.min(scroller.scrollTop + top - TOP_GAP_PX, scroller.scrollHeight - scroller.clientHeight);
    scrolledTo = scroller.scrollTop;
  }

  function place(message, element) {
    if (message.replyTo !== null && threads.has(message.replyTo)) return threads.get(message.replyTo).add(element);
    const day = dayInWords(message.at);
    if (day !== lastDay) list.append(el('p', { class: 'day' }, el('span', {}, day)));
    lastDay = day;
    if (chat.kind === 'personal') return list.append(element);
    const post = thread(chat, message, element);
    threads.set(message.id, post);
    list.append(post.element);
  }

  function takeOne(message) {
    const known = shown.get(message.id);
    if (known) return known.update(message);
    const made = messageElement(chat.id, message);
    shown.set(message.id, made);
    place(message, made.element);
  }

  function take(messages, isFirst) {
    const isAtBottom = scroller.scrollTop === scrolledTo || scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR_BOTTOM_PX;
    messages.forEach(takeOne);
    const isOwn = messages.some((message) => message.isMine && message.replyTo === null);
    // A newcomer starts at the top, where the first steps are.
    const isNewcomer = shown.size <= 1 && scroller.querySelector('.hint') !== null;
    if (messages.length > 0 && !isNewcomer && (isFirst || isAtBottom || isOwn)) scrollToEnd();
  }

  return { take };
}
