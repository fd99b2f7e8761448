// One Adaptive Card on the page, drawn by Microsoft's renderer and mended where its page must help.
import { hostConfig, openLink } from './card-config.js';
import { el } from './dom.js';

const { AdaptiveCards } = window;

/** Each rendered card takes document.onclick over, and only the last would close its open choice lists: one listener does it for all. */
document.addEventListener('click', (event) => {
  for (const list of document.querySelectorAll('.ac-choiceSetInput-filtered-dropdown-open')) {
    if (!list.parentElement.contains(event.target)) list.classList.remove('ac-choiceSetInput-filtered-dropdown-open');
  }
});

/**
 * @param {object} json
 * @param {(verb: string, data: object) => void} onPress for Action.Execute, inputs already valid and merged into `data`
 * @returns {{element: HTMLElement, inputs: () => Record<string, string>}}
 */
export function drawCard(json, onPress) {
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = hostConfig();
  card.parse(json);
  card.onExecuteAction = (action) => run(action, onPress);
  card.onAnchorClicked = (_element, anchor, event) => {
    // The renderer raises this for the context menu too, which must stay a menu.
    if (event?.type === 'contextmenu') return false;
    openLink(anchor.href);
    return true;
  };
  card.onInlineCardExpanded = (action, isExpanded) => {
    if (isExpanded) action.card?.renderedElement?.scrollIntoView({ block: 'nearest' });
  };
  const rendered = card.render();
  document.onclick = null;
  // A form of its own: radio buttons of two cards with the same input id would else be one group.
  const element = el('form', { class: 'card', novalidate: true, on: { submit: (event) => event.preventDefault() } }, rendered ?? 'This card cannot be shown.');
  if (rendered) mend(rendered);
  return { element, inputs: () => valuesOf(card) };
}

function run(action, onPress) {
  if (action instanceof AdaptiveCards.ExecuteAction) onPress(action.verb ?? '', action.data ?? {});
  else if (action instanceof AdaptiveCards.OpenUrlAction) openLink(action.url);
}

function mend(root) {
  // aria-label needs a role to count; Teams sets its own.
  if (root.hasAttribute('aria-label')) root.setAttribute('role', 'group');
  root.tabIndex = -1;
  for (const strip of root.querySelectorAll('.ac-actionSet')) {
    strip.classList.add('button-strip');
    strip.parentElement.classList.add('button-strip-holder');
  }
}

function valuesOf(card) {
  const set = card.getAllInputs().filter((input) => input.id && input.value !== undefined);
  return Object.fromEntries(set.map((input) => [input.id, String(input.value)]));
}

/** The card with what somebody has typed as its inputs' values, to draw it again in the other theme. */
export function withValues(json, values) {
  return JSON.parse(JSON.stringify(json), (_key, part) => {
    const isInput = typeof part === 'object' && part !== null && String(part.type).startsWith('Input.') && part.id in values;
    return isInput ? { ...part, value: values[part.id] } : part;
  });
}
