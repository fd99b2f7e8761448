// Mentioning the bot in a channel: only messages with the mention reach it.
import { el, fill, icon } from './dom.js';

export const MENTION = '@LA Desk';

/** @param {HTMLTextAreaElement} box */
export function mentioning(box) {
  const list = el('div', { class: 'mention-list' });
  const isOpen = () => list.childElementCount > 0;
  const close = () => fill(list);

  function insert() {
    const before = box.value.slice(0, box.selectionStart).replace(/@[\w ]*$/, '');
    const after = box.value.slice(box.selectionEnd);
    box.value = `${before}${MENTION} ${after.trimStart()}`;
    const caret = before.length + MENTION.length + 1;
    box.setSelectionRange(caret, caret);
    close();
    box.focus();
    box.dispatchEvent(new Event('input'));
  }

  function offer() {
    const typed = /(?:^|\s)(@[\w ]*)$/.exec(box.value.slice(0, box.selectionStart))?.[1].toLowerCase();
    const fits = typed !== undefined && typed.length < MENTION.length && MENTION.toLowerCase().startsWith(typed);
    if (!fits) close();
    else if (!isOpen()) fill(list, el('button', { type: 'button', tabindex: '-1', on: { click: insert } }, icon('at'), 'LA Desk', el('span', { class: 'subtle' }, 'App. Press Enter to mention')));
  }

  box.addEventListener('input', offer);
  box.addEventListener('blur', () => setTimeout(close, 200));
  box.addEventListener('keydown', (event) => {
    if (!isOpen()) return;
    if (event.key === 'Enter' || event.key === 'Tab') {
      event.preventDefault();
      insert();
    } else if (event.key === 'Escape') {
      event.preventDefault();
      close();
    }
  });
  const button = el('button', { type: 'button', class: 'text-button', title: 'Mention LA Desk', data: { testid: 'mention' }, on: { click: insert } }, MENTION);
  return { list, button };
}
