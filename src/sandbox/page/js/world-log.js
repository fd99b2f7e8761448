// The last requests to Microsoft Graph.
import * as api from './api.js';
import { el, fill } from './dom.js';

const MOST = 60;

export function logTab() {
  const rows = el('tbody');
  const about = el('p', { class: 'subtle' });
  const problem = el('p', { class: 'tab-status problem-text', role: 'status' });
  let shown = '';

  async function refresh() {
    try {
      const { requests } = await api.getGraphLog();
      const latest = requests.slice(-MOST).reverse();
      const now = JSON.stringify([requests.length, latest]);
      fill(problem);
      if (now === shown) return;
      shown = now;
      fill(about, latest.length === 0 ? 'No request to Microsoft Graph yet.' : `The last ${latest.length} requests, newest first.`);
      fill(rows, ...latest.map(row));
    } catch (error) {
      fill(problem, error.message);
    }
  }

  const table = el('table', { class: 'log', data: { testid: 'graph-log' } },
    el('thead', {}, el('tr', {}, ...['Status', 'Method', 'Path'].map((title) => el('th', { scope: 'col' }, title)))), rows);
  return { content: el('div', {}, about, problem, table), refresh };
}

function row({ status, method, path }) {
  return el('tr', { class: status >= 400 ? 'refused' : null }, el('td', {}, String(status)), el('td', {}, method), el('td', { class: 'path' }, path));
}
