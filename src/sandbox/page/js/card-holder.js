// A card's place in a message: drawn once, kept while it does not change, replaced by what a press answers.
import { drawCard, withValues } from './card.js';
import { pressButton, refreshFor } from './card-answer.js';
import { el, fill } from './dom.js';
import { session } from './session.js';
import { theme } from './theme.js';

/** @param {string} chatId @param {string} messageId */
export function cardHolder(chatId, messageId) {
  const notice = el('div', { class: 'card-notice', role: 'status' });
  const place = el('div');
  const element = el('div', { class: 'card-holder' }, place, notice);
  let json = null;
  let text = '';
  let drawn = null;
  let isRefreshing = false;

  const say = (words, isProblem = false) => {
    notice.classList.toggle('problem', isProblem);
    fill(notice, words && (isProblem ? `Not done. ${words}` : words));
  };

  function draw(values = {}, isPressed = false) {
    const hadFocus = isPressed || place.contains(document.activeElement);
    drawn = drawCard(withValues(json, values), onPress);
    fill(place, drawn.element);
    if (hadFocus) drawn.element.querySelector('.ac-adaptiveCard')?.focus({ preventScroll: true });
  }

  function take(answer, isPressed) {
    if (answer === null) return;
    if ('card' in answer) replace(answer.card, isPressed);
    else say('notice' in answer ? answer.notice : answer.problem, 'problem' in answer);
  }

  function replace(card, isPressed = false) {
    say('');
    json = card;
    text = JSON.stringify(card);
    draw({}, isPressed);
  }

  async function onPress(verb, data) {
    say('');
    const pressed = document.activeElement;
    setBusy(drawn.element, true);
    const answer = await pressButton(chatId, messageId, verb, data);
    setBusy(drawn.element, false);
    // A disabled button loses the focus; the keyboard carries on from this card, unless it has gone elsewhere meanwhile.
    const isHere = document.activeElement === document.body || element.contains(document.activeElement);
    take(answer, isHere);
    if (isHere && pressed?.isConnected) pressed.focus({ preventScroll: true });
  }

  async function refresh() {
    const asked = refreshFor(json, session.me);
    if (asked === null || isRefreshing) return;
    isRefreshing = true;
    const answer = await pressButton(chatId, messageId, asked.verb, asked.data, 'automatic');
    isRefreshing = false;
    if (answer !== null && 'card' in answer && JSON.stringify(answer.card) !== text) replace(answer.card);
  }

  /** The message's card, as the conversation has it now. The same card again changes nothing, so what is typed stays. */
  function show(card) {
    if (JSON.stringify(card) === text) return;
    replace(card);
    void refresh();
  }

  const onTheme = () => (element.isConnected ? draw(drawn.inputs()) : theme.removeEventListener('changed', onTheme));
  theme.addEventListener('changed', onTheme);
  return { element, show };
}

function setBusy(card, isBusy) {
  card.setAttribute('aria-busy', String(isBusy));
  for (const button of card.querySelectorAll('button')) button.disabled = isBusy;
}
