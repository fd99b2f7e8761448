// Light or dark: the reader's choice if there is one, else what the system prefers.
import { el, fill, icon } from './dom.js';
import { recall, remember } from './remember.js';

const prefersDark = matchMedia('(prefers-color-scheme: dark)');
/** Event "changed" after the page has the other colours. */
export const theme = new EventTarget();

/** @returns {'light' | 'dark'} */
export const themeNow = () => recall('theme') ?? (prefersDark.matches ? 'dark' : 'light');

function show() {
  document.documentElement.dataset.theme = themeNow();
  theme.dispatchEvent(new Event('changed'));
}

export function themeButton() {
  const button = el('button', { type: 'button', class: 'icon-button', data: { testid: 'theme' } });
  const label = () => {
    const other = themeNow() === 'dark' ? 'light' : 'dark';
    button.setAttribute('aria-label', `Use the ${other} theme`);
    button.title = `Use the ${other} theme`;
    fill(button, icon(other === 'dark' ? 'moon' : 'sun'));
  };
  button.addEventListener('click', () => {
    remember('theme', themeNow() === 'dark' ? 'light' : 'dark');
    show();
  });
  theme.addEventListener('changed', label);
  label();
  return button;
}

prefersDark.addEventListener('change', show);
show();
