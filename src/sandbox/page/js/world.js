// The World panel: what surrounds the chat, on tabs.
import { el, fill } from './dom.js';
import { recall, remember } from './remember.js';
import { clockTab } from './world-clock.js';
import { faultsTab } from './world-faults.js';
import { filesTab } from './world-files.js';
import { groupTab } from './world-group.js';
import { logTab } from './world-log.js';
import { ticketsTab } from './world-tickets.js';

/** Each gives its panel and, where it must look again while shown, `refresh`. */
const TABS = [
  ['clock', 'Clock', clockTab],
  ['files', 'Files', filesTab],
  ['group', 'Group', groupTab],
  ['tickets', 'Tickets', ticketsTab],
  ['faults', 'Faults', faultsTab],
  ['log', 'Graph log', logTab],
];
const REFRESH_MS = 2000;

/** @param {HTMLElement} place */
export function worldPanel(place) {
  const made = TABS.map(([name, title, make]) => ({ name, title, ...make() }));
  const list = el('div', { class: 'tabs', role: 'tablist', 'aria-label': 'World' });
  let open = made[0];

  function show(tab) {
    open = tab;
    remember('tab', tab.name);
    for (const one of made) {
      one.button.setAttribute('aria-selected', String(one === tab));
      one.button.tabIndex = one === tab ? 0 : -1;
      one.panel.hidden = one !== tab;
    }
    void open.refresh?.();
  }

  for (const tab of made) {
    tab.button = el('button', { type: 'button', role: 'tab', id: `tab-${tab.name}`, 'aria-controls': `panel-${tab.name}`, data: { testid: `tab-${tab.name}` }, on: { click: () => show(tab) } }, tab.title);
    tab.panel = el('div', { role: 'tabpanel', id: `panel-${tab.name}`, 'aria-labelledby': `tab-${tab.name}`, tabindex: '0' }, tab.content);
    list.append(tab.button);
  }
  list.addEventListener('keydown', (event) => {
    const next = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (next === undefined) return;
    const tab = made[(made.indexOf(open) + next + made.length) % made.length];
    show(tab);
    tab.button.focus();
  });
  fill(place, list, ...made.map((tab) => tab.panel));
  show(made.find((tab) => tab.name === recall('tab')) ?? made[0]);
  setInterval(() => {
    if (!document.hidden && place.offsetParent !== null) void open.refresh?.();
  }, REFRESH_MS);
}
