// The left of the page: who you are, and your chats and channels.
import { avatar, el, fill, icon } from './dom.js';
import { becomePerson, openChat, session, tellProblem } from './session.js';
import { unread, watchUnread } from './unread.js';

/** @param {HTMLElement} place */
export function peoplePicker(place) {
  const face = el('span');
  const role = el('span', { class: 'role', id: 'picker-role' });
  const select = el('select', { 'aria-label': 'You are', 'aria-describedby': 'picker-role', data: { testid: 'person-picker' } });
  select.addEventListener('change', () => becomePerson(select.value).catch(tellProblem));
  fill(place, face, el('label', { class: 'picker' }, el('span', { class: 'picker-label', 'aria-hidden': 'true' }, 'You are'), select, role));
  session.addEventListener('person', () => {
    if (select.options.length === 0) select.append(...[...Map.groupBy(session.people, (person) => person.role)].map(groupOf));
    select.value = session.me.slug;
    role.textContent = roleOf(session.me);
    fill(face, avatar(session.me.name));
  });
}

const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);
const roleOf = (person) => `${capital(person.role)}, ${person.organisationName} (${person.organisation})`;
const groupOf = ([role, people]) => el('optgroup', { label: capital(role) }, ...people.map((person) => el('option', { value: person.slug }, person.name)));

/** @param {HTMLElement} place @param {() => void} afterChoice */
export function chatList(place, afterChoice) {
  const draw = () => {
    const chosen = place.contains(document.activeElement) ? document.activeElement.dataset.testid : null;
    fill(place, ...sections(afterChoice));
    if (chosen) place.querySelector(`[data-testid="${CSS.escape(chosen)}"]`)?.focus();
  };
  for (const event of ['chats', 'open']) session.addEventListener(event, draw);
  unread.addEventListener('changed', draw);
  watchUnread();
}

function sections(afterChoice) {
  const teams = Map.groupBy(session.chats.filter((chat) => chat.kind === 'channel'), (chat) => chat.team ?? 'Channels');
  return [
    section('Chat', session.chats.filter((chat) => chat.kind === 'personal'), afterChoice),
    ...[...teams].map(([team, channels]) => section(team, channels, afterChoice)),
  ];
}

function section(title, chats, afterChoice) {
  const id = `list-${title.replace(/\W+/g, '-')}`;
  return el('section', { 'aria-labelledby': id }, el('h2', { id }, title), el('ul', {}, ...chats.map((chat) => el('li', {}, entry(chat, afterChoice)))));
}

function entry(chat, afterChoice) {
  const isOpen = session.chat !== null && session.chat.id === chat.id;
  const isNew = unread.chats.has(chat.id);
  const open = () => {
    openChat(chat);
    afterChoice();
  };
  return el('button', { type: 'button', class: `entry${isNew ? ' unread' : ''}`, 'aria-current': isOpen ? 'page' : null, data: { testid: `chat-${chat.id}`, name: chat.name }, on: { click: open } },
    chat.kind === 'personal' ? avatar(chat.name, true) : el('span', { class: 'hash', 'aria-hidden': 'true' }, '#'),
    el('span', { class: 'entry-name' }, chat.name), isNew && el('span', { class: 'new-mark' }, 'New'));
}

/** The name of the open conversation, at the top of the middle. @param {HTMLElement} place */
export function conversationTitle(place) {
  session.addEventListener('open', () => {
    const chat = session.chat;
    const about = chat.kind === 'personal' ? 'Personal chat, only you two' : chat.team;
    fill(place, chat.kind === 'personal' ? avatar(chat.name, true) : el('span', { class: 'team-mark', 'aria-hidden': 'true' }, icon('chat')),
      el('div', {}, el('h1', {}, chat.name), el('p', { class: 'subtle' }, about)));
    document.title = `${chat.name}, as ${session.me.name}: LA Desk sandbox`;
  });
}
