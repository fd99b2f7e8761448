// A late request with a reason and a new time: the form, and both sides' cards.
import { resolverCard } from '../../../src/requests/resolver-card.ts';
import type { Lateness } from '../../../src/requests/service-request.ts';
import { statusCard } from '../../../src/requests/status-card.ts';
import { aRequest, at, aView, dataOf, someProgress } from '../../support/requests.ts';
import type { Samples } from '../samples.ts';

const send = { title: 'Tell the LA of R-2041', id: 'r2041', nonce: 'n-late-1' };
const heading = 'Late: R-2041, say why and by when instead';
const how = 'The Local Administrator is told once, and the ticket says so too. The new time is a promise: everybody is told when it is missed.';
const promise: Lateness = { reason: 'The Portal was closed for the release.', until: at('2022-09-26T11:00:00Z'), missedAt: null };
const late = (status: 'submitted' | 'in-progress' | 'confirming', lateness: Lateness | null) => aView(aRequest(status, { lateAt: at('2022-09-24T11:30:00Z'), lateness }), { progress: status === 'submitted' ? null : someProgress({ applied: 136, confirmed: 120, waiting: 133, refused: [{ reason: 'gone', count: 2 }] }) });

export const lateForm: Samples['late-form'] = [
  { title: '8v why it is late', data: { speak: `${heading}.`, heading, lines: [how], reason: '', untilDate: '', untilTime: '', send } },
  { title: '8w why it is late, to mend', data: { speak: `${heading}.`, heading, lines: ['Not sent: give a date and a time that are still to come, within 30 days.', how], reason: 'The Portal was closed.', untilDate: '2022-09-01', untilTime: '12:00', send } },
];

export const statusLate: Samples['status'] = [
  { title: '7v in progress, late with a new time', data: dataOf(statusCard(late('in-progress', promise)), 'status') },
  { title: '7w submitted, late again', data: dataOf(statusCard(late('submitted', { ...promise, missedAt: promise.until })), 'status') },
];

export const resolverLate: Samples['resolver'] = [
  { title: '8x new, late', data: dataOf(resolverCard(late('submitted', null), true), 'resolver') },
  { title: '8y in progress, late with a new time', data: dataOf(resolverCard(late('in-progress', promise), true), 'resolver') },
  { title: '8z waiting for the Portal, late again', data: dataOf(resolverCard(late('confirming', { ...promise, missedAt: promise.until }), true), 'resolver') },
];
