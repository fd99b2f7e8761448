// ServiceNow's tickets, seen and worked from the helpdesk's side.
import * as api from './api.js';
import { el, fill, icon } from './dom.js';
import { ticketForm } from './ticket-form.js';
import { inWords } from './when.js';

const STATES = { 1: 'New', 2: 'In progress', 3: 'On hold', 6: 'Resolved', 7: 'Closed', 8: 'Cancelled' };
const REASONS = { 1: 'awaiting caller', 3: 'awaiting problem', 4: 'awaiting vendor', 5: 'awaiting change' };
const KINDS = { comments: 'Comment', work_notes: 'Work note' };

const stateOf = (ticket) => `${STATES[ticket.state] ?? ticket.state}${ticket.state === '3' && REASONS[ticket.hold_reason] ? `, ${REASONS[ticket.hold_reason]}` : ''}`;
/** ServiceNow's times are UTC without saying so. @param {string} stamp */
const momentOf = (stamp) => inWords(new Date(`${stamp.replace(' ', 'T')}Z`));

export function ticketsTab() {
  const hint = el('p', { class: 'subtle' });
  const problem = el('p', { class: 'tab-status problem-text', role: 'status' });
  const list = el('ul', { class: 'tickets', data: { testid: 'tickets' } });
  const detail = el('div', { data: { testid: 'ticket' } });
  let chosen = null;
  let shown = null;
  const form = ticketForm(async (number, act) => {
    await api.workTicket(number, act);
    await refresh();
  });

  function draw({ tickets, isUsed }) {
    fill(hint, isUsed ? 'ServiceNow as the people of its helpdesk see it. What LA Desk cannot agree with, it puts back with a work note.' : 'LA Desk keeps its own tickets here. Start with SANDBOX_HELPDESK=servicenow to have them in a ServiceNow.');
    const ticket = tickets.find(({ number }) => number === chosen) ?? tickets[0] ?? null;
    chosen = ticket?.number ?? null;
    fill(list, ...tickets.map((one) => entry(one, one === ticket, () => {
      chosen = one.number;
      draw({ tickets, isUsed });
      list.querySelector('[aria-current]')?.focus();
    })));
    fill(detail, ...(ticket === null ? [] : about(ticket)));
    form.show(ticket);
  }

  async function refresh() {
    try {
      const news = await api.getTickets();
      const now = JSON.stringify(news);
      if (now !== shown) draw(news);
      shown = now;
      fill(problem);
    } catch (error) {
      fill(problem, error.message);
    }
  }

  return { content: el('div', {}, hint, problem, list, detail, form.place), refresh };
}

const entry = (ticket, isChosen, choose) => el('li', {},
  el('button', { type: 'button', class: 'ticket-entry', 'aria-current': isChosen && 'true', data: { testid: `ticket-${ticket.number}` }, on: { click: choose } },
    el('strong', {}, ticket.number), el('span', { class: 'tag' }, stateOf(ticket)), el('span', { class: 'ticket-title' }, ticket.short_description)));

function about(ticket) {
  const facts = [
    ['Caller', ticket.callerName ?? 'not known here'], ['State', stateOf(ticket)], ['Opened', momentOf(ticket.opened_at)], ['Changed', `${momentOf(ticket.sys_updated_on)}, by ${ticket.sys_updated_by}`],
    ...(ticket.close_notes === '' ? [] : [['Resolution', `${ticket.close_code}${ticket.close_code === '' ? '' : ': '}${ticket.close_notes}`]]),
  ];
  return [
    el('h3', {}, ticket.number),
    el('p', { class: 'ticket-text' }, ticket.description),
    el('dl', { class: 'ticket-facts' }, ...facts.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])),
    ticket.attachments.length > 0 && el('ul', { class: 'files' }, ...ticket.attachments.map((file) => el('li', {}, el('a', { href: `/api/ticket-files/${encodeURIComponent(file.sys_id)}`, download: file.file_name }, icon('file'), el('span', {}, file.file_name))))),
    ticket.journal.length > 0 && el('ul', { class: 'journal' }, ...ticket.journal.toReversed().map((said) => el('li', {},
      el('p', { class: 'subtle' }, `${KINDS[said.element] ?? said.element} by ${said.sys_created_by}, ${momentOf(said.sys_created_on)}`), el('p', { class: 'ticket-text' }, said.value)))),
  ];
}
