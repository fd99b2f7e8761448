// The policy group, and what one person's sign-in would ask.
import * as api from './api.js';
import { el, fill } from './dom.js';

export function groupTab() {
  const count = el('p', { class: 'big-number', data: { testid: 'group-count' } });
  const problem = el('p', { class: 'tab-status problem-text', role: 'status' });
  const input = el('input', { type: 'email', id: 'lookup', autocomplete: 'off', spellcheck: 'false', required: true, data: { testid: 'lookup-address' } });
  const result = el('div', { class: 'lookup-result', role: 'status', data: { testid: 'lookup-result' } });
  const form = el('form', { class: 'lookup', novalidate: true }, el('label', { for: 'lookup' }, 'Address, for example priya.nair@nhs.example'),
    el('div', { class: 'field-row' }, input, el('button', { type: 'submit', class: 'plain', data: { testid: 'lookup-go' } }, 'Look up')));
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void lookUp(input.value.trim(), result);
  });

  async function refresh() {
    try {
      const group = await api.getGroup();
      fill(count, el('strong', {}, Number(group.count).toLocaleString('en-GB')), ` ${group.count === 1 ? 'person is' : 'people are'} in the MFA policy group`);
      fill(problem);
    } catch (error) {
      fill(problem, error.message);
    }
  }

  return { content: el('div', {}, count, problem, el('h3', {}, 'Look up a person'), form, result), refresh };
}

async function lookUp(address, result) {
  result.classList.remove('problem-text');
  if (address === '') return fill(result, 'Type an address first.');
  try {
    const { asksForMfa, why } = await api.getSignIn(address);
    fill(result, el('p', {}, 'Sign-in asks for MFA: ', el('strong', {}, asksForMfa ? 'yes' : 'no'), `, because ${becauseOf(why)}`), el('p', { class: 'subtle' }, address));
  } catch (error) {
    result.classList.add('problem-text');
    fill(result, error.message);
  }
}

/** The reason as the end of a sentence. @param {string} why */
function becauseOf(why) {
  const isName = /^[A-Z]{2}|^(MFA|LA|Conditional)/.test(why);
  const start = isName ? why : why.charAt(0).toLowerCase() + why.slice(1);
  return /[.!?]$/.test(start) ? start : `${start}.`;
}
