// Sample files to send, and the files the bot has delivered.
import * as api from './api.js';
import { attachInPersonalChat } from './compose.js';
import { el, fill, icon } from './dom.js';
import { session, tellProblem } from './session.js';
import { sizeInWords } from './when.js';

export function filesTab() {
  const samples = el('ul', { class: 'files' });
  const delivered = el('ul', { class: 'files', data: { testid: 'delivered' } });
  const problem = el('p', { class: 'tab-status problem-text', role: 'status' });
  let shown = '';

  async function loadSamples() {
    if (samples.childElementCount > 0) return;
    fill(samples, ...(await api.getSamples()).map(sample));
  }

  async function loadDelivered() {
    if (session.me === null) return;
    const files = await api.getFiles(session.me.slug);
    const now = JSON.stringify([session.me.slug, files]);
    if (now === shown) return;
    shown = now;
    fill(delivered, ...(files.length === 0 ? [el('li', { class: 'subtle' }, 'Nothing yet. Files that LA Desk sends you, and you allow, are here.')] : files.map(file)));
  }

  async function refresh() {
    try {
      await Promise.all([loadSamples(), loadDelivered()]);
      fill(problem);
    } catch (error) {
      fill(problem, error.message);
    }
  }

  session.addEventListener('person', () => void refresh());
  return { content: el('div', {}, problem, el('h3', {}, 'Samples to send'), samples, el('h3', {}, 'Delivered to you'), delivered), refresh };
}

function sample({ name, about }) {
  const attach = () => api.getSample(name).then(attachInPersonalChat).catch(tellProblem);
  return el('li', {}, el('div', {}, link(`/samples/${encodeURIComponent(name)}`, name), about && el('p', { class: 'subtle' }, about)),
    el('button', { type: 'button', class: 'plain', 'aria-label': `Attach ${name}`, data: { testid: `sample-${name}` }, on: { click: attach } }, 'Attach'));
}

function file({ id, name, size }) {
  return el('li', {}, el('div', {}, link(api.fileUrl(id), name), size !== undefined && el('p', { class: 'subtle' }, sizeInWords(size))));
}

const link = (href, name) => el('a', { href, download: name }, icon('file'), el('span', {}, name));
