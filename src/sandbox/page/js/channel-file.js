// A file in a message: its chip; in a channel also who can open it, and for its sender the two deletions Teams has.
import * as api from './api.js';
import { el, fill, icon } from './dom.js';
import { session } from './session.js';
import { sizeInWords } from './when.js';

/** @param {string} chatId @param {import('./message-shape.js').Message} message @returns {HTMLElement[]} */
export function filesOf(chatId, message) {
  const chips = message.files.map((file) => (file.isGone ? goneChip(file) : chip(file)));
  const isInChannel = session.chat?.kind === 'channel' && message.files.length > 0;
  return isInChannel ? [...chips, note(chatId, message)] : chips;
}

function chip(file) {
  const name = el('span', { class: 'file-name' }, file.name);
  const size = file.size !== null && el('span', { class: 'subtle' }, sizeInWords(file.size));
  return el('a', { class: 'file-chip', href: file.url, download: file.name }, el('span', { class: 'visually-hidden' }, 'Download '), icon('file'), name, size, icon('down'));
}

const goneChip = (file) => el('p', { class: 'file-chip gone' }, icon('file'), el('span', { class: 'file-name' }, file.name), el('span', { class: 'subtle' }, 'File deleted'));

function note(chatId, message) {
  const isOpen = message.files.some((file) => !file.isGone);
  const status = el('span', { class: 'problem-text', role: 'status' });
  const run = (work) => () => work().catch((error) => fill(status, error.message));
  const own = message.isMine && (isOpen || !message.isDeleted) ? options(chatId, message, run) : null;
  return el('div', { class: 'open-to-all', data: { testid: 'open-to-all' } }, isOpen && icon('people'), isOpen && el('span', {}, message.isDeleted ? 'Still under Files: everyone in this team can open it' : 'Everyone in this team can open it'), own, status);
}

function options(chatId, message, run) {
  const button = (words, testid, work) => el('button', { type: 'button', data: { testid }, on: { click: run(work) } }, words);
  const left = message.files.filter((file) => !file.isGone);
  return el('details', { class: 'options' }, el('summary', { 'aria-label': 'More options for your message', data: { testid: 'more-options' } }, 'More options'),
    el('div', { class: 'options-list' },
      !message.isDeleted && button('Delete message', 'delete-message', () => api.deleteMessage(chatId, message.id, session.me.slug)),
      ...left.map((file) => button(`Files: delete ${file.name}`, 'delete-file', () => api.deleteFile(chatId, message.id, file.id, session.me.slug)))));
}
