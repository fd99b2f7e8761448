// Faults of chosen requests to Graph: add one, see what is left of each, end them all.
import * as api from './api.js';
import { el, fill } from './dom.js';

const ANSWERS = {
  429: 'Throttled (429)', 500: 'Error (500)', 502: 'Bad gateway (502)', 503: 'Unavailable (503)', 504: 'Time-out (504)',
  cut: 'Connection cut', hang: 'No answer', 404: 'Not found (404)', 409: 'Conflict (409)', 424: 'Failed dependency (424)', 403: 'Refused (403)',
  incomplete: 'One missing from a list', deletes: 'The person is deleted first', lies: 'Says done, does nothing',
};
const ON = { any: 'any request', resolve: 'looking people up', add: 'changing members', confirm: 'reading groups and policies', roles: 'reading who is privileged' };
const REACH = { request: 'the whole request', item: 'one call of a batch' };

export function chosenFaults(status) {
  const list = el('ul');
  const answer = select('answer', ANSWERS);
  const on = select('on', ON);
  const reach = select('reach', REACH);
  const times = el('input', { type: 'number', min: '1', value: '1', data: { testid: 'graph-fault-times' } });
  const retryAfter = el('input', { type: 'number', min: '0', data: { testid: 'graph-fault-retry-after' } });
  const isDone = el('input', { type: 'checkbox', data: { testid: 'graph-fault-is-done' } });
  let present = [];

  const chosen = () => ({
    answer: answer.value, on: on.value, reach: reach.value, times: Number(times.value || 1), isDone: isDone.checked,
    retryAfter: retryAfter.value === '' ? null : Number(retryAfter.value),
  });

  async function put(rules) {
    try {
      show(await api.putGraphFaults(rules));
      fill(status);
    } catch (error) {
      fill(status, error.message);
    }
  }

  function show(rules) {
    present = rules.filter((rule) => rule.times > 0);
    fill(list, ...present.map((rule) => el('li', {}, `${ANSWERS[rule.answer]}, ${ON[rule.on] ?? rule.on}, ${REACH[rule.reach]}: ${rule.times} left${rule.isDone ? ', done all the same' : ''}`)));
  }

  const add = el('button', { type: 'button', class: 'text-button', data: { testid: 'graph-fault-add' } }, 'Add this fault');
  const end = el('button', { type: 'button', class: 'text-button', data: { testid: 'graph-fault-end' } }, 'End all of these');
  add.addEventListener('click', () => put([...present, chosen()]));
  end.addEventListener('click', () => put([]));
  const place = el('fieldset', {}, el('legend', {}, 'Chosen requests to Graph'),
    labelled('Answer', answer), labelled('On', on), labelled('Reach', reach), labelled('How many', times),
    labelled('Seconds a 429 or 503 asks to wait', retryAfter), labelled('Done all the same', isDone), list, add, end);
  return { place, refresh: async () => show((await api.getGraphFaults()) ?? []) };
}

function labelled(words, control) {
  return el('label', { class: 'fault' }, el('span', {}, words), control);
}

function select(name, words) {
  return el('select', { data: { testid: `graph-fault-${name}` } }, ...Object.entries(words).map(([key, text]) => el('option', { value: key }, text)));
}
