// Faults to switch on, with plain labels. Numbers count down as they are used up.
import * as api from './api.js';
import { el, fill } from './dom.js';
import { chosenFaults } from './world-graph-faults.js';

const GROUPS = [
  ['Microsoft Graph', {
    graphDown: 'Graph is down',
    graph429: 'Throttle the next requests (429)',
    graphRetryAfter: 'Seconds a 429 asks to wait',
    graphSlowMs: 'Slow down each request (ms)',
    graphRequestMs: 'Each request takes (ms)',
    graphBatchItemMs: 'Each item of a batch takes (ms)',
    graphUnits: 'Resource units in 10 seconds',
    staleReadsMs: 'Reads are behind writes (ms)',
    graph403: 'Refuse the next writes (403)',
    graphPatch403: 'Refuse the next group PATCHes (403)',
    graph409: 'Next group writes meet another writer (409)',
    graph409Every: 'One in so many group writes meets another writer (409)',
    graph503Every: 'One in so many requests fails (503)',
    graphLostReplies: 'Lose the replies to the next writes',
    auditDelayMs: 'Audit entries are late (ms)',
    channelMessageDelayMs: 'Channel messages show late (ms)',
    policyState: 'Conditional Access policy for MFA',
  }],
  ['Teams', {
    connectorDown: 'Teams is down',
    connector429: 'Throttle the next messages (429)',
    connectorRetryAfter: 'Seconds a 429 asks to wait; 0: it does not say',
    connector412: 'Refuse the next messages for now (412)',
    connector400: 'Whom the next messages for one person are for has left (400)',
    connector403: 'Refuse the next messages (403)',
    connector403Code: 'Why they are refused',
    connector404: 'Lose the conversation of the next messages (404)',
    connector5xx: 'Fail the next messages (5xx)',
    connector5xxStatus: 'Status of those failures',
    connectorLostReplies: 'Lose the replies to the next messages',
    connectorIn: 'Only in the conversation with this id',
    connectorSlowMs: 'Slow down each message (ms)',
  }],
  ['ServiceNow', {
    serviceNowDown: 'ServiceNow is down',
    serviceNow429: 'Throttle the next requests (429)',
    serviceNowRetryAfter: 'Seconds a 429 asks to wait',
    serviceNow5xx: 'Fail the next requests (500)',
    serviceNow401: 'Take the token back before the next requests (401)',
    serviceNow403: 'Refuse the next writes (403)',
    serviceNowIncidentsOnly: 'LA Desk may read incidents only',
    serviceNowLostReplies: 'Lose the replies to the next writes',
    serviceNowSlowMs: 'Slow down each request (ms)',
    serviceNowAutoCloseDays: 'Closes by itself so many days after it was resolved; 0: never',
  }],
  ['Files and sign-in', {
    downloadExpired: 'Download links have run out',
    downloadSlowMs: 'Slow down downloads (ms)',
    downloadStallMs: 'Stop downloads half way (ms)',
    loginDown: 'The login service is down',
  }],
];
const CHOICES = {
  policyState: { enabled: 'On', disabled: 'Off', enabledForReportingButNotEnforced: 'Report-only' },
  connector403Code: { BotNotInConversationRoster: 'The app was removed', ConversationBlockedByUser: 'The person blocked it', BotDisabledByAdmin: 'An administrator switched it off', ForbiddenOperationException: 'It may not speak there' },
  connector5xxStatus: { 500: '500', 502: '502', 503: '503', 504: '504' },
};

export function faultsTab() {
  const place = el('div');
  const status = el('p', { class: 'tab-status problem-text', role: 'status' });
  const fields = new Map();
  const chosen = chosenFaults(status);

  async function save(name, value) {
    try {
      take(await api.putFaults({ [name]: value }));
      fill(status);
    } catch (error) {
      fill(status, error.message);
    }
    await refresh();
  }

  function take(faults) {
    if (faults === null) return;
    if (fields.size === 0) fill(place, ...build(faults, fields, save));
    for (const [name, value] of Object.entries(faults)) fields.get(name)?.(value);
  }

  async function refresh() {
    try {
      take(await api.getFaults());
      await chosen.refresh();
    } catch (error) {
      fill(status, error.message);
    }
  }

  const content = el('div', {}, el('p', { class: 'subtle' }, 'Make the world go wrong, and see what LA Desk does. Counts fall to 0 as they are used.'), status, place, chosen.place);
  return { content, refresh };
}

function build(faults, fields, save) {
  const known = new Set(GROUPS.flatMap(([, labels]) => Object.keys(labels)));
  const others = Object.fromEntries(Object.keys(faults).filter((name) => !known.has(name)).map((name) => [name, name]));
  return [...GROUPS, ['Others', others]].flatMap(([title, labels]) => {
    const present = Object.entries(labels).filter(([name]) => name in faults);
    if (present.length === 0) return [];
    return [el('fieldset', {}, el('legend', {}, title), ...present.map(([name, label]) => field(name, label, faults[name], fields, save)))];
  });
}

function field(name, label, value, fields, save) {
  const control = controlFor(name, value);
  const read = () => (typeof value === 'boolean' ? control.checked : typeof value === 'number' ? Number(control.value || 0) : control.value);
  control.addEventListener('change', () => save(name, read()));
  fields.set(name, (now) => {
    if (typeof now === 'boolean') control.checked = now;
    else if (document.activeElement !== control) control.value = String(now);
  });
  return el('label', { class: 'fault' }, el('span', {}, label), control);
}

function controlFor(name, value) {
  const data = { testid: `fault-${name}` };
  if (typeof value === 'boolean') return el('input', { type: 'checkbox', role: 'switch', data });
  if (typeof value === 'number') return el('input', { type: 'number', min: '0', step: '1', data });
  if (CHOICES[name] === undefined) return el('input', { type: 'text', data });
  return el('select', { data }, ...Object.entries(CHOICES[name] ?? { [value]: value }).map(([key, words]) => el('option', { value: key }, words)));
}
