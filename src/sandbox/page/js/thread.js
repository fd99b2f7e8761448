// A post in a channel with its replies, and a compose box for one more.
import { composer } from './compose.js';
import { el, fill, icon } from './dom.js';

/** @param {import('./session.js').Chat} chat @param {import('./message-shape.js').Message} root @param {HTMLElement} rootElement */
export function thread(chat, root, rootElement) {
  const replies = el('div', { class: 'replies' });
  const foot = el('div', { class: 'thread-foot' });
  const element = el('div', { class: 'thread', role: 'group', 'aria-label': `Post by ${root.name}` }, rootElement, replies, foot);

  function closed() {
    const open = () => {
      const reply = composer(chat, { replyTo: root.id, close: closed });
      fill(foot, reply.element);
      reply.focus();
      reply.element.scrollIntoView({ block: 'nearest' });
    };
    fill(foot, el('button', { type: 'button', class: 'reply-button', 'aria-label': `Reply to ${root.name}`, data: { testid: 'reply' }, on: { click: open } }, icon('reply'), 'Reply'));
  }

  closed();
  return { element, add: (reply) => replies.append(reply) };
}
