// A file the bot offers in the personal chat: Allow puts it into your files, Decline does not.
import * as api from './api.js';
import { refusalOf } from './card-answer.js';
import { el, fill, icon } from './dom.js';
import { session } from './session.js';
import { sizeInWords } from './when.js';

/** @param {string} chatId @param {import('./message-shape.js').Message} message */
export function consentCard(chatId, message) {
  const { name, size, answered } = message.consent;
  const foot = el('div', { class: 'consent-foot' });
  show(foot, chatId, message.id, name, answered);
  return el('div', { class: 'consent', role: 'group', tabindex: '-1', 'aria-label': `LA Desk wants to send you ${name}` },
    el('div', { class: 'consent-file' }, icon('file'), el('div', {}, el('p', { class: 'file-name' }, name), size !== null && el('p', { class: 'subtle' }, sizeInWords(size)))), foot);
}

function show(foot, chatId, messageId, name, answered) {
  if (answered === 'accepted') fill(foot, el('p', {}, 'Allowed. The file is on its way to your files.'));
  else if (answered === 'declined') fill(foot, el('p', {}, 'Declined. Nothing was sent.'));
  else fill(foot, el('p', {}, 'Let LA Desk put this file in your files?'), buttons(foot, chatId, messageId, name));
}

function buttons(foot, chatId, messageId, name) {
  const problem = el('p', { class: 'problem-text', role: 'status' });
  const answer = async (accept) => {
    for (const button of row.querySelectorAll('button')) button.disabled = true;
    try {
      const { status } = await api.consent(chatId, messageId, { as: session.me.slug, accept });
      const refusal = refusalOf(status);
      if (refusal !== null) throw new Error(refusal);
      show(foot, chatId, messageId, name, accept ? 'accepted' : 'declined');
      // The button that had the focus is gone; the keyboard carries on from here.
      foot.parentElement.focus({ preventScroll: true });
    } catch (error) {
      problem.textContent = error.message;
      for (const button of row.querySelectorAll('button')) button.disabled = false;
    }
  };
  const button = (word, accept, style) =>
    el('button', { type: 'button', class: style, 'aria-label': `${word} ${name}`, data: { testid: `consent-${word.toLowerCase()}` }, on: { click: () => answer(accept) } }, word);
  const row = el('div', { class: 'button-row' }, button('Allow', true, 'primary'), button('Decline', false, 'plain'), problem);
  return row;
}
