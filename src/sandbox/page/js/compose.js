// The compose box: text, a paperclip, the mention of the bot, send by Enter. The start of a message waits in its chat.
import * as api from './api.js';
import { refusalOf } from './card-answer.js';
import { attachment } from './attachment.js';
import { el, fill, icon } from './dom.js';
import { MENTION, mentioning } from './mention.js';
import { openPersonal, session } from './session.js';

/** What was typed and attached but not sent, by person and chat. */
const drafts = new Map();
const draftKey = (chat) => `${session.me.slug} ${chat.id}`;
let current = null;

/**
 * @param {import('./session.js').Chat} chat
 * @param {{replyTo?: string, close?: () => void, drop?: HTMLElement}} options `drop`: files may be dropped there
 * @returns {{element: HTMLElement, focus: () => void}}
 */
export function composer(chat, { replyTo, close, drop }) {
  const isReply = replyTo !== undefined;
  const testid = (name) => ({ testid: isReply ? `reply-${name}` : name });
  const label = isReply ? 'Reply' : chat.kind === 'personal' ? 'Message to LA Desk' : `New post in ${chat.name}`;
  const box = el('textarea', { class: 'compose-text', rows: '1', 'aria-label': label, placeholder: label, data: testid('compose') });
  const status = el('p', { class: 'compose-status', role: 'status' });
  const files = attachment(testid('attach'), (words) => fill(status, words));
  const mention = chat.kind === 'channel' ? mentioning(box) : null;
  const send = el('button', { type: 'submit', class: 'icon-button send', 'aria-label': 'Send', title: 'Send (Enter)', data: testid('send') }, icon('send'));
  const form = el('form', { class: 'compose', 'aria-label': isReply ? 'Reply' : 'Write a message' },
    status, files.chip, mention?.list, el('div', { class: 'compose-box' }, box, el('div', { class: 'compose-tools' }, mention?.button, files.button, send)));

  const draft = { chat, box, files, form };
  if (!isReply) restore(draft);
  // In a thread the box stands in what scrolls, and the chip above it pushes it down.
  else files.onChange(() => form.scrollIntoView({ block: 'nearest' }));
  box.addEventListener('input', () => grow(box));
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && close && !event.defaultPrevented) close();
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.defaultPrevented) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit({ chat, replyTo, box, files, status, send, close });
  });
  if (drop) files.acceptDrops(drop);
  grow(box);
  return { element: form, focus: () => box.focus() };
}

function restore(draft) {
  const kept = drafts.get(draftKey(draft.chat));
  draft.box.value = kept?.text ?? '';
  draft.files.set(kept?.file ?? null);
  const key = draftKey(draft.chat);
  const keep = () => drafts.set(key, { text: draft.box.value, file: draft.files.get() });
  draft.box.addEventListener('input', keep);
  draft.files.onChange(keep);
  current = draft;
}

/** As tall as its text, up to the height CSS allows. */
function grow(box) {
  box.style.height = 'auto';
  if (box.scrollHeight > 0) box.style.height = `${box.scrollHeight}px`;
}

async function submit({ chat, replyTo, box, files, status, send, close }) {
  const typed = box.value.trim();
  const file = files.get();
  if (send.disabled || (typed === '' && file === null)) return;
  const isMention = chat.kind === 'channel' && typed.toLowerCase().includes(MENTION.toLowerCase());
  const text = isMention ? typed.replace(new RegExp(`${MENTION}\\s*`, 'gi'), '').trim() : typed;
  send.disabled = true;
  fill(status, file && `Sending ${file.name}`);
  try {
    const message = { as: session.me.slug, text, ...(file && { file: await asUpload(file) }), ...(isMention && { mention: true }), ...(replyTo && { replyTo }) };
    const { botStatus } = await api.postMessage(chat.id, message);
    box.value = '';
    files.set(null);
    if (replyTo === undefined) drafts.delete(draftKey(chat));
    grow(box);
    fill(status, refusalOf(botStatus));
    if (close) close();
  } catch (error) {
    fill(status, `Not sent. ${error.message}`);
  } finally {
    send.disabled = false;
  }
}

function asUpload(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(new Error(`${file.name} could not be read.`));
    reader.onload = () => resolve({ name: file.name, base64: String(reader.result).split(',')[1] ?? '' });
    reader.readAsDataURL(file);
  });
}

/** Opens the personal chat with this file in its compose box, ready to send. @param {File} file */
export function attachInPersonalChat(file) {
  if (session.chat?.kind !== 'personal') openPersonal();
  current.files.set(file);
  session.dispatchEvent(new Event('compose'));
  current.box.focus();
}
