// What somebody of the helpdesk does to a ticket, and what ServiceNow asks for with it.
import { el, fill } from './dom.js';

/** Each with the words of its button, and the fields it shows. */
const ACTS = {
  comment: ['Comment, for the caller too', 'Comment on', ['text']],
  'work-note': ['Work note', 'Write a note on', ['text']],
  start: ['Start work', 'Start', []],
  hold: ['Put on hold', 'Hold', ['reason', 'text']],
  resolve: ['Resolve', 'Resolve', ['code', 'notes']],
  reopen: ['Re-open', 'Re-open', []],
  close: ['Close', 'Close', ['code', 'notes']],
  cancel: ['Cancel', 'Cancel', ['notes']],
};
const PEOPLE = { dan: 'Dan Ferris', amara: 'Amara Cole' };
const REASONS = { 1: 'Awaiting caller', 3: 'Awaiting problem', 4: 'Awaiting vendor', 5: 'Awaiting change' };

/** @param {(number: string, act: object) => Promise<void>} work */
export function ticketForm(work) {
  const status = el('p', { class: 'tab-status problem-text', role: 'status', data: { testid: 'ticket-status' } });
  const as = select('as', PEOPLE);
  const is = select('act', Object.fromEntries(Object.entries(ACTS).map(([name, [words]]) => [name, words])));
  const fields = {
    reason: select('reason', REASONS),
    text: el('textarea', { rows: '3', data: { testid: 'ticket-text' } }),
    code: el('input', { type: 'text', value: 'Solution provided', data: { testid: 'ticket-code' } }),
    notes: el('textarea', { rows: '3', data: { testid: 'ticket-notes' } }),
  };
  const words = { reason: 'Reason', text: 'Text', code: 'Resolution code', notes: 'Resolution notes' };
  const labels = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, labelled(words[name], field)]));
  const go = el('button', { type: 'submit', class: 'primary', data: { testid: 'ticket-go' } });
  const place = el('form', { class: 'ticket-form', novalidate: true, hidden: true }, el('h3', {}, 'Work on it'), labelled('As', as), labelled('What', is), ...Object.values(labels), status, go);
  let number = '';

  function settle() {
    const [, button, wanted] = ACTS[is.value];
    for (const [name, label] of Object.entries(labels)) label.hidden = !wanted.includes(name);
    fill(go, `${button} ${number}`);
  }

  /** What is filled in; a field left empty is left out, and ServiceNow says whether it wanted it. */
  const filled = () => Object.fromEntries(ACTS[is.value][2].map((name) => [name, fields[name].value.trim()]).filter(([, value]) => value !== ''));

  is.addEventListener('change', settle);
  place.addEventListener('submit', async (event) => {
    event.preventDefault();
    try {
      await work(number, { is: is.value, as: as.value, ...filled() });
      fields.text.value = '';
      fill(status);
    } catch (error) {
      fill(status, error.message);
    }
  });

  return {
    place,
    show(ticket) {
      place.hidden = ticket === null;
      number = ticket?.number ?? '';
      settle();
    },
  };
}

const labelled = (words, control) => el('label', { class: 'ticket-field' }, el('span', {}, words), control);
const select = (name, words) => el('select', { data: { testid: `ticket-${name}` } }, ...Object.entries(words).map(([key, text]) => el('option', { value: key }, text)));
