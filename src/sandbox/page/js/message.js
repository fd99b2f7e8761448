// One message on the page: who, when, marks, text, card, files. Updated in place when it changes.
import { cardHolder } from './card-holder.js';
import { markdownElement } from './card-config.js';
import { filesOf } from './channel-file.js';
import { consentCard } from './file-consent.js';
import { avatar, el, fill, icon } from './dom.js';
import { inWords, timeInWords } from './when.js';

/**
 * @param {string} chatId @param {import('./message-shape.js').Message} first
 * @returns {{element: HTMLElement, update: (message: import('./message-shape.js').Message) => void}}
 */
export function messageElement(chatId, first) {
  const head = el('div', { class: 'message-head' });
  const body = el('div', { class: 'message-body' });
  const kind = `message${first.isMine ? ' mine' : ''}${first.isBot ? ' from-bot' : ''}`;
  const element = el('article', { class: kind, tabindex: '-1', 'aria-label': `Message from ${first.name}`, data: { testid: 'message', messageId: first.id } },
    avatar(first.name, first.isBot), el('div', { class: 'message-main' }, head, body));
  let holder = null;

  function update(message) {
    fill(head, ...headOf(message));
    element.classList.toggle('targeted', message.isTargeted);
    element.classList.toggle('deleted', message.isDeleted);
    if (message.isDeleted || message.card === null) holder = null;
    else holder ??= cardHolder(chatId, message.id);
    const parts = message.isDeleted ? [el('p', { class: 'gone' }, 'This message has been deleted.'), ...filesOf(chatId, message)] : partsOf(chatId, message, holder);
    const hadFocus = body.contains(document.activeElement);
    keep(body, parts);
    // What was pressed may be gone with what it did: the keyboard stays at this message.
    if (hadFocus && !body.contains(document.activeElement)) (body.querySelector('summary') ?? element).focus({ preventScroll: true });
    // After it is on the page: a card measures itself.
    if (holder !== null) holder.show(message.card);
  }

  update(first);
  return { element, update };
}

/** Puts `parts` in, without taking out and in again what is there already: that would lose focus and what is typed. */
function keep(body, parts) {
  for (const child of [...body.children]) if (!parts.includes(child)) child.remove();
  parts.forEach((part, index) => {
    if (body.children[index] !== part) body.insertBefore(part, body.children[index] ?? null);
  });
}

function headOf(message) {
  return [
    el('span', { class: 'sender' }, message.name),
    message.isBot && el('span', { class: 'tag' }, 'App'),
    el('time', { datetime: message.at.toISOString(), title: inWords(message.at) }, timeInWords(message.at)),
    message.isEdited && !message.isDeleted && el('span', { class: 'edited' }, 'Edited'),
    message.mentionsMe && !message.isDeleted && el('span', { class: 'mentions-you', data: { testid: 'mentions-you' } }, icon('at'), 'Mentions you'),
    message.isTargeted && el('span', { class: 'only-you' }, icon('eye'), 'Only you can see this message'),
  ];
}

function partsOf(chatId, message, holder) {
  const parts = [];
  if (message.text !== '') parts.push(textOf(message));
  parts.push(...filesOf(chatId, message));
  if (message.consent) parts.push(consentCard(chatId, message));
  if (holder !== null) parts.push(holder.element);
  return parts;
}

function textOf(message) {
  const bubble = el('div', { class: 'bubble' });
  if (message.isBot) bubble.append(markdownElement(message.text, message.mentions));
  else bubble.append(...mentionsIn(message.text));
  return bubble;
}

/** People's own words stay as typed; only the mention is marked. */
function mentionsIn(text) {
  const pieces = text.split(/(<at>.*?<\/at>|@LA Desk)/);
  return pieces.map((piece, index) => (index % 2 === 1 ? el('span', { class: 'mention' }, piece.replace(/<\/?at>/g, '').replace(/^@/, '')) : piece));
}

/** What a screen reader is told when it arrives. @param {import('./message-shape.js').Message} message */
export function spoken(message) {
  if (message.isDeleted) return `A message from ${message.name} was deleted`;
  const what = message.card?.speak ?? (message.text || message.consent?.name || message.files[0]?.name || 'a card');
  return `${message.isTargeted ? 'Only for you, ' : ''}${message.name}${message.mentionsMe ? ' mentions you' : ''}: ${what.replace(/<\/?at>/g, '')}`;
}
