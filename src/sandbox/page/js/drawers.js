// The list and the World panel: columns where there is room, drawers over the page where there is not.
import { recall, remember } from './remember.js';

/**
 * @param {{panel: HTMLElement, button: HTMLElement, close: HTMLElement, narrow: string, name: string, isCollapsible: boolean}} parts
 *   `narrow`: the media query under which it is a drawer; `isCollapsible`: can be shut in a wide window too
 */
export function drawer({ panel, button, close, narrow, name, isCollapsible }) {
  const media = matchMedia(narrow);
  const backdrop = document.querySelector('.backdrop');
  let isOpen = false;

  function show(open) {
    isOpen = open;
    panel.hidden = !open;
    button.setAttribute('aria-expanded', String(open));
    panel.classList.toggle('as-drawer', media.matches);
    backdrop.hidden = document.querySelector('.as-drawer:not([hidden])') === null;
    document.querySelector('.middle').inert = !backdrop.hidden;
  }

  function shut() {
    if (!isOpen) return;
    show(false);
    if (isCollapsible && !media.matches) remember(name, 'shut');
    button.focus();
  }

  button.addEventListener('click', () => {
    if (isOpen) return shut();
    show(true);
    if (isCollapsible && !media.matches) remember(name, 'open');
    if (media.matches) close.focus();
  });
  close.addEventListener('click', shut);
  backdrop.addEventListener('click', () => media.matches && shut());
  document.addEventListener('keydown', (event) => event.key === 'Escape' && media.matches && shut());
  const settle = () => show(!media.matches && !(isCollapsible && recall(name) === 'shut'));
  media.addEventListener('change', settle);
  settle();
  return { shutIfDrawer: () => media.matches && shut() };
}
