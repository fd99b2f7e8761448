// All changes stopped by an operator: the question, that it is on, and that they go on.
import { brakeCard, brakeForm } from '../../../src/requests/brake-cards.ts';
import type { Brake } from '../../../src/requests/brake.ts';
import { queueCard } from '../../../src/requests/queue.ts';
import { resolverCard } from '../../../src/requests/resolver-card.ts';
import { statusCard } from '../../../src/requests/status-card.ts';
import { aRequest, at, aView, dataOf, someProgress } from '../../support/requests.ts';
import type { Samples } from '../samples.ts';

const id = '00000000-0000-4000-8000-00000000b4a3';
const reader = { key: 'key', personId: 'omar' };
const brake: Brake = { id, reason: 'The wrong group may be set. We are looking.', stoppedByName: 'Omar Haddad', stoppedAt: at('2022-09-23T14:05:00Z'), endedByName: null, endedAt: null };
const over: Brake = { ...brake, endedByName: 'Noor Osman', endedAt: at('2022-09-23T14:40:00Z') };
const moving = (number: number, organisationName: string, applied: number, total: number) => ({ request: aRequest('in-progress', { number }), organisationName, progress: someProgress({ applied, total, waiting: total - applied }) });
const shown = [moving(2038, 'Harbour Mental Health Trust', 25, 412), moving(2041, 'Ashdown Vale Trust', 136, 271)];

export const stopChanges: Samples['stop-changes'] = [
  { title: '16a stop all changes', data: dataOf(brakeForm({ id, reader, shown, count: 7 }), 'stop-changes') },
  { title: '16b stop all changes, nothing moves', data: dataOf(brakeForm({ id, reader, shown: [], count: 0, problem: 'Not stopped: say why, in at most 200 characters.' }), 'stop-changes') },
  { title: '16c all changes stopped, for an operator', data: dataOf(brakeCard(brake, reader), 'stop-changes') },
  { title: '16d all changes stopped, in the resolver channel', data: dataOf(brakeCard(brake, null), 'stop-changes') },
  { title: '16e all changes go on', data: dataOf(brakeCard(over, reader), 'stop-changes') },
];

const inBrake = (status: 'submitted' | 'in-progress') => aView(aRequest(status), { brake, progress: status === 'submitted' ? null : someProgress({ applied: 136, confirmed: 120, waiting: 135 }) });

export const statusBraked: Samples['status'] = [
  { title: '7s submitted, changes stopped', data: dataOf(statusCard(inBrake('submitted')), 'status') },
  { title: '7t in progress, changes stopped', data: dataOf(statusCard(inBrake('in-progress')), 'status') },
];

export const resolverBraked: Samples['resolver'] = [
  { title: '8s new, changes stopped', data: dataOf(resolverCard(inBrake('submitted'), true), 'resolver') },
  { title: '8t in progress, changes stopped', data: dataOf(resolverCard(inBrake('in-progress'), true), 'resolver') },
];

export const queueBraked: Samples['queue'] = [{ title: '9s queue, changes stopped', data: dataOf(queueCard([aRequest('submitted')], [{ request: aRequest('submitted'), organisationName: 'Ashdown Vale Trust', progress: null, waitsUntil: null }], at('2022-09-23T14:10:00Z'), null, brake), 'queue') }];
