// Three steps for a newcomer, above the personal chat until dismissed.
import * as api from './api.js';
import { attachInPersonalChat } from './compose.js';
import { el, icon } from './dom.js';
import { recall, remember } from './remember.js';
import { becomePerson, openChat, session, tellProblem } from './session.js';

/** @param {import('./session.js').Chat} chat @returns {HTMLElement | null} */
export function hint(chat) {
  if (chat.kind !== 'personal' || recall('hint') === 'dismissed') return null;
  const close = el('button', { type: 'button', class: 'icon-button small', 'aria-label': 'Dismiss these steps', data: { testid: 'hint-dismiss' } }, icon('close'));
  const box = el('aside', { class: 'hint', 'aria-label': 'First steps', data: { testid: 'hint' } },
    el('div', { class: 'hint-head' }, el('h2', {}, 'New here? Three steps'), close),
    el('ol', {}, ...steps().map((step) => el('li', {}, ...step))));
  close.addEventListener('click', () => {
    remember('hint', 'dismissed');
    box.remove();
  });
  return box;
}

function steps() {
  const me = session.me;
  const first = session.people[0];
  const resolver = session.people.find((person) => person.role.toLowerCase().includes('resolver'));
  const isFirst = me.slug === first.slug;
  const isResolver = me.slug === resolver?.slug;
  return [
    isFirst ? [`You are ${me.name}, ${me.role}. Everybody here is invented.`] : [`You are ${me.name}, ${me.role}. To send a file, `, act(`be ${first.name}`, () => becomePerson(first.slug)), '.'],
    [isFirst ? act('Attach the sample Mailbox report', attachSample) : 'Attach the sample Mailbox report', ', press Send, read the card, then Submit.'],
    [isResolver ? 'As the resolver: ' : 'Then ', isResolver ? act('open the resolver channel', openResolvers) : act(`be ${resolver?.name ?? 'a resolver'}, the resolver`, () => becomePerson(resolver.slug)), isResolver ? ': press Start on the request, and later Marked in the Portal.' : ': in Resolvers, Bulk MFA, press Start, and later Marked in the Portal.'],
  ];
}

const act = (words, run) => el('button', { type: 'button', class: 'link-button', on: { click: () => Promise.resolve(run()).catch(tellProblem) } }, words);

async function attachSample() {
  attachInPersonalChat(await api.getSample('mailbox-report.csv'));
}

function openResolvers() {
  const channel = session.chats.find((chat) => chat.kind === 'channel' && chat.name === 'Bulk MFA');
  if (channel) openChat(channel);
}
